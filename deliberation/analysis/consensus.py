"""What everybody shares: agreement across groups in all its forms, and majorities.

Agreement is measured group by group, so that a large group cannot outvote a small one. Every function takes
plain counts or weighted ones (`weighting.weighted_group_votes`) alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import betaincinv

from deliberation.analysis.representativeness import (
    Z_90,
    Counts,
    Direction,
    Floats,
    GroupVotes,
    proportion_test,
    smoothed_share,
)
from deliberation.analysis.vote_matrix import AGREE, DISAGREE, VoteMatrix
from deliberation.analysis.weighting import WeightedGroupVotes, weighted_group_votes

AnyGroupVotes = GroupVotes | WeightedGroupVotes
MaskedFloats = np.ma.MaskedArray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Posteriors:
    """What the votes say about the share of each group that agrees, (g, m) each.

    With A of S members agreeing the share follows Beta(A + 1, S - A + 1) under a uniform prior.

    Attributes:
        mean: (A + 1) / (S + 2).
        lower: with the probability of the credible level the share is above this.
        upper: with the same probability the share is below this.
    """

    mean: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True)
class ConsensusForms:
    """Every form of agreement across groups, side by side, (m,) each; named after their functions."""

    polis_product: Floats
    unsmoothed_product: MaskedFloats
    geometric_mean: Floats
    least_mean: Floats
    lower_bound: Floats


@dataclass(frozen=True)
class MajorityStatement:
    """A statement that a clear majority of all participants agrees (or disagrees) with.

    Attributes:
        statement_id: number of the statement; `column`: its column in the vote matrix.
        direction: agree or disagree.
        successes: votes in that direction, out of `trials` (passes included).
        probability: smoothed share; `test`: z of the share against one half.
    """

    statement_id: int
    column: int
    direction: Direction
    successes: int
    trials: int
    probability: float
    test: float


def group_aware_consensus(counts: AnyGroupVotes) -> Floats:
    """(m,) product over groups of the smoothed share that agrees. Source: Polis, conversation.clj 615.

    Near 1 only if every group agrees. It shrinks with every further group, so values can be compared
    within one analysis only; without any group it is 1/2, the prior.
    """
    if len(counts.seen) == 0:
        return np.full(counts.seen.shape[1], 0.5)
    product: Floats = np.prod(smoothed_share(counts.agree, counts.seen), axis=0)
    return product


def consensus_geometric_mean(counts: AnyGroupVotes) -> Floats:
    """(m,) geometric mean over groups of the smoothed share that agrees: the same order, one scale."""
    groups = max(1, len(counts.seen))
    mean: Floats = group_aware_consensus(counts) ** (1.0 / groups)
    return mean


def unsmoothed_consensus(counts: AnyGroupVotes) -> MaskedFloats:
    """(m,) product over groups of the plain share A / S, as in Collective Constitutional AI.

    Masked, that is undefined, where a group has no vote on the statement, and everywhere without groups:
    nothing divided by nothing is neither agreement nor its absence. `tolist()` gives None there. One vote
    can make a share of 1: never rank by this alone. Source: ccai_data_processing.ipynb (2023), cell 31.
    """
    defined = counts.seen > 0
    share = counts.agree / np.where(defined, counts.seen, 1)
    undefined = ~defined.all(axis=0) if len(counts.seen) else np.ones(counts.seen.shape[1], dtype=bool)
    product = np.where(undefined, 0.0, np.prod(share, axis=0))
    return np.ma.MaskedArray(product, mask=undefined)


def least_mean(counts: AnyGroupVotes) -> Floats:
    """(m,) least over the groups of the posterior mean (A + 1) / (S + 2); without any group 1/2."""
    shares = smoothed_share(counts.agree, counts.seen)
    lowest: Floats = shares.min(axis=0) if len(shares) else np.full(shares.shape[1], 0.5)
    return lowest


def posteriors(counts: AnyGroupVotes, credible_level: float = 0.95) -> Posteriors:
    """Mean, lower and upper credible bound of the share of each group that agrees.

    Each bound holds at `credible_level` by itself; between the two lies the share with the probability
    2 credible_level - 1. Source: Bayes 1763; Brown, Cai and DasGupta 2001, Statistical Science 16(2).
    """
    above, others = counts.agree + 1.0, counts.seen - counts.agree + 1.0
    return Posteriors(
        mean=smoothed_share(counts.agree, counts.seen),
        lower=betaincinv(above, others, 1.0 - credible_level),
        upper=betaincinv(above, others, credible_level),
    )


def consensus_lower_bound(counts: AnyGroupVotes, credible_level: float = 0.95) -> Floats:
    """(m,) least over the groups of the lower credible bound of the share that agrees, see `Posteriors`.

    Two votes cannot outrank two hundred: few votes, low bound. Without any group it is the bound of the
    prior itself.
    """
    tail = 1.0 - credible_level
    if len(counts.seen) == 0:
        return np.full(counts.seen.shape[1], tail)
    bounds: Floats = betaincinv(counts.agree + 1.0, counts.seen - counts.agree + 1.0, tail)
    lowest: Floats = bounds.min(axis=0)
    return lowest


def consensus_forms(counts: AnyGroupVotes, credible_level: float = 0.95) -> ConsensusForms:
    """Every form of agreement across groups for every statement."""
    return ConsensusForms(
        polis_product=group_aware_consensus(counts),
        unsmoothed_product=unsmoothed_consensus(counts),
        geometric_mean=consensus_geometric_mean(counts),
        least_mean=least_mean(counts),
        lower_bound=consensus_lower_bound(counts, credible_level),
    )


def majority_statements(
    votes: VoteMatrix, direction: Direction, *, limit: int = 5, weights: Floats | None = None
) -> tuple[MajorityStatement, ...]:
    """Statements most participants agree (or disagree) with, by all votes, at most `limit`.

    Kept if the smoothed share exceeds 1/2 with z > 1.2816; ordered by share times z. Source: repness.clj
    281-330. Statements moderated out are left out. With `weights` (n,) share and z are those of the
    weighted effective votes; `successes` and `trials` stay the votes cast.
    """
    successes = votes.count(AGREE if direction == "agree" else DISAGREE)
    trials = votes.votes_per_statement
    counted: tuple[Counts | Floats, Counts | Floats] = (successes, trials)
    if weights is not None:
        everybody = np.zeros(votes.shape[0], dtype=np.int64)
        weighted = weighted_group_votes(votes, everybody, 1, weights)
        counted = getattr(weighted, direction)[0], weighted.seen[0]
    probability, test = smoothed_share(*counted), proportion_test(*counted)
    clear = (probability > 0.5) & (test > Z_90) & ~votes.moderated_out
    columns = np.flatnonzero(clear)
    ordered = columns[np.argsort(-(probability * test)[columns], kind="stable")][:limit]
    return tuple(
        MajorityStatement(
            statement_id=int(votes.statement_ids[column]),
            column=int(column),
            direction=direction,
            successes=int(successes[column]),
            trials=int(trials[column]),
            probability=float(probability[column]),
            test=float(test[column]),
        )
        for column in ordered
    )
