"""Which statement to show next: a weight per statement, from what its votes can still teach.

Two routers. `routing_priorities` repeats Polis: little-known, agreeable and extreme statements come first.
`adaptive_priorities` asks of each statement whether it belongs to the shared ground, and spends votes where
that is still open: a statement that everybody clearly accepts, or clearly rejects, needs no more of them.
A part of the votes is kept for statements that divide and for all statements alike.

`draws` draws by these weights, over the statements that one person has not seen.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, ndtr, polygamma

from deliberation.analysis.representativeness import Floats, GroupVotes

# Polis gives statements about the deliberation itself this importance, whatever their votes.
META_IMPORTANCE = 7.0
# What both routers give a statement that nobody has voted on: in Polis' formula (1/4 * (1 + 8))^2.
UNSEEN_PRIORITY = (0.25 * 9.0) ** 2

# How many statements the shared ground is taken to hold, if there are at least twice as many in all.
TARGET = 20
# Of all weight, what is kept for statements that divide, and what all statements have in common.
DIVISION_SHARE = 0.25
BALANCE_SHARE = 0.15
# Halvings of an interval until it is as short as floating-point numbers allow.
HALVINGS = 60

# A statement is little known below this many votes, and divides from this difference between groups.
FEW_VOTES = 10
CLEAR_DIVISION = 0.3

Reason = Literal["few votes", "edge", "division", "balance"]


def routing_priorities(counts: GroupVotes, extremity: Floats, is_meta: NDArray[np.bool_]) -> Floats:
    """(m,) weights for sampling the next statement among those a participant has not voted on, as in Polis.

    With A agreements, P passes and S votes of all grouped participants and extremity E:
    importance = (1 - (P+1)/(S+2)) (E+1) (A+1)/(S+2), priority = (importance (1 + 8 * 2^(-S/5)))^2;
    a meta statement has 7^2. Source: Polis, conversation.clj 308-330.
    """
    agree, disagree, seen = (table.sum(axis=0) for table in (counts.agree, counts.disagree, counts.seen))
    passed = seen - agree - disagree
    importance = (1.0 - (passed + 1.0) / (seen + 2.0)) * (extremity + 1.0) * ((agree + 1.0) / (seen + 2.0))
    newness = 1.0 + 8.0 * 2.0 ** (-seen / 5.0)
    priorities: Floats = np.where(is_meta, META_IMPORTANCE, importance * newness) ** 2
    return priorities


def adaptive_priorities(
    counts: GroupVotes,
    divisiveness: Floats,
    moderated_out: NDArray[np.bool_],
    *,
    target: int = TARGET,
) -> Floats:
    """(m,) weights for sampling the next statement, from how open it is whether it is shared ground.

    Under a uniform prior the share of a group that agrees follows Beta(A + 1, S - A + 1); the logarithm of
    the geometric mean over the groups then has a mean and a variance in closed form, and is taken as normal.
    The edge of the shared ground is where the expected number of statements above it is `target`. With q the
    probability that a statement is above, two draws of what might be true differ about it with probability
    2 q (1 - q) (the question of top-two Thompson sampling, Russo 2020, Operations Research 68(6)). The weight
    is a sum of three parts, each divided by its total: the square of q (1 - q), the square of
    `divisiveness` times DIVISION_SHARE, and an equal part for everybody times BALANCE_SHARE.

    The scale is such that a statement without votes has UNSEEN_PRIORITY, and so have statements moderated
    out: those about the deliberation itself are still shown. The order of statements has no influence.

    Args:
        counts: (g, m) votes per group.
        divisiveness: (m,) difference in agreement, 0..1, between groups or along an axis.
        moderated_out: (m,) statements that cannot become shared ground.
        target: how many statements the shared ground is to hold; at most half of those that can.

    Raises:
        ValueError: target is not positive.
    """
    if target < 1:
        raise ValueError(f"target must be at least 1, not {target}")
    priorities = np.full(len(moderated_out), UNSEEN_PRIORITY)
    active = np.flatnonzero(~moderated_out)
    if len(counts.seen) == 0 or len(active) == 0:
        return priorities
    mean, deviation = _log_agreement(counts.agree[:, active], counts.seen[:, active])
    edge = _edge(mean, deviation, min(float(target), len(active) / 2.0))
    openness = _openness(mean, deviation, edge)
    nothing = np.zeros((len(counts.seen), 1), dtype=np.int64)
    unseen = _openness(*_log_agreement(nothing, nothing), edge)
    division = np.square(divisiveness[active])

    to_edge = (1.0 - DIVISION_SHARE - BALANCE_SHARE) / _total(openness)
    to_division = DIVISION_SHARE / _total(division)
    to_all = BALANCE_SHARE / len(active)
    weights = to_edge * openness + to_division * division + to_all
    priorities[active] = weights * (UNSEEN_PRIORITY / (to_edge * unseen[0] + to_all))
    return priorities


def routing_reason(votes: int, divisiveness: float, lift: float) -> Reason:
    """Say in one word why a statement was drawn.

    Args:
        votes: how many votes the analysis knows of.
        divisiveness: as for `adaptive_priorities`.
        lift: how many times the least priority of all statements its own is. Above 2, more than half of it
            comes from what the statement can teach. 1 where the router seeks no edge (mode "polis").

    Returns:
        "few votes": too few to say anything; "edge": whether it is shared ground is open; "division": groups
        clearly differ, and both sides should keep being heard; "balance": so that every statement is seen.
    """
    if votes < FEW_VOTES:
        return "few votes"
    if divisiveness >= CLEAR_DIVISION:
        return "division"
    return "edge" if lift > 2.0 else "balance"


def _log_agreement(agree: NDArray[np.int64], seen: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """(m,) mean and standard deviation of the logarithm of the geometric mean of the groups' shares.

    For X ~ Beta(a, b): E log X = psi(a) - psi(a + b) and Var log X = psi'(a) - psi'(a + b). The variance is
    never taken to be less than if all votes came from one group: before they vote, groups are not known to
    differ, and many of them do not make a new statement better known.
    """
    mean = (digamma(agree + 1.0) - digamma(seen + 2.0)).mean(axis=0)
    apart = _log_variance(agree, seen).sum(axis=0) / len(seen) ** 2
    together = _log_variance(agree.sum(axis=0), seen.sum(axis=0))
    return mean, np.sqrt(np.maximum(apart, together))


def _log_variance(agree: NDArray[np.int64], seen: NDArray[np.int64]) -> Floats:
    variance: Floats = polygamma(1, agree + 1.0) - polygamma(1, seen + 2.0)
    return variance


def _edge(mean: Floats, deviation: Floats, target: float) -> float:
    """The value that `target` statements are expected to exceed."""
    order = np.lexsort((deviation, mean))
    mean, deviation = mean[order], deviation[order]
    low, high = float(np.min(mean - 9.0 * deviation)), float(np.max(mean + 9.0 * deviation))
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        if float(ndtr((mean - middle) / deviation).sum()) > target:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


def _openness(mean: Floats, deviation: Floats, edge: float) -> Floats:
    """(m,) square of the probability q of being above the edge times 1 - q."""
    z = (mean - edge) / deviation
    openness: Floats = np.square(ndtr(z) * ndtr(-z))
    return openness


def _total(parts: Floats) -> float:
    """The exactly rounded sum, which depends on no order; 1 where there is nothing to divide by."""
    return math.fsum(parts.tolist()) or 1.0
