"""The clustering of the published notebook, run again on the same votes. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_score

from constitution.reproduction.ccai_files import Floats, Integers
from constitution.reproduction.known_figures import CHOSEN_GROUPS, FINE_CLUSTERS
from deliberation.analysis.vote_matrix import VoteMatrix

TRIED_INSIDE = 10
"""Starts of which scikit-learn's k-means took the best, where nothing was said, when the notebook ran."""
SEEDS = range(20)


@dataclass(frozen=True)
class Regrouping:
    """Groups as the notebook finds them, from several starts of its k-means.

    Attributes:
        groups: (n,) of the people by number, the larger group 0: where most starts that find two groups
            put each person. One start alone moves some twenty people; this does not.
        explained_variance: share of the variance on either axis.
        group_numbers: number of groups -> how many starts find it.
        runs: (starts with two groups, n) what each of these finds.
    """

    groups: Integers
    explained_variance: tuple[float, float]
    group_numbers: Mapping[int, int]
    runs: Integers

    @property
    def sizes(self) -> tuple[int, ...]:
        """Members of each group, the largest first."""
        return tuple(np.bincount(self.groups).tolist())


def regroup(votes: VoteMatrix, seeds: Sequence[int] = SEEDS) -> Regrouping:
    """Find groups as cells 22 to 28 do: missing votes as passes, two axes, 100 clusters, then 2 to 5 groups.

    The places are the loadings of people on axes fitted to the transposed matrix, as in the notebook. Its
    decomposition drew random numbers without a seed; here it is exact.
    """
    filled = np.nan_to_num(votes.dense())
    fitted = PCA(n_components=2, svd_solver="full").fit(filled.T)
    found = [_groups(fitted.components_.T, seed) for seed in seeds]
    numbers = Counter(int(groups.max()) + 1 for groups in found)
    runs = np.array([groups for groups in found if groups.max() + 1 == CHOSEN_GROUPS])
    runs = runs.reshape(-1, votes.shape[0])
    first, second = fitted.explained_variance_ratio_
    return Regrouping(
        groups=(runs.sum(axis=0) > len(runs) / 2).astype(np.int64),
        explained_variance=(float(first), float(second)),
        group_numbers=dict(sorted(numbers.items())),
        runs=runs,
    )


def _groups(places: Floats, seed: int) -> Integers:
    """Return the groups from one start, the largest 0; the number with the greatest mean silhouette wins."""
    fine = _k_means(min(FINE_CLUSTERS, len(places) - 1), seed).fit(places)
    candidates = [_k_means(k, seed).fit(fine.cluster_centers_).labels_ for k in range(2, 6)]
    scores = [silhouette_score(fine.cluster_centers_, labels) for labels in candidates]
    # The notebook takes the later one of two equal scores.
    best = max(range(len(candidates)), key=lambda index: (scores[index], index))
    groups = candidates[best][fine.labels_]
    by_size = np.argsort(-np.bincount(groups), kind="stable")
    renamed: Integers = np.argsort(by_size)[groups].astype(np.int64)
    return renamed


def _k_means(clusters: int, seed: int) -> KMeans:
    return KMeans(n_clusters=clusters, random_state=seed, n_init=TRIED_INSIDE)
