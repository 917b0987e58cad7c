"""Opinion groups: people who stand close together in the opinion space.

Two ways to find them. `polis_groups` repeats what Polis does: it always finds at least two groups, and
how many depends on the order of the rows. `stable_groups` keeps only what two halves of the assembly
would find independently of each other, and may find that there are no groups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist
from sklearn.metrics import adjusted_rand_score, silhouette_score

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

# Points are compared with all centres in blocks of this many, which fit the processor's cache.
BLOCK = 8_192
# Lloyd's iteration ends when no centre moves further than this (Polis: clusters.clj, line 68).
STILL = 0.01
# Groups are sought only if there are this many participants for each.
LEAST_PER_GROUP = 4
# More groups are preferred if two halves agree on them nearly as well (adjusted Rand index).
NEARLY_AS_GOOD = 0.1
NO_STABLE_GROUPS = "No stable opinion groups: two halves of the participants would be divided differently."


@dataclass(frozen=True)
class Partition:
    """A division of points into groups.

    Attributes:
        labels: (p,) group of each point, 0..g-1; no group is empty.
        centers: (g, 2) weighted mean of each group.
    """

    labels: Labels
    centers: Floats


@dataclass(frozen=True)
class StableGroups:
    """The division that repeats itself, and how well each number of groups did.

    Attributes:
        partition: labels and centres; one group where nothing repeats itself.
        agreement: for each number of groups tried, the mean adjusted Rand index between the divisions
            that two halves of the participants lead to.
        note: a sentence for readers where no groups are found, otherwise None.
    """

    partition: Partition
    agreement: dict[int, float]
    note: str | None


def nearest_center(points: Floats, centers: Floats) -> Labels:
    """(p,) index of the closest centre; the first one on a tie."""
    labels = np.empty(len(points), dtype=np.int64)
    for start in range(0, len(points), BLOCK):
        block = points[start : start + BLOCK]
        distance = np.zeros((len(block), len(centers)))
        for axis in range(points.shape[1]):
            distance += (block[:, axis, None] - centers[None, :, axis]) ** 2
        labels[start : start + BLOCK] = distance.argmin(axis=1)
    return labels


def k_means(points: Floats, weights: Floats, initial: Floats, *, iterations: int = 20) -> Partition:
    """Weighted k-means (Lloyd) from given initial centres (k, 2); groups that become empty are dropped."""
    centers = initial
    for _ in range(iterations):
        labels = nearest_center(points, centers)
        moved, labels = _weighted_means(points, weights, labels)
        still = len(moved) == len(centers) and bool(
            np.all(np.linalg.norm(_sorted_rows(moved) - _sorted_rows(centers), axis=1) < STILL)
        )
        centers = moved
        if still:
            break
    return Partition(labels, centers)


def polis_groups(points: Floats, *, base_clusters: int = 100, maximum_groups: int = 5) -> Partition:
    """Groups as Polis finds them on a first run, from points (p, 2) in row order.

    Up to 100 base clusters, started at the first distinct points; these, weighted by their members, are
    divided into 2 .. min(5, 2 + base clusters / 12) groups, started at the first base clusters; the number
    with the greatest mean silhouette over base clusters wins, the larger one on a tie.
    Source: clusters.clj and conversation.clj 400-468 of compdemocracy/polis.
    """
    if len(points) == 0:
        return Partition(np.empty(0, dtype=np.int64), np.empty((0, points.shape[1])))
    base = k_means(points, np.ones(len(points)), _first_distinct(points, base_clusters), iterations=100)
    members = np.bincount(base.labels).astype(np.float64)
    numbers = range(2, min(maximum_groups, 2 + len(base.centers) // 12) + 1)
    candidates = [k_means(base.centers, members, _first_distinct(base.centers, k)) for k in numbers]
    distances = cdist(base.centers, base.centers)
    silhouettes = [mean_silhouette(distances, candidate.labels) for candidate in candidates]
    best = candidates[max(range(len(candidates)), key=lambda i: (silhouettes[i], i))]
    return Partition(best.labels[base.labels], best.centers)


def mean_silhouette(distances: Floats, labels: Labels) -> float:
    """Mean over points of (b - a) / max(a, b), a point alone in its group counting 0; 0 for one group.

    a is the mean distance to the others of the own group, b to the members of the nearest other group.

    Args:
        distances: (p, p) between all points.
        labels: (p,) group of each point.

    Source: Rousseeuw 1987, Journal of Computational and Applied Mathematics 20; unweighted as in Polis.
    """
    groups = len(np.unique(labels))
    if groups < 2 or groups >= len(labels):
        return 0.0
    return float(silhouette_score(distances, labels, metric="precomputed"))


def best_k_means(points: Floats, k: int, generator: np.random.Generator, *, starts: int = 5) -> Partition:
    """The tightest of several k-means runs, each started by k-means++ (Arthur and Vassilvitskii 2007)."""
    weights = np.ones(len(points))
    runs = [
        k_means(points, weights, _spread_centers(points, k, generator), iterations=50) for _ in range(starts)
    ]
    return min(runs, key=lambda run: float(np.sum((points - run.centers[run.labels]) ** 2)))


def stable_groups(
    points: Floats,
    refit: Callable[[NDArray[np.bool_]], Floats],
    *,
    seed: int = 0,
    maximum_groups: int = 5,
    splits: int = 12,
    least_agreement: float = 0.5,
    progress: Callable[[float], None] = lambda done: None,
) -> StableGroups:
    """The number of groups that two halves of the assembly agree on, if they agree well enough on any.

    The participants are split in two at random; each half finds its own opinion space and its own k
    groups, and says for every participant, its own or not, to which of them they belong. How well the two
    answers agree is the adjusted Rand index (1: the same groups, 0: chance), averaged over all splits.
    There is one group if no number reaches `least_agreement`; otherwise the largest number that comes
    within `NEARLY_AS_GOOD` of the best, since several groups merged into two can be just as repeatable.

    k groups differ along at most k - 1 directions, so k groups are sought on the first k - 1 axes: those
    beyond would add noise only.

    Args:
        points: (p, d) the participants in the space fitted on everybody, in an order that does not depend
            on the order of the input; d at least maximum_groups - 1.
        refit: maps a (p,) choice of participants to the coordinates (p, d) of all of them in the space
            which those alone would have found.
        seed: of the splits and of k-means++.
        maximum_groups: the largest number tried.
        splits: how many random splits.
        least_agreement: between 0 and 1.
        progress: called with the share of splits done.

    Source: the idea is that of prediction strength (Tibshirani and Walther 2005), with the projection
    repeated in each half and the index of Hubert and Arabie 1985.
    """
    generator = np.random.default_rng(seed)
    distinct = len(np.unique(points, axis=0))
    numbers = range(2, min(maximum_groups, distinct, len(points) // LEAST_PER_GROUP) + 1)
    if not numbers:
        return StableGroups(_one_group(points), {}, _why_not_sought(len(points)))
    scores: dict[int, list[float]] = {k: [] for k in numbers}
    for split, half in enumerate(_random_halves(len(points), splits, generator)):
        progress(split / splits)
        one, other = refit(half), refit(~half)
        for k in numbers:
            labels_one = _extrapolated(one[:, : k - 1], half, k, generator)
            labels_other = _extrapolated(other[:, : k - 1], ~half, k, generator)
            scores[k].append(float(adjusted_rand_score(labels_one, labels_other)))
    agreement = {k: float(np.mean(values)) for k, values in scores.items()}
    best = max(agreement.values())
    if best < least_agreement:
        return StableGroups(_one_group(points), agreement, NO_STABLE_GROUPS)
    enough = max(least_agreement, best - NEARLY_AS_GOOD)
    chosen = max(k for k, value in agreement.items() if value >= enough)
    partition = best_k_means(points[:, : chosen - 1], chosen, generator, starts=20)
    return StableGroups(_largest_first(partition), agreement, None)


def _extrapolated(points: Floats, half: NDArray[np.bool_], k: int, generator: np.random.Generator) -> Labels:
    """Groups of everybody, by the centres that one half finds."""
    return nearest_center(points, best_k_means(points[half], k, generator).centers)


def _why_not_sought(participants: int) -> str:
    if participants < 2 * LEAST_PER_GROUP:
        return f"Fewer than {2 * LEAST_PER_GROUP} participants have voted enough to look for opinion groups."
    return "Everybody stands at the same point of the opinion space: there are no groups to tell apart."


def _one_group(points: Floats) -> Partition:
    labels = np.zeros(len(points), dtype=np.int64)
    return Partition(labels, points.mean(axis=0, keepdims=True) if len(points) else points)


def _random_halves(count: int, splits: int, generator: np.random.Generator) -> Iterator[NDArray[np.bool_]]:
    for _ in range(splits):
        half = np.zeros(count, dtype=bool)
        half[generator.permutation(count)[: count // 2]] = True
        yield half


def _spread_centers(points: Floats, k: int, generator: np.random.Generator) -> Floats:
    """k-means++: each further centre is drawn with probability proportional to the squared distance."""
    chosen = [points[generator.integers(len(points))]]
    distance = np.sum((points - chosen[0]) ** 2, axis=1)
    while len(chosen) < k and distance.sum() > 0:
        cumulative = np.cumsum(distance)
        index = np.searchsorted(cumulative, generator.random() * cumulative[-1], side="right")
        chosen.append(points[min(index, len(points) - 1)])
        distance = np.minimum(distance, np.sum((points - chosen[-1]) ** 2, axis=1))
    return np.array(chosen)


def _largest_first(partition: Partition) -> Partition:
    """Number the groups by falling size, groups of one size by their centres."""
    sizes = np.bincount(partition.labels, minlength=len(partition.centers))
    order = np.lexsort((*partition.centers.T[::-1], -sizes))
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(len(order))
    return Partition(number[partition.labels], partition.centers[order])


def _weighted_means(points: Floats, weights: Floats, labels: Labels) -> tuple[Floats, Labels]:
    """Centres of the groups that have members, and the labels renumbered to these."""
    mass = np.bincount(labels, weights=weights)
    present = mass > 0
    if not present.all():
        labels = (np.cumsum(present) - 1)[labels]
        mass = mass[present]
    sums = [np.bincount(labels, weights=weights * points[:, axis]) for axis in range(points.shape[1])]
    return np.stack(sums, axis=1) / mass[:, None], labels


def _sorted_rows(centers: Floats) -> Floats:
    return centers[np.lexsort(centers.T[::-1])]


def _first_distinct(points: Floats, count: int) -> Floats:
    """The first `count` distinct points, in row order."""
    _, first = np.unique(points, axis=0, return_index=True)
    return points[np.sort(first)[:count]]
