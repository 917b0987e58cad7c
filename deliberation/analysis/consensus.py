"""What everybody shares and what divides: agreement across groups, majorities, divisiveness.

Agreement is measured group by group, so that a large group cannot outvote a small one.
"""

from __future__ import annotations

from dataclasses import dataclass

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

# Weight, in votes, of "this group is like everybody" when a group's share of agreement is estimated.
PRIOR_VOTES = 4.0


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


def group_aware_consensus(counts: GroupVotes) -> Floats:
    """(m,) product over groups of the smoothed share that agrees. Source: Polis, conversation.clj 615.

    Near 1 only if every group agrees. It shrinks with every further group, so values can be compared
    within one analysis only; without any group it is 1/2, the prior.
    """
    if len(counts.seen) == 0:
        return np.full(counts.seen.shape[1], 0.5)
    product: Floats = np.prod(smoothed_share(counts.agree, counts.seen), axis=0)
    return product


def consensus_geometric_mean(counts: GroupVotes) -> Floats:
    """(m,) geometric mean over groups of the smoothed share that agrees: the same order, one scale."""
    groups = max(1, len(counts.seen))
    mean: Floats = group_aware_consensus(counts) ** (1.0 / groups)
    return mean


def consensus_lower_bound(counts: GroupVotes, credible_level: float = 0.95) -> Floats:
    """(m,) least over the groups of the lower credible bound of the share that agrees.

    With A of S members agreeing the share follows Beta(A + 1, S - A + 1) under a uniform prior; the bound
    is its (1 - credible_level) quantile. Two votes cannot outrank two hundred: few votes, low bound.
    Without any group it is the bound of the prior itself.
    """
    tail = 1.0 - credible_level
    if len(counts.seen) == 0:
        return np.full(counts.seen.shape[1], tail)
    bounds: Floats = betaincinv(counts.agree + 1.0, counts.seen - counts.agree + 1.0, tail)
    lowest: Floats = bounds.min(axis=0)
    return lowest


def greatest_difference(agree: Counts, seen: Counts) -> Floats:
    """(m,) greatest difference between two groups in the share that agrees, in 0..1.

    A group's share is drawn towards that of all groups together by `PRIOR_VOTES` votes: a group that
    hardly voted on a statement is taken to be like everybody, not to be half against it.
    """
    if len(seen) < 2:
        return np.zeros(seen.shape[1])
    all_seen = seen.sum(axis=0)
    common = np.where(all_seen > 0, agree.sum(axis=0) / np.maximum(all_seen, 1), 0.5)
    share = (agree + PRIOR_VOTES * common) / (seen + PRIOR_VOTES)
    difference: Floats = share.max(axis=0) - share.min(axis=0)
    return difference


def majority_statements(
    votes: VoteMatrix, direction: Direction, *, limit: int = 5
) -> tuple[MajorityStatement, ...]:
    """Statements most participants agree (or disagree) with, by all votes, at most `limit`.

    Kept if the smoothed share exceeds 1/2 with z > 1.2816; ordered by share times z. Source: repness.clj
    281-330. Statements moderated out are left out.
    """
    successes = votes.count(AGREE if direction == "agree" else DISAGREE)
    trials = np.bincount(votes.columns, minlength=votes.shape[1])
    probability, test = smoothed_share(successes, trials), proportion_test(successes, trials)
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
