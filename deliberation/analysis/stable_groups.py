"""Opinion groups that repeat themselves: divisions which two halves of the assembly find independently."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from deliberation.analysis.k_means import Floats, Labels, Partition, best_k_means, nearest_center

# Groups are sought only if there are this many participants for each.
LEAST_PER_GROUP = 4
# More groups are preferred if two halves agree on them nearly as well (adjusted Rand index).
NEARLY_AS_GOOD = 0.1
NO_STABLE_GROUPS = "No stable opinion groups: two halves of the participants would be divided differently."


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


def _largest_first(partition: Partition) -> Partition:
    """Number the groups by falling size, groups of one size by their centres."""
    sizes = np.bincount(partition.labels, minlength=len(partition.centers))
    order = np.lexsort((*partition.centers.T[::-1], -sizes))
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(len(order))
    return Partition(number[partition.labels], partition.centers[order])
