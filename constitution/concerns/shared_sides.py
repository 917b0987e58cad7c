"""Which sides people took on two principles: the same on both, or opposite ones. PURE.

Only people who agreed or disagreed with both count. On a principle behind which several statements stand
somebody's side is that of most of their votes on them; as many on either side is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from deliberation.analysis.parity import wilson_interval

LEAST_SHARED = 30
"""People on both, below which their votes say nothing about the two."""
LEAST_CORRELATION = -0.2
"""A weaker correlation is not worth a person's time, however sure."""
FALSE_ALARMS = 0.05
"""How likely at most one false alarm from correlation is in a whole draft of unrelated principles."""


@dataclass(frozen=True)
class SharedSides:
    """What the votes say of two principles.

    Attributes:
        first, second: positions of the principles.
        people: who took a side on both.
        same: of those, who agreed with both or disagreed with both.
        correlation: of their sides (phi); 0 where all took the same side on one of the two.
        highest_correlation: upper end of its interval by Fisher's transformation, widened for the number of
            pairs that were looked at (Bonferroni).
    """

    first: int
    second: int
    people: int
    same: int
    correlation: float
    highest_correlation: float

    @property
    def opposite_share(self) -> float:
        """Share of those people who agreed with one and disagreed with the other."""
        return (self.people - self.same) / self.people if self.people else 0.0

    @property
    def opposite_interval(self) -> tuple[float, float]:
        """The 95 % interval of that share (Wilson)."""
        return wilson_interval(self.people - self.same, self.people)

    @property
    def is_apart(self) -> bool:
        """Whether most people who took a side on both took opposite sides, beyond chance."""
        return self.people >= LEAST_SHARED and self.opposite_interval[0] > 0.5

    @property
    def is_contrary(self) -> bool:
        """Whether those who agree with one tend to disagree with the other, beyond chance and clearly."""
        return (
            self.people >= LEAST_SHARED
            and self.correlation <= LEAST_CORRELATION
            and self.highest_correlation < 0.0
        )


def shared_sides(votes: csc_array, columns: Sequence[Sequence[int]]) -> tuple[SharedSides, ...]:
    """Return what the votes say of every pair of principles that somebody took a side on both of.

    Args:
        votes: (participants, statements), 1 for agree and -1 for disagree.
        columns: for each principle, the columns of the statements behind it.
    """
    sides = _sides(votes, columns)
    seen = abs(sides)
    both, products = _dense(seen.T @ seen), _dense(sides.T @ sides)
    of_first = _dense(sides.T @ seen)
    """(p, p): sum of the sides on the row's principle among who took a side on the column's too."""
    pairs = [(int(i), int(j)) for i, j in zip(*np.nonzero(np.triu(both, 1)), strict=True)]
    return tuple(
        _pair(i, j, int(both[i, j]), products[i, j], of_first[i, j], of_first[j, i], len(pairs))
        for i, j in pairs
    )


def _sides(votes: csc_array, columns: Sequence[Sequence[int]]) -> csc_array:
    rows = [column for behind in columns for column in behind]
    principles = [place for place, behind in enumerate(columns) for _column in behind]
    behind = csc_array(
        (np.ones(len(rows)), (np.array(rows, dtype=np.int64), np.array(principles, dtype=np.int64))),
        shape=(votes.shape[1], len(columns)),
    )
    total: csc_array = (votes @ behind).tocsc()
    total.data = np.sign(total.data)
    total.eliminate_zeros()
    return total


def _pair(
    first: int, second: int, people: int, products: float, ours: float, theirs: float, pairs: int
) -> SharedSides:
    same = round((people + products) / 2)
    spread = (people**2 - ours**2) * (people**2 - theirs**2)
    correlation = (people * products - ours * theirs) / sqrt(spread) if spread > 0 else 0.0
    correlation = max(-1.0, min(1.0, correlation))
    return SharedSides(first, second, people, same, correlation, _highest(correlation, people, pairs))


def _highest(correlation: float, people: int, pairs: int) -> float:
    if people <= 3:
        return 1.0
    z = NormalDist().inv_cdf(1 - FALSE_ALARMS / max(1, pairs))
    return tanh(atanh(max(-0.999999, min(0.999999, correlation))) + z / sqrt(people - 3))


def _dense(product: csc_array) -> NDArray[np.float64]:
    return np.asarray(product.toarray(), dtype=np.float64)
