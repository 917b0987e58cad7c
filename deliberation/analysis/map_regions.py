"""Regions of the opinion space that two halves of the assembly find independently.

Where opinion is a continuum, it has no groups, but it may have ends that are far apart: then two halves of
the participants, each with its own axes and its own k-means, draw the border in nearly the same place.

The idea is that of prediction strength (Tibshirani and Walther 2005), with the projection repeated in each
half and the index of Hubert and Arabie 1985.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from deliberation.analysis.k_means import Floats, Labels, best_k_means, nearest_center

# Starts of k-means in each half.
STARTS = 2


@dataclass(frozen=True)
class RepeatedDivisions:
    """What pairs of halves say of everybody, and how well they agree.

    Attributes:
        divisions: the labels (p,) that each half leads to, two by two.
        agreement: mean adjusted Rand index of the pairs: 1 is the same division, 0 is chance.
    """

    divisions: tuple[Labels, ...]
    agreement: float


def random_halves(
    count: int, splits: int, generator: np.random.Generator
) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Pairs of complementary halves of `count` participants."""
    for _ in range(splits):
        half = np.zeros(count, dtype=bool)
        half[generator.permutation(count)[: count // 2]] = True
        yield half, ~half


def repeat_divisions(
    people: int,
    divide: Callable[[NDArray[np.bool_]], Sequence[Labels]],
    *,
    splits: int,
    generator: np.random.Generator,
    progress: Callable[[float], None] = lambda done: None,
) -> list[RepeatedDivisions]:
    """Let halves divide everybody, and compare.

    Args:
        people: how many there are.
        divide: maps a (p,) choice of people to one or more divisions (p,) of everybody, found from the
            chosen people alone; one `RepeatedDivisions` is returned for each.
        splits: number of pairs of halves.
        generator: draws the halves.
        progress: called with the share done.
    """
    pairs: list[tuple[Sequence[Labels], Sequence[Labels]]] = []
    for number, (one, other) in enumerate(random_halves(people, splits, generator)):
        progress(number / splits)
        pairs.append((divide(one), divide(other)))
    return [
        RepeatedDivisions(
            divisions=tuple(labels for pair in pairs for labels in (pair[0][k], pair[1][k])),
            agreement=float(np.mean([adjusted_rand_score(pair[0][k], pair[1][k]) for pair in pairs])),
        )
        for k in range(len(pairs[0][0]))
    ]


def divide_points(
    points: Floats, chosen: NDArray[np.bool_], k: int, generator: np.random.Generator
) -> Labels:
    """Everybody's region (p,) on the first k - 1 axes, by the k centres that the chosen alone lead to."""
    used = points[:, : k - 1]
    return nearest_center(used, region_centers(used[chosen], k, generator, starts=STARTS))


def region_centers(points: Floats, k: int, generator: np.random.Generator, *, starts: int) -> Floats:
    """Centres (k, d) of the tightest regions found; for two regions on a single axis, the tightest of all."""
    if k == 2 and points.shape[1] == 1:
        return _two_on_a_line(points[:, 0])
    return best_k_means(points, k, generator, starts=starts).centers


def _two_on_a_line(values: Floats) -> Floats:
    """(2, 1) means on both sides of the cut that leaves least variance, found by trying every cut."""
    ordered = np.sort(values)
    below = np.arange(1, len(ordered))
    sums = np.cumsum(ordered)
    left, right = sums[:-1] / below, (sums[-1] - sums[:-1]) / (len(ordered) - below)
    best = int(np.argmax(below * left**2 + (len(ordered) - below) * right**2))
    return np.array([[left[best]], [right[best]]])


def best_jaccard(labels: Labels, divisions: Sequence[Labels]) -> Floats:
    """(g,) how well each group is found again: mean over the divisions of the best overlap with any group.

    Overlap is the number of people in both over the number in either (Jaccard). Source: Hennig 2007,
    "Cluster-wise assessment of cluster stability", Computational Statistics and Data Analysis 52.
    """
    groups = int(labels.max(initial=0)) + 1
    found = np.zeros(groups)
    for division in divisions:
        other = int(division.max(initial=0)) + 1
        both = np.bincount(labels * other + division, minlength=groups * other).reshape(groups, other)
        either = both.sum(axis=1, keepdims=True) + both.sum(axis=0, keepdims=True) - both
        found += (both / np.maximum(either, 1)).max(axis=1)
    return found / max(1, len(divisions))
