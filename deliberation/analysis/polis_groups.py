"""Opinion groups as Polis finds them: base clusters, then groups of these, their number by silhouette."""

from __future__ import annotations

import numpy as np
from scipy.spatial.distance import cdist

from deliberation.analysis.k_means import Floats, Partition, k_means, mean_silhouette


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


def _first_distinct(points: Floats, count: int) -> Floats:
    """The first `count` distinct points, in row order; found among the first rows, unless many coincide."""
    looked_at = 2 * count
    while True:
        _, first = np.unique(points[:looked_at], axis=0, return_index=True)
        if len(first) >= count or looked_at >= len(points):
            return points[np.sort(first)[:count]]
        looked_at *= 2
