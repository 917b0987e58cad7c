"""Who belongs to which of the groups that were found, and how sure that is.

There are two kinds of groups (see `stable_groups`), and so two rules.

- Groups that are classes of votes: a participant belongs where their votes are likeliest, given the share of
  each group that agrees with each statement (naive Bayes).
- Groups that are regions of the opinion space: a participant belongs to the nearest centre. How sure that is
  follows from how uncertain a place judged from few votes is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from deliberation.analysis.k_means import nearest_center
from deliberation.analysis.latent_classes import PRIOR_VOTES, log_vote_rates, vote_indicators
from deliberation.analysis.opinion_space import CentredVotes
from deliberation.analysis.vote_matrix import VoteMatrix

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# Votes are scored in blocks of this many participants, so that a million need no more memory than these.
BLOCK = 100_000
FIXED_POINT_ROUNDS = 10


@dataclass(frozen=True)
class Membership:
    """labels (n,) group of each participant, and certainty (n,) that it is this one, 0..1."""

    labels: Integers
    certainty: Floats


def by_votes(votes: VoteMatrix, counts: NDArray[np.integer], sizes: NDArray[np.integer]) -> Membership:
    """The group whose votes foretell a participant's best.

    P(group | votes) is proportional to (size + 1) times the product over the participant's votes of the rate
    of that vote in the group, where the group's share of agreement is drawn towards everybody's by
    `PRIOR_VOTES` votes, and a pass counts as half an agreement and half a disagreement.

    Args:
        votes: of those to assign; nothing moderated out.
        counts: (g, 3, m) disagreements, passes and agreements of each group.
        sizes: (g,) members of each group.
    """
    agreed = counts[:, 2] + counts[:, 1] / 2
    cast = counts.sum(axis=1)
    everybody = (agreed.sum(axis=0) + 0.5) / (cast.sum(axis=0) + 1.0)
    rate = (agreed + PRIOR_VOTES * everybody) / (cast + PRIOR_VOTES)
    table = log_vote_rates(np.log(rate / (1 - rate)).T)
    before = np.log((sizes + 1.0) / (sizes + 1.0).sum()).astype(np.float32)
    indicators = vote_indicators(votes)
    n = votes.shape[0]
    labels, certainty = np.zeros(n, dtype=np.int64), np.ones(n)
    for start in range(0, n, BLOCK):
        score = indicators[start : start + BLOCK] @ table + before
        top = score.max(axis=1, keepdims=True)
        labels[start : start + BLOCK] = score.argmax(axis=1)
        certainty[start : start + BLOCK] = 1.0 / np.exp(score - top).sum(axis=1)
    return Membership(labels, certainty)


def settled_by_votes(votes: VoteMatrix, labels: Integers, counted: NDArray[np.bool_]) -> Membership:
    """Repeat `by_votes` with the votes of the groups it leads to, until hardly anybody changes groups.

    So the groups are what their members' votes say, and anybody can be placed by these votes later on.
    Groups that lose all their members vanish; the others keep their order.

    Args:
        votes: of everybody; nothing moderated out.
        labels: (n,) groups to begin with, -1 for those not yet assigned.
        counted: (n,) whose votes count as the votes of their group.
    """
    found = Membership(labels, np.ones(len(labels)))
    for _ in range(FIXED_POINT_ROUNDS):
        size = int(found.labels.max(initial=0)) + 1
        belongs = np.where(counted, found.labels, -1)
        counts = votes.count_by(belongs, size).reshape(size, 3, -1)
        sizes = np.bincount(belongs[belongs >= 0], minlength=size)
        moved = by_votes(votes, counts, sizes)
        present = np.bincount(moved.labels, minlength=size) > 0
        moved = Membership((np.cumsum(present) - 1)[moved.labels], moved.certainty)
        changed = np.count_nonzero(moved.labels != found.labels)
        found = moved
        if changed * 1000 <= len(labels) and present.all():
            break
    return found


def by_place(
    centred: CentredVotes, axes: Floats, points: Floats, centers: Floats, variances: Floats | None = None
) -> Membership:
    """The group with the nearest centre.

    The certainty is the chance that the true place is on this side of the border to the next group. A place
    is a sum over votes, so its variance is the sum of the variances of these votes, each weighted by its
    share in the axis.

    Args:
        centred: the votes the places come from.
        axes: (d, m) on which the centres lie.
        points: (n, d) places of the participants on these axes.
        centers: (g, d).
        variances: (m,) of the votes on each statement, where these people are too few to tell them.
    """
    labels = nearest_center(points, centers)
    certainty = np.ones(len(points))
    spread = _variance_of_votes(centred) if variances is None else variances
    seen = centred.deviations.copy()
    seen.data = np.ones_like(seen.data)
    scale = centred.width / np.maximum(centred.answered, 1)
    for one in range(len(centers)):
        mine = labels == one
        for other in range(len(centers)):
            apart = centers[one] - centers[other]
            length = float(np.linalg.norm(apart))
            if other == one or length == 0:
                continue
            direction = apart / length
            variance = (seen @ (spread * (direction @ axes) ** 2)) * scale
            margin = (points - (centers[one] + centers[other]) / 2) @ direction
            chance = ndtr(margin / np.sqrt(np.maximum(variance, 1e-12)))
            certainty = np.where(mine, np.minimum(certainty, chance), certainty)
    return Membership(labels, certainty)


def _variance_of_votes(centred: CentredVotes) -> Floats:
    """(m,) variance of the votes on each statement."""
    m = centred.deviations.shape[1]
    columns = np.asarray(centred.deviations.indices)
    squares = np.bincount(columns, weights=np.asarray(centred.deviations.data) ** 2, minlength=m)
    variance: Floats = squares / np.maximum(np.bincount(columns, minlength=m), 1)
    return variance
