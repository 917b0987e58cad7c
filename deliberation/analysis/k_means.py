"""k-means on weighted points, the silhouette, and what a division of points into groups is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import silhouette_score

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

# Points are compared with all centres in blocks of this many, which fit the processor's cache.
BLOCK = 8_192
# Lloyd's iteration ends when no centre moves further than this (Polis: clusters.clj, line 68).
STILL = 0.01


@dataclass(frozen=True)
class Partition:
    """A division of points into groups.

    Attributes:
        labels: (p,) group of each point, 0..g-1; no group is empty.
        centers: (g, 2) weighted mean of each group.
    """

    labels: Labels
    centers: Floats


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


def best_k_means(points: Floats, k: int, generator: np.random.Generator, *, starts: int = 5) -> Partition:
    """The tightest of several k-means runs, each started by k-means++ (Arthur and Vassilvitskii 2007)."""
    weights = np.ones(len(points))
    runs = [
        k_means(points, weights, _spread_centers(points, k, generator), iterations=50) for _ in range(starts)
    ]
    return min(runs, key=lambda run: float(np.sum((points - run.centers[run.labels]) ** 2)))


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
