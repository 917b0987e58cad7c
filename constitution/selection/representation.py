"""Justified representation: does a slate leave out people who are many enough and agree enough? PURE.

Of n people every n / k deserve one of k principles. A slate fails **EJR+** if there is a statement outside
it, and a number l, such that at least l n / k people agree with that statement, each of whom agrees with
fewer than l of the principles chosen. Unlike older axioms it can be checked for a given slate in polynomial
time. Source: Brill and Peters 2023, "Robust and Verifiable Proportionality Axioms for Multiwinner Voting".

For ballots from 0 to 1 the same is asked of what counts: with u(c) for the statement and u(W) for the slate
together, people with u(W) + u(c) <= l, whose u(c) add up to at least l n / k. With approvals of 0 and 1 that
is EJR+ to the letter. **The method of equal shares never fails it**: would such people be left, one of them
would have had less than u(c) / l to pay with; but up to that moment nobody had paid more than 1 / l per
unit, so of a budget of 1 at least 1 - u(W) / l >= u(c) / l was left. Completing a slate only adds to it.
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
        self._lacking = self._excess() if self._size else np.zeros((ballots.shape[1], 0))

    def worst_among(self, statements: Flags) -> LeftShort | None:
        """Return who got least of what they were due among some of the (m,) statements; None if nobody did.

        Worst are those whose number exceeds by most, in terms of the principles they were due, what would
        have sufficed; then those who were due more; ties go to the earlier column.
        """
        eligible = statements.copy()
        eligible[self._slate] = False
        columns = np.flatnonzero(eligible)
        if not self._size or not len(columns):
            return None
        lacking = self._lacking[columns]
        # From the last level back: of equal excesses the greater due counts.
        place = int(np.argmax(lacking.max(axis=1) - ROUNDING * np.arange(len(columns))))
        level = self._size - 1 - int(np.argmax(lacking[place, ::-1]))
        if lacking[place, level] < -ROUNDING:
            return None
        return self._described(int(columns[place]), level + 1)

    def _excess(self) -> Floats:
        """(m, k) by how many prices the people short at each level 1..k exceed what that level asks."""
        voters, statements = self._ballots.shape
        levels = np.arange(1, self._size + 1)
        short = np.zeros((statements, self._size + 2))
        self._add_unseen(short)
        self._add_seen(short)
        people = np.cumsum(short, axis=1)[:, 1:-1]
        excess: Floats = people * self._size / voters - levels
        return excess

    def _add_unseen(self, short: Floats) -> None:
        """Count everybody as if nobody had seen anything, by the first level at which they are short."""
        ballots = self._ballots
        levels = np.arange(self._size + 1) + ROUNDING
        for part, expected in enumerate(ballots.expected):
            own = np.sort(self._satisfaction[ballots.groups == part])
            within = np.searchsorted(own, levels[np.newaxis, :] - expected[:, np.newaxis], side="right")
            short[:, : self._size + 1] += np.diff(within, axis=1, prepend=0) * expected[:, np.newaxis]

    def _add_seen(self, short: Floats) -> None:
        """Put those who have seen a statement where they belong instead."""
        ballots, width = self._ballots, short.shape[1]
        satisfied = self._satisfaction[ballots.voters]
        first = ballots.columns.astype(np.int64) * width
        flat = short.reshape(-1)
        flat -= np.bincount(
            first + self._level(satisfied + ballots.unseen), weights=ballots.unseen, minlength=len(flat)
        )
        agreeing = ballots.agrees
        flat += np.bincount(first[agreeing] + self._level(satisfied[agreeing] + 1.0), minlength=len(flat))

    def _level(self, counted: Floats) -> Integers:
        """The first level that somebody with so much is short of; one beyond the last for nobody's."""
        levels: Integers = np.ceil(counted - ROUNDING).astype(np.int64)
        return np.minimum(levels, self._size + 1)

    def _described(self, column: int, level: int) -> LeftShort:
        """Say who is short at a level: so many are due as many principles as their number makes."""
        counts = self._ballots.of(column)
        short = (self._satisfaction + counts <= level + ROUNDING) * counts
        people = float(short.sum())
        parts = np.bincount(self._ballots.groups, weights=short, minlength=len(self._ballots.expected))
        return LeftShort(
            column=column,
            people=people,
            due=int(people * self._size / len(counts) + ROUNDING),
            have=float(short @ self._satisfaction) / people,
            by_part=tuple(float(part) / people for part in parts),
        )
