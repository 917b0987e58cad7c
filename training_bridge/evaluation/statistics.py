"""How sure a measured mean or share is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

CONFIDENCE = 0.95
RESAMPLES = 5_000


@dataclass(frozen=True)
class Interval:
    """A confidence interval, both ends included."""

    low: float
    high: float


@dataclass(frozen=True)
class Share:
    """How many of a number of items, with an interval of the underlying share."""

    count: int
    items: int
    interval: Interval

    @property
    def value(self) -> float:
        """The share itself; 0 where there are no items."""
        return self.count / self.items if self.items else 0.0


def bootstrap_mean_interval(
    values: Sequence[float], *, seed: int, resamples: int = RESAMPLES, confidence: float = CONFIDENCE
) -> Interval:
    """Give the percentile bootstrap interval of a mean (Efron and Tibshirani 1993, section 13.3).

    `values` are independent items, such as one difference for each pair. The same seed gives the same
    interval. Raises ValueError where there are no values.
    """
    if not values:
        raise ValueError("an interval needs at least one value")
    data = np.asarray(values, dtype=float)
    draws = np.random.default_rng(seed).integers(0, len(data), size=(resamples, len(data)))
    low, high = np.quantile(data[draws].mean(axis=1), [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(float(low), float(high))


def share_of(count: int, items: int, *, confidence: float = CONFIDENCE) -> Share:
    """Give a share with its score interval (Wilson 1927), which is honest at 0 and at 1 too.

    Raises ValueError unless 0 <= count <= items.
    """
    if not 0 <= count <= items:
        raise ValueError("a count lies between 0 and the number of items")
    if items == 0:
        return Share(0, 0, Interval(0.0, 1.0))
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = count / items
    centre = (share + z * z / (2 * items)) / (1 + z * z / items)
    reach = z / (1 + z * z / items) * math.sqrt(share * (1 - share) / items + z * z / (4 * items * items))
    return Share(count, items, Interval(max(0.0, centre - reach), min(1.0, centre + reach)))
