"""Where somebody stands by the votes of this moment, on the map and in the groups found before. PURE.

The analysis places everybody at once and needs everybody's votes. One person is placed by the same rules from
what the analysis kept, in a few milliseconds, so that the picture follows each vote. With few votes the place
is uncertain; how uncertain is part of the answer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import ndtri

from deliberation.analysis.group_membership import Membership, by_place, by_votes
from deliberation.analysis.known_structure import KnownStructure
from deliberation.analysis.opinion_space import CentredVotes, project_participants
from deliberation.analysis.stable_space import place_people
from deliberation.analysis.vote_matrix import VoteMatrix

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SURE = 0.8
"""Certainty of a membership from which on more votes are not asked for."""
MORE_AT_MOST = 15
"""Who would need more votes than this to be sure stands between the groups."""
LEAST_EVIDENCE = 0.05
"""Evidence that is taken to be there at least, in standard deviations or in log odds."""


@dataclass(frozen=True)
class Standing:
    """Where somebody stands.

    Attributes:
        votes: how many of their votes count: those on statements that the analysis knew.
        x, y: the likeliest place in the opinion space.
        covariance: (2, 2) of the true place around it.
        group: number of the likeliest group, None where the analysis found fewer than two.
        certainty: how sure it is that this is their group, from 0 to 1.
        more_votes: about how many more votes would make it sure; 0 if it is, None if many would not.
        is_settled: whether they have cast as many votes as the analysis asks for.
    """

    votes: int
    x: float
    y: float
    covariance: Floats
    group: int | None
    certainty: float
    more_votes: int | None
    is_settled: bool


def standing_by(known: KnownStructure, statements: Integers, values: Integers) -> Standing:
    """Place one person.

    Args:
        known: what a full analysis kept.
        statements: (k,) numbers of the statements they voted on, each once; nothing moderated out.
        values: (k,) their votes: agree = 1, pass = 0, disagree = -1.
    """
    seen = known.group_seen.sum(axis=0)
    active = (seen > 0) | known.components.any(axis=0)
    counted = np.isin(statements, known.statement_ids[active])
    votes = VoteMatrix.from_votes(
        np.zeros(int(counted.sum()), dtype=np.int64),
        statements[counted],
        values[counted],
        participant_ids=[0],
        statement_ids=known.statement_ids,
        moderated_out=~active,
    )
    [[x, y]] = place_people(votes, known.center, known.components, known.placing).tolist()
    groups, cast = len(known.group_seen), len(votes.values)
    found = _membership(votes, known, seen) if groups > 1 and cast else None
    certainty = float(found.certainty[0]) if found else 0.0
    is_settled = cast >= max(1, min(known.minimum_votes, int(active.sum())))
    return Standing(
        votes=cast,
        x=x,
        y=y,
        covariance=_covariance(votes, known, seen),
        group=int(found.labels[0]) if found else None,
        certainty=certainty,
        more_votes=_more_votes(cast, certainty, known) if found else None,
        is_settled=is_settled,
    )


def _membership(votes: VoteMatrix, known: KnownStructure, seen: Integers) -> Membership:
    """The group by the rule by which the analysis assigned its own participants."""
    if known.basis != "regions":
        passed = known.group_seen - known.group_agree - known.group_disagree
        counts = np.stack([known.group_disagree, passed, known.group_agree], axis=1)
        return by_votes(votes, counts, known.group_sizes)
    mean = (known.group_agree - known.group_disagree).sum(axis=0) / np.maximum(seen, 1)
    centred = CentredVotes(
        deviations=sparse.csr_array(
            (votes.values - mean[votes.columns], votes.columns, votes.row_ends), shape=votes.shape
        ),
        center=mean,
        answered=votes.votes_per_participant,
        width=int((~votes.moderated_out).sum()),
    )
    places = project_participants(centred, known.group_axes)
    return by_place(centred, known.group_axes, places, known.group_centers, _variances(known, seen))


def _variances(known: KnownStructure, seen: Integers) -> Floats:
    """(m,) variance of the votes on each statement."""
    count = np.maximum(seen, 1)
    agree, disagree = known.group_agree.sum(axis=0), known.group_disagree.sum(axis=0)
    variances: Floats = (agree + disagree) / count - ((agree - disagree) / count) ** 2
    return variances


def _covariance(votes: VoteMatrix, known: KnownStructure, seen: Integers) -> Floats:
    """(2, 2) how uncertain the place is.

    On the low-rank map the covariance of the posterior of a Bayesian linear regression (Bishop, Pattern
    Recognition and Machine Learning, equation 3.51). On the map of mean-filled votes the place is a sum over
    votes, so its variance is the sum of their variances, and vanishes for who has voted on everything.
    """
    weights = known.components[:, votes.columns]
    if known.placing.imputation == "low rank":
        variances, turn = np.linalg.eigh(known.placing.covariance)
        root = turn * np.sqrt(np.maximum(variances, 0.0))
        seen_of = root.T @ weights
        precision = np.eye(len(root)) + seen_of @ seen_of.T / max(known.placing.noise, 1e-12)
        posterior: Floats = root @ np.linalg.inv(precision) @ root.T
        return posterior
    width, answered = int((~votes.moderated_out).sum()), len(votes.values)
    scale = width / max(answered, 1) * max(0.0, 1.0 - answered / max(width, 1))
    spread: Floats = (weights * _variances(known, seen)[votes.columns]) @ weights.T * scale
    return spread


def _more_votes(cast: int, certainty: float, known: KnownStructure) -> int | None:
    """About how many more votes, each as telling as those so far, would lead to the certainty `SURE`.

    Log odds grow with the number of votes, the distance from a border in standard deviations with its root.
    Before the number of votes that the analysis asks for nobody is sure.
    """
    left = int(np.count_nonzero(known.group_seen.sum(axis=0))) - cast
    least = max(0, min(known.minimum_votes - cast, left))
    if certainty >= SURE:
        return least
    if known.basis == "regions":
        needed = (float(ndtri(SURE)) / max(float(ndtri(certainty)), LEAST_EVIDENCE)) ** 2
    else:
        odds = math.log(certainty / (1.0 - certainty)) if certainty > 0 else 0.0
        needed = math.log(SURE / (1.0 - SURE)) / max(odds, LEAST_EVIDENCE)
    more = max(math.ceil(cast * needed) - cast, least)
    return more if more <= min(MORE_AT_MOST, left) else None


@dataclass(frozen=True)
class Ellipse:
    """Within it a place lies with some probability; radii in drawing units, angle in degrees, clockwise."""

    wide: int
    high: int
    angle: int


WITHIN = (0.9, 0.6, 0.3)
"""Probabilities of the ellipses around an uncertain place, the widest first; pages speak of the first."""
SMALLEST, LARGEST = 8, 400


def ellipses_around(covariance: Floats, scale: float) -> tuple[Ellipse, ...]:
    """Return the ellipses in which the true place lies with the probabilities `WITHIN`.

    `scale` is the number of drawing units per unit of the opinion space; drawings count y downwards. The
    squared distance of a normal variable in two dimensions exceeds -2 log(1 - p) with probability 1 - p.
    """
    variances, axes = np.linalg.eigh(covariance)
    angle = round(-math.degrees(math.atan2(axes[1, 1], axes[0, 1])))
    radii = np.sqrt(np.maximum(variances, 0.0)) * scale
    reach = [math.sqrt(-2.0 * math.log(1.0 - share)) for share in WITHIN]
    return tuple(
        Ellipse(_drawn(float(radii[1]) * far), _drawn(float(radii[0]) * far), angle) for far in reach
    )


def _drawn(radius: float) -> int:
    return min(max(round(radius), SMALLEST), LARGEST)
