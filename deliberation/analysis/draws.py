"""Drawing the next statements for one person, by weight, with a share for what is rare and for each side.

A draw is a mixture of three. With RARE_SHARE one of the rarely seen is drawn, each alike: the tenth with the
fewest votes, and all that have as few. With SIDES_SHARE a side of a division is drawn, each alike, then one
of the statements that it holds, each alike. Else, and where nothing divides, a statement is drawn in
proportion to its priority (`routing`).
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from deliberation.analysis.representativeness import Floats
from deliberation.analysis.routing import CLEAR_DIVISION, FEW_VOTES, Reason, routing_reason

# Of all draws, the share kept for the statements with the fewest votes, and how many of them count as those.
RARE_SHARE = 0.1
RARE_PART = 0.1
# Of all draws, the share kept for the sides of divisions, each side alike.
SIDES_SHARE = 0.1
NO_SIDE = -1


@dataclass(frozen=True)
class Chances:
    """What a statement gets by its priority, as one rarely seen, and as what a side holds."""

    by_priority: float
    by_rarity: float
    by_side: float

    @property
    def probability(self) -> float:
        """How likely it is drawn."""
        return self.by_priority + self.by_rarity + self.by_side


class Draws:
    """Draws from statements of which none comes twice; each is known by its place in the arrays.

    Args:
        priorities: (n,) weights, none negative.
        votes: (n,) how many votes each has.
        sides: (n,) the group that holds it against others (`leading_side`), or NO_SIDE.

    Raises:
        ValueError: there is nothing to draw from.
    """

    def __init__(self, priorities: Floats, votes: NDArray[np.int64], sides: NDArray[np.int64]) -> None:
        if len(priorities) == 0:
            raise ValueError("there is nothing to draw from")
        self._weights, self._sides = priorities.copy(), sides
        rarest = np.argsort(votes, kind="stable")
        self._rarest: list[int] = rarest.tolist()
        self._fewest: list[int] = votes[rarest].tolist()
        self._held = {
            side: np.flatnonzero(sides == side).tolist()
            for side in np.unique(sides).tolist()
            if side != NO_SIDE
        }
        self._votes = votes
        self._weigh()

    def __len__(self) -> int:
        """How many statements are left."""
        return len(self._rarest)

    def draw(self, chance: Random) -> int:
        """Return a statement that is left.

        Of a generator only `random()` is used, which gives the same numbers for a seed in every Python.

        Raises:
            ValueError: there is nothing to draw from.
        """
        if not self._rarest:
            raise ValueError("there is nothing to draw from")
        part, place = chance.random(), chance.random()
        if part < RARE_SHARE:
            return self._rarest[int(place * self._rare)]
        if part < RARE_SHARE + SIDES_SHARE and self._held:
            by_side = [*self._held.values()]
            side = by_side[int(place * len(by_side))]
            return side[int(chance.random() * len(side))]
        # Rounding up must not lead past the last one that can be drawn.
        reached = min(place * self._total, math.nextafter(self._total, 0.0))
        return int(np.searchsorted(self._cumulative, reached, side="right"))

    def chances(self, statement: int) -> Chances:
        """Return how likely a statement that is left is drawn now, and by which part."""
        side = int(self._sides[statement])
        left = 1.0 - RARE_SHARE - (SIDES_SHARE if self._held else 0.0)
        is_rare = self._votes[statement] <= self._fewest[self._rare - 1]
        return Chances(
            left * float(self._weights[statement]) / self._total,
            RARE_SHARE / self._rare if is_rare else 0.0,
            0.0 if side == NO_SIDE else SIDES_SHARE / (len(self._held) * len(self._held[side])),
        )

    def take(self, statement: int) -> None:
        """Leave a statement out of the draws to come."""
        place = self._rarest.index(statement, bisect_left(self._fewest, self._votes[statement]))
        del self._rarest[place], self._fewest[place]
        if (side := int(self._sides[statement])) != NO_SIDE:
            self._held[side].remove(statement)
            if not self._held[side]:
                del self._held[side]
        self._weights[statement] = 0.0
        self._weigh()

    def _weigh(self) -> None:
        """Count what is left: the weights up to each statement, and how many are rare."""
        if not self._rarest:
            return
        self._cumulative = np.cumsum(self._weights)
        self._total = float(self._cumulative[-1])
        if self._total <= 0.0:
            self._weights[self._rarest] = 1.0
            self._weigh()
        rank = max(1, math.ceil(RARE_PART * len(self._fewest))) - 1
        self._rare = bisect_right(self._fewest, self._fewest[rank])


def draw_reason(chances: Chances, *, votes: int, divisiveness: float, lift: float) -> Reason:
    """Say in one word why a statement was drawn: by the greatest part of its probability.

    Args:
        chances: as it was drawn by.
        votes: as for `routing_reason`.
        divisiveness: as for `routing_reason`.
        lift: as for `routing_reason`.
    """
    if chances.by_side > max(chances.by_priority, chances.by_rarity):
        return "division"
    if chances.by_rarity > chances.by_priority:
        return "few votes" if votes < FEW_VOTES else "balance"
    return routing_reason(votes, divisiveness, lift)


def leading_side(by_group: Sequence[Mapping[str, int]]) -> int:
    """Return the group that agrees most with a statement, or NO_SIDE where groups do not clearly differ.

    Shares are (agree + 2) / (votes + 4), as if four more people had split evenly, so that two votes are no
    division (Agresti and Coull 1998, The American Statistician 52(2)). The first of equals leads.
    """
    shares = [(group["agree"] + 2.0) / (group["votes"] + 4.0) for group in by_group]
    if len(shares) < 2 or max(shares) - min(shares) < CLEAR_DIVISION:
        return NO_SIDE
    return shares.index(max(shares))
