"""The method of equal shares: everybody gets the same budget, and supporters share the price equally. PURE.

Each of n voters has a budget of 1 and each of k principles costs n / k. A statement is r-affordable if its
supporters have the price together with nobody paying more than r; those who cannot pay r pay what they have.
Time and again the statement with the least r is bought. When nothing more can be bought, Phragmén's rule goes
on with what is left of the budgets. Source: Peters and Skowron 2020, "Proportionality and the Limits of
Welfarism"; Lackner and Skowron 2023, "Multi-Winner Voting with Approval Preferences", Rule 11.

Ballots from 0 to 1 are read as shares, as by Phragmén's rule here: of a voter who counts 0.7 for a statement,
seven tenths approve and pay. (Rules for utilities would let them pay in full: then what few have seen is
bought last, with the money of everybody who has not seen it.)

Prices only rise as budgets fall, so an old r is a lower bound, and only the statements with the least bounds
are looked at again. For the many who have not seen a statement, the sum of min(budget, r) over a part of the
public comes from its sorted budgets and their running sums.
"""

from __future__ import annotations

import heapq

import numpy as np

from constitution.selection.ballots import Ballots
from constitution.selection.candidates import Floats
from constitution.selection.phragmen import phragmen
from constitution.selection.slate import TIE, Slate


def equal_shares(ballots: Ballots, size: int, *, complete: bool = True) -> Slate:
    """Choose up to `size` statements; ties go to the earlier column.

    With `complete` Phragmén's rule fills the slate where the budgets do not suffice for all of it.
    """
    voters = ballots.shape[0]
    market = _Market(ballots, price=voters / size)
    slate = Slate()
    while len(slate.columns) < size and (found := market.cheapest()):
        column, rate, tied = found
        market.buy(column, rate)
        slate = slate.with_column(column, tied)
    if not complete:
        return slate
    rest = phragmen(ballots, size, money=market.budgets, chosen=slate.columns)
    return Slate(rest.columns, slate.ties + rest.ties)


LEAST_SLOPE = 1e-7
"""A slope below this is what rounding leaves where nobody can pay more."""


class _Market:
    """The budgets, and what each statement costs its supporters as far as it is known."""

    def __init__(self, ballots: Ballots, price: float) -> None:
        self.budgets: Floats = np.ones(ballots.shape[0])
        self._ballots = ballots
        self._price = price
        self._members = [
            np.flatnonzero(ballots.groups == part).astype(np.int32) for part in range(len(ballots.expected))
        ]
        self._sort_budgets()
        support = ballots.support(self.budgets)
        self._bounds = [
            (price / float(support[column]), column) for column in np.flatnonzero(support > 0).tolist()
        ]
        heapq.heapify(self._bounds)

    def cheapest(self) -> tuple[int, float, tuple[int, ...]] | None:
        """Return the column with the least rate, that rate, and the later columns with the same one."""
        exact: list[tuple[float, int]] = []
        least = np.inf
        while self._bounds and self._bounds[0][0] <= least * (1 + TIE):
            bound, column = heapq.heappop(self._bounds)
            rate = self._rate(column, bound)
            if rate is not None:
                exact.append((rate, column))
                least = min(least, rate)
        if not exact:
            return None
        equal = sorted(column for rate, column in exact if rate <= least * (1 + TIE))
        for entry in exact:
            if entry[1] != equal[0]:
                heapq.heappush(self._bounds, entry)
        rate = next(rate for rate, column in exact if column == equal[0])
        return equal[0], rate, tuple(equal[1:])

    def buy(self, column: int, rate: float) -> None:
        """Let the supporters of a statement pay for it."""
        self.budgets = self.budgets - np.minimum(self.budgets, rate) * self._ballots.of(column)
        self._sort_budgets()

    def _sort_budgets(self) -> None:
        self._sorted = [np.sort(self.budgets[members]) for members in self._members]
        self._sums = [np.concatenate([[0.0], np.cumsum(budgets)]) for budgets in self._sorted]

    def _rate(self, column: int, bound: float) -> float | None:
        """The rate at which a statement's price comes together; None where its supporters lack the money.

        What comes together at a rate is concave, piecewise linear and rising in it, so Newton's steps from
        a lower bound never overshoot and end on the right piece.
        """
        ballots = self._ballots
        votes = slice(ballots.starts[column], ballots.starts[column + 1])
        seen, corrections = self.budgets[ballots.voters[votes]], ballots.corrections[votes]
        expected = ballots.expected[:, column]
        rate = bound
        while True:
            paid, slope = self._unseen_pay(expected, rate)
            paid += float(np.minimum(seen, rate) @ corrections)
            if paid >= self._price * (1 - TIE):
                return rate
            slope += float((seen > rate) @ corrections)
            if slope <= LEAST_SLOPE:
                return None
            rate += (self._price - paid) / slope

    def _unseen_pay(self, expected: Floats, rate: float) -> tuple[float, float]:
        """What everybody would pay had nobody seen the statement, and how that rises with the rate."""
        paid = slope = 0.0
        for share, budgets, sums in zip(expected.tolist(), self._sorted, self._sums, strict=True):
            poorer = int(np.searchsorted(budgets, rate, side="right"))
            richer = len(budgets) - poorer
            paid += share * (float(sums[poorer]) + richer * rate)
            slope += share * richer
        return paid, slope
