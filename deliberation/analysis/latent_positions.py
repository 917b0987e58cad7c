"""Opinion as a continuum: people stand anywhere on a plane, and no groups are assumed.

Person p agrees with statement s with probability 1 / (1 + exp(-(popularity_s + leniency_p + direction_s .
position_p))), positions being normally distributed on the plane. It is the rival of `latent_classes`: groups
deserve their name only if they foretell votes at least as well as positions on a continuum do. Position
and leniency are summed over, not estimated, so neither model is favoured (Bock and Aitkin 1981,
Psychometrika 46, marginal maximum likelihood by quadrature; two-parameter logistic model, Birnbaum 1968).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from deliberation.analysis.latent_classes import (
    KINDS,
    LARGEST_LOG_ODDS,
    LEVEL_WEIGHTS,
    LEVELS,
    Floats,
    log_vote_rates,
)

POINTS_PER_AXIS = 5
NEGLIGIBLE_WEIGHT = 1e-4
ROUNDS = 12
# Directions are drawn towards zero by a normal prior of variance 1, popularity hardly at all.
PRECISION = (0.05, 1.0, 1.0)


@dataclass(frozen=True)
class LatentPositions:
    """A fitted continuum: the points of the grid, who may stand there, and what is thought there.

    Attributes:
        standing: (n, q) probability that each person stands at each grid point.
        agreement_rate: (m, q) share that agrees with each statement there.
    """

    standing: NDArray[np.float32]
    agreement_rate: Floats

    def agreement(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Floats:
        """(v,) probability that the person in this row agrees with the statement in this column."""
        found: Floats = np.einsum("vq,vq->v", self.standing[rows], self.agreement_rate[columns])
        return found


def fit_latent_positions(
    indicators: sparse.csr_array, points: Floats, leniency: float, weights_of_people: Floats | None = None
) -> LatentPositions:
    """Fit by expectation maximisation.

    Args:
        indicators: (n, 3 m) of `latent_classes.vote_indicators`.
        points: (n, 2 or more) where the search starts: coordinates in the opinion space.
        leniency: standard deviation of leniency, in log odds.
        weights_of_people: (n,) how much each person's votes count in what is thought; default alike.
    """
    grid, shifts, weights = _grid(leniency)
    design = np.column_stack([np.ones(len(grid)), grid])
    transposed = indicators.T.tocsr()
    if weights_of_people is not None:
        transposed = (transposed * weights_of_people.astype(np.float32)).tocsr()
    standing = _near(points[:, :2], grid, weights)
    coefficients = _popularity_alone(transposed)
    odds = np.zeros((len(coefficients), len(grid)))
    for _ in range(ROUNDS):
        counts = (transposed @ standing).reshape(-1, KINDS, len(grid)).astype(np.float64)
        agreed, cast = counts[:, 2] + counts[:, 1] / 2, counts.sum(axis=1)
        for _ in range(2):
            coefficients = _newton_step(coefficients, design, shifts, agreed, cast)
        odds = np.clip(coefficients @ design.T + shifts, -LARGEST_LOG_ODDS, LARGEST_LOG_ODDS)
        score = indicators @ log_vote_rates(odds) + np.log(weights).astype(np.float32)
        score -= score.max(axis=1, keepdims=True)
        np.exp(score, out=score)
        standing = score / score.sum(axis=1, keepdims=True)
    return LatentPositions(standing, 1.0 / (1.0 + np.exp(-odds)))


def _grid(leniency: float) -> tuple[Floats, Floats, Floats]:
    """(q, 2) positions, (q,) leniency and (q,) weight of the grid points that matter."""
    nodes, weight = np.polynomial.hermite_e.hermegauss(POINTS_PER_AXIS)
    weight = weight / weight.sum()
    first, second, level = np.meshgrid(nodes, nodes, LEVELS * leniency, indexing="ij")
    weights = (weight[:, None, None] * weight[None, :, None] * LEVEL_WEIGHTS[None, None, :]).ravel()
    kept = weights > NEGLIGIBLE_WEIGHT
    grid = np.column_stack([first.ravel(), second.ravel()])[kept]
    return grid, level.ravel()[kept], weights[kept] / weights[kept].sum()


def _near(points: Floats, grid: Floats, weights: Floats) -> NDArray[np.float32]:
    """Everybody somewhere near their place in the opinion space, axes scaled to unit variance."""
    scaled = points / np.maximum(points.std(axis=0), 1e-9)
    score = np.log(weights) - 2.0 * ((scaled[:, None, :] - grid[None, :, :]) ** 2).sum(axis=2)
    near = np.exp(score - score.max(axis=1, keepdims=True))
    standing: NDArray[np.float32] = (near / near.sum(axis=1, keepdims=True)).astype(np.float32)
    return standing


def _popularity_alone(transposed: sparse.csr_array) -> Floats:
    counts = np.asarray(transposed.sum(axis=1), dtype=np.float64).reshape(-1, KINDS)
    rate = (counts[:, 2] + counts[:, 1] / 2 + 0.5) / (counts.sum(axis=1) + 1.0)
    return np.column_stack([np.log(rate / (1 - rate)), np.zeros((len(rate), 2))])


def _newton_step(
    coefficients: Floats, design: Floats, shifts: Floats, agreed: Floats, cast: Floats
) -> Floats:
    rate = 1.0 / (1.0 + np.exp(-(coefficients @ design.T + shifts)))
    precision = np.array(PRECISION)
    pull = coefficients * precision
    pull[:, 0] = 0.0
    slope = (agreed - cast * rate) @ design - pull
    products = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    information = (cast * rate * (1 - rate)) @ products
    information = information.reshape(-1, len(precision), len(precision)) + np.diag(precision)
    step = np.linalg.solve(information, slope[:, :, None])[:, :, 0]
    moved: Floats = np.clip(coefficients + np.clip(step, -1.0, 1.0), -LARGEST_LOG_ODDS, LARGEST_LOG_ODDS)
    return moved
