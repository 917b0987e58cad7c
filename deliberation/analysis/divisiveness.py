"""What divides: how far apart the groups are in agreeing, with the noise of few votes taken out.

Polis has no such measure; its extremity also grows with disagreement that everybody shares. Here it is the
variance between the groups of the share that agrees. Few votes make shares differ by chance alone, so what
chance would explain is subtracted, and an interval says how much is left to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri

from deliberation.analysis.representativeness import (
    Counts,
    Floats,
    GroupVotes,
    count_group_votes,
    smoothed_share,
)
from deliberation.analysis.vote_matrix import VoteMatrix
from deliberation.analysis.weighting import WeightedGroupVotes

Flags = NDArray[np.bool_]

# Weight, in votes, of "this group is like everybody" when a group's share of agreement is estimated.
PRIOR_VOTES = 4.0
# Two groups of one size, one wholly in favour and one wholly against; nothing can divide more.
GREATEST_VARIANCE = 0.25


@dataclass(frozen=True)
class Divisiveness:
    """Between-group variance of the share that agrees, (m,) each, in 0..1/4.

    Attributes:
        variance: estimate; 0 where chance explains the whole difference.
        lower, upper: confidence interval. Rank by `lower`: then few votes cannot put a statement on top.
    """

    variance: Floats
    lower: Floats
    upper: Floats


def spread(variance: Floats) -> Floats:
    """Twice the root, in 0..1: for two groups of one size the difference between their shares."""
    twice: Floats = 2.0 * np.sqrt(variance)
    return twice


def between_group_variance(
    counts: GroupVotes | WeightedGroupVotes, group_weights: Counts | Floats, confidence_level: float = 0.95
) -> Divisiveness:
    """Variance between groups of the share that agrees, corrected for the noise of few votes.

    With shares x_g = A/S and weights w_g adding up to 1 over the groups that voted on a statement, the
    observed variance is T = sum w_g (x_g - x)^2. Noise alone brings it to N = sum w_g (1 - w_g) v_g, where
    v_g = p_g (1 - p_g) / S and p_g = (A + 1)/(S + 2). The estimate is max(0, T - N), the method of moments
    (Cochran 1954; DerSimonian and Laird 1986) with fixed groups and given weights.

    The interval is ((max(0, sqrt(T) - q))^2, (sqrt(T) + q)^2), cut off at 1/4: by the triangle inequality
    the true root lies within q of the observed one if the noise is no longer than q. Its squared length is
    a weighted sum of chi-squares, approximated by one with the same mean and variance (Satterthwaite 1946).
    For two groups this is the usual interval of a difference of two shares; for more it is conservative.

    Args:
        counts: votes per group.
        group_weights: (g,) sizes of the groups; ones let every group count alike.
        confidence_level: of the interval.

    Where fewer than two groups voted nothing is known, and the interval is everything: 0 to 1/4. With
    fewer than two groups at all there is nothing between them: 0 throughout.
    """
    if len(counts.seen) < 2:
        nothing = np.zeros(counts.seen.shape[1])
        return Divisiveness(nothing, nothing.copy(), nothing.copy())
    voted = counts.seen > 0
    seen = np.where(voted, counts.seen, 1.0)
    weights = np.where(voted, np.asarray(group_weights, dtype=np.float64)[:, np.newaxis], 0.0)
    total = weights.sum(axis=0)
    weights = weights / np.where(total > 0, total, 1.0)
    share = counts.agree / seen
    observed = (weights * (share - (weights * share).sum(axis=0)) ** 2).sum(axis=0)
    posterior = smoothed_share(counts.agree, counts.seen)
    noise = posterior * (1 - posterior) / seen
    by_chance = (weights * (1 - weights) * noise).sum(axis=0)
    reach = _reach_of_noise(weights, noise, by_chance, confidence_level)
    known = (weights > 0).sum(axis=0) >= 2
    root = np.sqrt(observed)
    return Divisiveness(
        variance=np.where(known, np.maximum(0.0, observed - by_chance), 0.0),
        lower=np.where(known, np.maximum(0.0, root - reach) ** 2, 0.0),
        upper=np.where(known, np.minimum(GREATEST_VARIANCE, (root + reach) ** 2), GREATEST_VARIANCE),
    )


def _reach_of_noise(weights: Floats, noise: Floats, by_chance: Floats, level: float) -> Floats:
    """(m,) how long the noise is at most, at this level of confidence.

    The noise is sum w_g (e_g - e)^2 with independent e_g of variance v_g. Its mean is `by_chance`, its
    variance 2 tr((C V)^2) for the centring matrix C = diag(w) - w w' and V = diag(v), which is
    2 (sum (w_g v_g)^2 (1 - 2 w_g) + (sum w_g^2 v_g)^2).
    """
    weighted = weights * noise
    trace = (weighted**2 * (1 - 2 * weights)).sum(axis=0) + (weights * weighted).sum(axis=0) ** 2
    defined = (by_chance > 0) & (trace > 0)
    freedom = np.where(defined, by_chance**2 / np.where(defined, trace, 1.0), 1.0)
    reach: Floats = np.sqrt(by_chance / freedom * chdtri(freedom, 1.0 - level))
    return reach


def halves_along(votes: VoteMatrix, coordinates: Floats, included: Flags) -> tuple[GroupVotes, ...]:
    """Count the votes on the two sides of each axis of (n, d) coordinates; only who is `included` counts."""
    sides = [np.where(included, (axis > 0).astype(np.int64), -1) for axis in coordinates.T]
    return tuple(count_group_votes(votes, side, 2) for side in sides)


def between_halves(halves: Sequence[GroupVotes], confidence_level: float = 0.95) -> Divisiveness:
    """Divisiveness between the two sides of an axis, of all axes the one with the greatest lower bound.

    It exists whether or not there are groups. Both sides count alike. The votes on a statement help to
    decide who stands on which side, and the greatest of several axes is taken: read the interval as a lower
    limit of the doubt. `halves` are the votes on both sides of each axis, see `halves_along`.
    """
    found = [between_group_variance(half, np.ones(2), confidence_level) for half in halves]
    keys = np.stack([axis.lower for axis in found]), np.stack([axis.variance for axis in found])
    best = np.lexsort((keys[1], keys[0]), axis=0)[-1]
    return Divisiveness(
        *(
            np.take_along_axis(np.stack([getattr(axis, name) for axis in found]), best[None], axis=0)[0]
            for name in ("variance", "lower", "upper")
        )
    )


def greatest_difference(agree: Counts | Floats, seen: Counts | Floats) -> Floats:
    """(m,) greatest difference between two groups in the share that agrees, in 0..1.

    A group's share is drawn towards that of all groups together by `PRIOR_VOTES` votes: a group that
    hardly voted on a statement is taken to be like everybody, not to be half against it.
    """
    if len(seen) < 2:
        return np.zeros(seen.shape[1])
    all_seen = seen.sum(axis=0)
    common = np.where(all_seen > 0, agree.sum(axis=0) / np.where(all_seen > 0, all_seen, 1), 0.5)
    share = (agree + PRIOR_VOTES * common) / (seen + PRIOR_VOTES)
    difference: Floats = share.max(axis=0) - share.min(axis=0)
    return difference
