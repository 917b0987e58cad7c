"""The map of mode "stable": missing votes filled with means, or left out, whichever foretells votes better.

Both maps show two axes. The axes of the low-rank model have no order of their own within the plane, so the
plane is turned until its first axis follows the first axis of shared variance as closely as it can: the line
along which statements go together, not the one along which people agree more readily with anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from deliberation.analysis.low_rank import LowRankModel, fit_low_rank, place_participants
from deliberation.analysis.opinion_space import (
    AXES_OF_THE_MAP,
    CentredVotes,
    OpinionSpace,
    centre_votes,
    project_participants,
    with_fixed_sign,
)
from deliberation.analysis.vote_matrix import VoteMatrix

Floats = NDArray[np.float64]
Imputation = Literal["column mean", "low rank"]


@dataclass(frozen=True)
class Placing:
    """How a participant's votes become a place on the map.

    Attributes:
        imputation: "column mean" or "low rank".
        covariance: (2, 2) of the participants' places before any of their votes; zeros for "column mean".
        noise: variance of a vote which the map does not explain; 0 for "column mean".
    """

    imputation: Imputation
    covariance: Floats
    noise: float


COLUMN_MEAN = Placing("column mean", np.zeros((AXES_OF_THE_MAP, AXES_OF_THE_MAP)), 0.0)


def fit_stable_space(
    votes: VoteMatrix, filled: OpinionSpace, imputation: Imputation
) -> tuple[OpinionSpace, Placing]:
    """Fit the map of the given kind on all participants, and say how others can be placed on it.

    `filled` is the space of shared variance with missing votes filled, `fit_opinion_space(shared_only=True)`.
    """
    if imputation == "column mean":
        return filled, COLUMN_MEAN
    model = fit_low_rank(votes, rank=AXES_OF_THE_MAP)
    if not model.spread.any():
        return filled, COLUMN_MEAN
    turn = _following(model.participants, filled.participants[:, 0])
    components = turn @ model.loadings
    flips = np.array([_flip(axis) for axis in components])
    turn, components = turn * flips[:, None], components * flips[:, None]
    width = int((~votes.moderated_out).sum())
    statements = statement_places(model.statement_means, components, width)
    space = OpinionSpace(
        center=model.statement_means,
        components=components,
        explained_variance=turn**2 @ model.explained_variance,
        participants=model.participants @ turn.T,
        statements=statements,
        extremity=np.linalg.norm(statements, axis=1),
    )
    return space, Placing("low rank", turn @ np.diag(model.spread**2) @ turn.T, model.noise)


def statement_places(center: Floats, components: Floats, width: int) -> Floats:
    """(m, d) where someone would stand who agreed and voted on nothing else, as in `opinion_space`."""
    places: Floats = np.sqrt(width) * (1.0 - center)[:, None] * components.T
    return places


def place_people(votes: VoteMatrix, center: Floats, components: Floats, placing: Placing) -> Floats:
    """Places (n, 2) of participants on a map fitted before, on the same statements in the same order."""
    if placing.imputation == "column mean":
        return project_participants(centred_by(votes, center), components)
    variances, turn = np.linalg.eigh(placing.covariance)
    model = LowRankModel(
        statement_means=center,
        loadings=turn.T @ components,
        spread=np.sqrt(np.maximum(variances, 0.0)),
        noise=placing.noise,
        explained_variance=np.zeros(len(variances)),
        participants=np.empty((0, len(variances))),
    )
    places: Floats = place_participants(model, votes) @ turn.T
    return places


def centred_by(votes: VoteMatrix, center: Floats) -> CentredVotes:
    """Votes as deviations from a mean vote known before."""
    own = centre_votes(votes)
    shift = np.where(votes.moderated_out, 0.0, own.center - center)
    deviations = own.deviations.copy()
    deviations.data = np.asarray(deviations.data) + shift[votes.columns]
    return CentredVotes(deviations, center, own.answered, own.width)


def _following(places: Floats, axis: Floats) -> Floats:
    """(2, 2) turn of the plane whose first axis correlates best with the given coordinate (n,)."""
    direction = np.linalg.lstsq(places, axis, rcond=None)[0]
    length = float(np.linalg.norm(direction))
    if length <= 1e-12 * max(1.0, float(np.abs(axis).max(initial=0.0))):
        return np.eye(AXES_OF_THE_MAP)
    first, second = direction / length
    return np.array([[first, second], [-second, first]])


def _flip(axis: Floats) -> float:
    return 1.0 if np.array_equal(with_fixed_sign(axis), axis) else -1.0
