"""Whether labels belong to the rows they stand on, asked in three ways. PURE."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2
from sklearn.metrics import adjusted_rand_score

from constitution.reproduction.ccai_files import Floats, Integers
from constitution.reproduction.labellings import Labelling
from deliberation.analysis.representativeness import smoothed_share
from deliberation.analysis.vote_matrix import AGREE, VoteMatrix

PERMUTATIONS = 2000
SIGNIFICANT = 0.05
APART, LEAST_VOTES = 0.2, 20
"""A statement divides if the shares differ by more than this, with at least so many votes in each group."""


@dataclass(frozen=True)
class Distances:
    """How far two groups differ on a statement in the mean, if people are dealt into them at random.

    Attributes:
        mean, deviation: of the mean distance over all permutations of the labels.
        drawn: (permutations,) the distances, ascending.
    """

    mean: float
    deviation: float
    drawn: Floats

    def in_deviations(self, distance: float) -> float:
        """Return by how many standard deviations a distance exceeds chance."""
        return (distance - self.mean) / self.deviation

    def p_value(self, distance: float) -> float:
        """Return how often chance gives at least this distance; never 0, (b + 1) / (permutations + 1).

        Source: Phipson and Smyth 2010, Statistical Applications in Genetics and Molecular Biology 9(1).
        """
        at_least = len(self.drawn) - int(np.searchsorted(self.drawn, distance, side="left"))
        return (at_least + 1) / (len(self.drawn) + 1)


@dataclass(frozen=True)
class Fit:
    """How a labelling fits the votes.

    Attributes:
        likeness: adjusted Rand index with the exporter's groups: 1 the same, 0 as by chance.
        distance: mean over the statements of the difference between the groups' smoothed shares.
        deviations, p_value: of that distance against people dealt out at random.
        significant: statements on which agreement differs by chi-square at 5 %, of as many as there are.
        by_chance: how many of them chance would give.
        dividing: numbers of the statements that divide the groups.
    """

    likeness: float
    distance: float
    deviations: float
    p_value: float
    significant: int
    by_chance: float
    dividing: tuple[int, ...]


def chance_distances(votes: VoteMatrix, groups: Integers, *, seed: int = 0) -> Distances:
    """Return the mean distance between the two groups when labels are shuffled over the people."""
    generator = np.random.default_rng(seed)
    dense = votes.dense()
    agree, seen = (dense == AGREE).astype(float), (~np.isnan(dense)).astype(float)
    second = np.array([generator.permutation(groups) for _ in range(PERMUTATIONS)], dtype=float)
    shares = [smoothed_share(members @ agree, members @ seen) for members in (1.0 - second, second)]
    drawn = np.sort(np.abs(shares[0] - shares[1]).mean(axis=1))
    return Distances(float(drawn.mean()), float(drawn.std()), drawn)


def fit_of(labelling: Labelling, exporter_groups: Integers, chance: Distances) -> Fit:
    """Hold a labelling of two groups against the exporter's and against chance."""
    counts = labelling.counts
    shares = smoothed_share(counts.agree, counts.seen)
    distance = float(np.abs(shares[0] - shares[1]).mean())
    return Fit(
        likeness=float(adjusted_rand_score(exporter_groups, labelling.groups)),
        distance=distance,
        deviations=chance.in_deviations(distance),
        p_value=chance.p_value(distance),
        significant=_significant(labelling),
        by_chance=SIGNIFICANT * len(labelling.statements),
        dividing=_dividing(labelling),
    )


def _significant(labelling: Labelling) -> int:
    """Count the statements where agreeing or not depends on the group: chi-square, one degree of freedom."""
    agree = labelling.counts.agree.astype(float)
    seen = labelling.counts.seen.astype(float)
    pooled = agree.sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
    expected = seen * pooled
    expected_others = seen - expected
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = ((agree - expected) ** 2 * (1 / expected + 1 / expected_others)).sum(axis=0)
    return int((np.nan_to_num(statistic) > chi2.isf(SIGNIFICANT, 1)).sum())


def _dividing(labelling: Labelling) -> tuple[int, ...]:
    counts = labelling.counts
    shares = counts.agree / np.maximum(counts.seen, 1)
    apart = np.abs(shares[0] - shares[1])
    found = np.flatnonzero((apart > APART) & (counts.seen.min(axis=0) >= LEAST_VOTES))
    return tuple(labelling.statements[found[np.argsort(-apart[found], kind="stable")]].tolist())
