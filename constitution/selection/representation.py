"""Justified representation: does a slate leave out people who are many enough and agree enough? PURE.

Of n people every n / k deserve one of k principles. A slate fails **EJR+** if there is a statement outside
it, and a number l, such that at least l n / k people agree with that statement, each of whom agrees with
fewer than l of the principles chosen. Unlike older axioms it can be checked for a given slate in polynomial
time. Source: Brill and Peters 2023, "Robust and Verifiable Proportionality Axioms for Multiwinner Voting".

For ballots from 0 to 1 the same is asked of what can be counted on: with u(c) for the statement and u(W) for
the slate together, people with u(W) <= l - 1 whose u(c) add up to at least l n / k. With approvals of 0 and 1
that is EJR+ to the letter. **The method of equal shares never fails it**: would such people be left, one of
them would have less than 1 / l of their budget of 1; but until the first of them did, they could have bought
the statement at 1 / l each, so nobody had paid more than that for anything, hence of them nobody more than
u(W) / l <= 1 - 1 / l. Completing a slate only adds to it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from constitution.selection.ballots import Ballots
from constitution.selection.candidates import Flags, Floats, Integers

ROUNDING = 1e-9


@dataclass(frozen=True)
class LeftShort:
    """People who agree with a statement and got less than their share.

    Attributes:
        column: the statement outside the slate that they agree with.
        people: how many they are: of those who have not seen it, as many as can be counted on.
        due: how many principles they agree with they were due, by their number.
        have: how many they have on average.
        by_part: (p,) share of them that belongs to each part of the public.
    """

    column: int
    people: float
    due: int
    have: float
    by_part: tuple[float, ...]


class Audit:
    """Holds one slate against the ballots; `worst_among` any set of statements."""

    def __init__(self, ballots: Ballots, slate: Integers) -> None:
        self._ballots = ballots
        self._slate = slate
        self._size = len(slate)
        self._satisfaction = ballots.together(slate)
        self._levels = self._first_short()
        if self._size:
            self._shortfall = self._shortfalls()

    def worst_among(self, statements: Flags) -> LeftShort | None:
        """Return who got least of what they were due among some of the (m,) statements; None if nobody did.

        Worst are those who were due most more principles than they have; ties go to the earlier column.
        """
        eligible = statements.copy()
        eligible[self._slate] = False
        columns = np.flatnonzero(eligible)
        if not self._size or not len(columns):
            return None
        shortfall = self._shortfall[columns]
        greatest = shortfall.max(axis=1)
        if greatest.max() <= 0:
            return None
        place = int(np.argmax(greatest > greatest.max() - ROUNDING))
        return self._described(int(columns[place]), 1 + int(np.argmax(shortfall[place])))

    def _shortfalls(self) -> Floats:
        """(m, k) principles due to the people short at each level 1..k, less those they have; 0 if enough."""
        people = self._short(np.ones_like(self._satisfaction))
        deserved = people * self._size / self._ballots.shape[0]
        violated = deserved >= np.arange(1, self._size + 1) - ROUNDING
        if not violated.any():
            return np.zeros_like(deserved)
        have = self._short(self._satisfaction) / np.where(violated, people, 1.0)
        shortfall: Floats = np.where(violated, np.floor(deserved + ROUNDING) - have, 0.0)
        return shortfall

    def _short(self, weights: Floats) -> Floats:
        """(m, k) weights (n,) of the people who agree with each statement and are short at each level."""
        ballots, level = self._ballots, self._levels
        parts, width, statements = len(ballots.expected), self._size + 1, ballots.shape[1]
        everybody = np.bincount(ballots.groups * width + level, weights, parts * width)
        short = ballots.expected.T @ everybody.reshape(parts, width)
        seen = ballots.columns.astype(np.int64) * width + level[ballots.voters]
        added = ballots.corrections * weights[ballots.voters]
        short += np.bincount(seen, added, statements * width).reshape(statements, width)
        total: Floats = np.cumsum(short, axis=1)[:, :-1]
        return total

    def _first_short(self) -> Integers:
        """(n,) the first level 1..k that each voter is short of, counted from 0; k for none of them."""
        levels: Integers = np.ceil(self._satisfaction - ROUNDING).astype(np.int64)
        return np.clip(levels, 0, self._size)

    def _described(self, column: int, level: int) -> LeftShort:
        """Say who is short at a level: so many are due as many principles as their number makes."""
        counts = self._ballots.of(column)
        short = (self._levels < level) * counts
        people = float(short.sum())
        parts = np.bincount(self._ballots.groups, weights=short, minlength=len(self._ballots.expected))
        return LeftShort(
            column=column,
            people=people,
            due=int(people * self._size / len(counts) + ROUNDING),
            have=max(0.0, float(short @ self._satisfaction) / people),
            by_part=tuple(float(part) / people for part in parts),
        )
