"""k-means on weighted points, the silhouette, and what a division of points into groups is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from deliberation.analysis.point_cells import Assignment, PointCells
from deliberation.analysis.point_cells import Floats as Floats
from deliberation.analysis.point_cells import Labels as Labels
from deliberation.analysis.point_cells import nearest_center as nearest_center

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


def k_means(points: Floats, weights: Floats, initial: Floats, *, iterations: int = 20) -> Partition:
    """Weighted k-means (Lloyd) from given initial centres (k, 2); groups that become empty are dropped."""
    return _lloyd(PointCells.of(points, weights), initial, iterations)


def best_k_means(points: Floats, k: int, generator: np.random.Generator, *, starts: int = 5) -> Partition:
    """The tightest of several k-means runs, each started by k-means++ (Arthur and Vassilvitskii 2007)."""
    cells = PointCells.of(points, np.ones(len(points)))
    runs = [_lloyd(cells, _spread_centers(points, k, generator), 50) for _ in range(starts)]
    return min(runs, key=lambda run: float(np.sum((points - run.centers[run.labels]) ** 2)))


def mean_silhouette(distances: Floats, labels: Labels) -> float:
    """Mean over points of (b - a) / max(a, b), a point alone in its group counting 0; 0 for one group.

    a is the mean distance to the others of the own group, b to the members of the nearest other group.

    Args:
        distances: (p, p) between all points.
        labels: (p,) group of each point.

    Source: Rousseeuw 1987, Journal of Computational and Applied Mathematics 20; unweighted as in Polis.
    """
    sizes = np.bincount(labels)
    if np.count_nonzero(sizes) < 2:
        return 0.0
    everybody = np.arange(len(labels))
    to_groups = distances @ np.eye(len(sizes))[labels]
    own = to_groups[everybody, labels] / np.maximum(sizes[labels] - 1, 1)
    to_groups[everybody, labels] = np.inf
    other = np.where(sizes > 0, to_groups / np.maximum(sizes, 1), np.inf).min(axis=1)
    greater = np.maximum(own, other)
    apart = (sizes[labels] > 1) & (greater > 0)
    return float(np.where(apart, (other - own) / np.where(apart, greater, 1.0), 0.0).mean())


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


def _lloyd(cells: PointCells, initial: Floats, iterations: int) -> Partition:
    """Assign points to centres and move the centres to the mean of their points, until they stand still."""
    assignment, centers = Assignment(cells), initial
    for _ in range(iterations):
        before = centers
        assignment.update(before)
        mass, moments = assignment.sums()
        present = mass > 0
        centers = moments[present] / mass[present, None]
        if present.all() and _farthest_move(before, centers) < STILL:
            break
    return Partition((np.cumsum(present) - 1)[assignment.labels()], centers)


def _farthest_move(before: Floats, after: Floats) -> float:
    """The centres are compared in order of their coordinates, as in Polis."""
    return float(np.linalg.norm(_sorted_rows(after) - _sorted_rows(before), axis=1).max())


def _sorted_rows(centers: Floats) -> Floats:
    return centers[np.lexsort(centers.T[::-1])]
