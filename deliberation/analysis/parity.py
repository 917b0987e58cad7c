"""Whether the statements of different groups were accepted alike: rates, their intervals, differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from statistics import NormalDist

LEVEL = 0.95
"""Probability with which an interval contains the rate that it stands for."""


@dataclass(frozen=True)
class Decided:
    """How the statements of some authors were decided about.

    Attributes:
        name: of the authors together.
        authors: how many people they are.
        accepted: their statements that people may vote on, or that stand in others.
        decided: accepted and rejected statements together.
    """

    name: str
    authors: int
    accepted: int
    decided: int

    @property
    def rate(self) -> float:
        """Share of the decided statements that were accepted, from 0 to 1; 0 without any."""
        return self.accepted / self.decided if self.decided else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the rate."""
        return wilson_interval(self.accepted, self.decided)


@dataclass(frozen=True)
class Difference:
    """By how much the rate of one group exceeds that of another, from -1 to 1, and its interval."""

    higher: str
    lower: str
    difference: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval excludes that the two rates are the same."""
        return self.low > 0.0


def wilson_interval(successes: int, trials: int, *, level: float = LEVEL) -> tuple[float, float]:
    """Return the score interval of a proportion (Wilson 1927; Brown, Cai and DasGupta 2001, section 3.1.1).

    It keeps its level for small numbers and for proportions near 0 and 1. Without trials it is everything.

    Raises:
        ValueError: there are fewer trials than successes, or fewer than none of either.
    """
    if not 0 <= successes <= trials:
        raise ValueError("successes are between none and all trials")
    if trials == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1.0 + level) / 2.0)
    rate = successes / trials
    middle = rate + z * z / (2 * trials)
    reach = z * sqrt(rate * (1 - rate) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    low = 0.0 if successes == 0 else (middle - reach) / scale
    high = 1.0 if successes == trials else (middle + reach) / scale
    return low, high


def difference_between(first: Decided, second: Decided, *, level: float = LEVEL) -> Difference:
    """Return the difference of two rates, the higher less the lower, with its interval.

    The hybrid score interval (Newcombe 1998, method 10), made of the Wilson intervals of both rates.
    """
    lower, higher = sorted((first, second), key=lambda group: (group.rate, group.decided, group.name))
    high_low, high_high = wilson_interval(higher.accepted, higher.decided, level=level)
    low_low, low_high = wilson_interval(lower.accepted, lower.decided, level=level)
    difference = higher.rate - lower.rate
    return Difference(
        higher=higher.name,
        lower=lower.name,
        difference=difference,
        low=difference - sqrt((higher.rate - high_low) ** 2 + (low_high - lower.rate) ** 2),
        high=difference + sqrt((high_high - higher.rate) ** 2 + (lower.rate - low_low) ** 2),
    )


def clearest_difference(groups: Sequence[Decided], *, level: float = LEVEL) -> Difference | None:
    """Return the pair whose difference is furthest from none; None where fewer than two have statements.

    Every pair is looked at, so each interval is widened as if all had to be right at once (Bonferroni): a
    clear difference between groups that were treated alike turns up in at most 1 - `level` of all cases.
    """
    measured = [group for group in groups if group.decided]
    pairs = list(combinations(measured, 2))
    if not pairs:
        return None
    together = 1.0 - (1.0 - level) / len(pairs)
    differences = [difference_between(first, second, level=together) for first, second in pairs]
    return max(differences, key=lambda found: (found.low, found.difference))
