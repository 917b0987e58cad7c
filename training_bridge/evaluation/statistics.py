"""How sure a measured mean or share is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np

CONFIDENCE = 0.95
RESAMPLES = 5_000
FEWEST_ITEMS = 6
"""With fewer items nothing is called a change: no exact two-sided test of fewer can reach 5 %."""

Verdict = Literal["rise", "fall", "no clear change"]


@dataclass(frozen=True)
class Interval:
    """A confidence interval, both ends included."""

    low: float
    high: float


@dataclass(frozen=True)
class Difference:
    """Means of two measurements of the same items, and the mean of the differences item by item."""

    items: int
    first: float
    second: float
    value: float
    interval: Interval

    @property
    def verdict(self) -> Verdict:
        """Say "rise" or "fall" where the interval leaves out zero and there are `FEWEST_ITEMS`."""
        return verdict_of(self.interval, 0.0, self.items)


@dataclass(frozen=True)
class Agreement:
    """How far two people, or a person and a judge, agree beyond chance.

    `share` is the plain share of equal choices; `kappa` and its interval are None where chance alone would
    bring about complete agreement, since both chose the same thing throughout.
    """

    items: int
    share: float
    kappa: float | None
    interval: Interval | None


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
    return Share(count, items, score_interval(count / items if items else 0.0, items, confidence=confidence))


def score_interval(share: float, items: int, *, confidence: float = CONFIDENCE) -> Interval:
    """Give the score interval of a share of so many items (Wilson 1927, JASA 22).

    A win rate in which ties count one half may be given too: its variance is at most that of a share of the
    same mean, so the interval is then rather too wide than too narrow. Without items it is everything.
    """
    if items == 0:
        return Interval(0.0, 1.0)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    centre = (share + z * z / (2 * items)) / (1 + z * z / items)
    reach = z / (1 + z * z / items) * math.sqrt(share * (1 - share) / items + z * z / (4 * items * items))
    return Interval(max(0.0, centre - reach), min(1.0, centre + reach))


def paired_difference(
    first: Mapping[str, float], second: Mapping[str, float], *, seed: int, resamples: int = RESAMPLES
) -> Difference:
    """Compare two measurements of the same items, by the paired bootstrap over items.

    Item by item the first value is taken from the second, and the differences are resampled (Efron and
    Tibshirani 1993, sections 8.4 and 13.3): what makes items easy or hard for both drops out. Items that only
    one measurement has take no part. Raises ValueError where no item was measured twice.
    """
    items = sorted(first.keys() & second.keys())
    differences = [second[item] - first[item] for item in items]
    interval = bootstrap_mean_interval(differences, seed=seed, resamples=resamples)
    return Difference(
        items=len(items),
        first=math.fsum(first[item] for item in items) / len(items),
        second=math.fsum(second[item] for item in items) / len(items),
        value=math.fsum(differences) / len(items),
        interval=interval,
    )


def verdict_of(interval: Interval, neutral: float, items: int) -> Verdict:
    """Say on which side of the neutral value an interval lies; with few items on neither."""
    if items < FEWEST_ITEMS or interval.low <= neutral <= interval.high:
        return "no clear change"
    return "rise" if interval.low > neutral else "fall"


def sign_test(wins: int, losses: int) -> float:
    """Give the exact two-sided probability of so unequal wins and losses by chance; ties are left out.

    Dixon and Mood 1946, JASA 41: under chance the wins are binomial with one half. 1 without wins and losses.
    """
    if wins < 0 or losses < 0:
        raise ValueError("wins and losses are counts")
    from scipy.stats import binomtest

    return float(binomtest(wins, wins + losses, 0.5).pvalue) if wins + losses else 1.0


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Adjust p-values for having looked at all of them (Holm 1979, Scandinavian Journal of Statistics 6).

    The smallest of m is multiplied by m, the next by m - 1, and so on; none gets below the one before it,
    and none above 1. Calling those below 5 % a change keeps the chance of even one false call at 5 %,
    whatever the tests have to do with one another.
    """
    if any(not 0 <= value <= 1 for value in p_values.values()):
        raise ValueError("a p-value lies between 0 and 1")
    adjusted: dict[str, float] = {}
    least = 0.0
    ordered = sorted(p_values, key=lambda name: (p_values[name], name))
    for place, name in enumerate(ordered):
        least = min(1.0, max(least, (len(ordered) - place) * p_values[name]))
        adjusted[name] = least
    return adjusted


def cohen_kappa(first: Sequence[str], second: Sequence[str], *, confidence: float = CONFIDENCE) -> Agreement:
    """Measure agreement of two ratings of the same items beyond chance.

    kappa = (p_o - p_e) / (1 - p_e), with p_o the share of equal ratings and p_e the share that two
    independent raters with these marginals would have (Cohen 1960, Educational and Psychological
    Measurement 20). The interval is the large-sample one of Fleiss, Cohen and Everitt (1969, Psychological
    Bulletin 72, formula 13), cut off at -1 and 1; with some tens of items it is a guide.

    Raises ValueError for no items, or lists of different length.
    """
    if len(first) != len(second) or not first:
        raise ValueError("agreement needs two ratings of the same items, at least one")
    items = len(first)
    both = {pair: count / items for pair, count in Counter(zip(first, second, strict=True)).items()}
    rows = {name: count / items for name, count in Counter(first).items()}
    columns = {name: count / items for name, count in Counter(second).items()}
    observed = math.fsum(share for (one, other), share in both.items() if one == other)
    expected = math.fsum(share * columns.get(name, 0.0) for name, share in rows.items())
    if math.isclose(expected, 1.0):
        return Agreement(items, observed, None, None)
    kappa = (observed - expected) / (1 - expected)
    error = _kappa_error(both, rows, columns, observed, expected, items)
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * error
    return Agreement(items, observed, kappa, Interval(max(-1.0, kappa - reach), min(1.0, kappa + reach)))


def _kappa_error(
    both: Mapping[tuple[str, str], float],
    rows: Mapping[str, float],
    columns: Mapping[str, float],
    observed: float,
    expected: float,
    items: int,
) -> float:
    """Give the standard error by formula 13 of Fleiss, Cohen and Everitt (1969)."""
    on_diagonal = math.fsum(
        share * ((1 - expected) - (rows[one] + columns[one]) * (1 - observed)) ** 2
        for (one, other), share in both.items()
        if one == other
    )
    off_diagonal = (1 - observed) ** 2 * math.fsum(
        share * (columns.get(one, 0.0) + rows.get(other, 0.0)) ** 2
        for (one, other), share in both.items()
        if one != other
    )
    centre = (observed * expected - 2 * expected + observed) ** 2
    variance = (on_diagonal + off_diagonal - centre) / (items * (1 - expected) ** 4)
    return math.sqrt(max(0.0, variance))
