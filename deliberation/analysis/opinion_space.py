"""The opinion space: a plane on which people who vote alike stand close together.

Principal component analysis of the vote matrix, missing votes filled with the mean of their statement.
After filling and centring a missing vote is exactly 0, so the matrix never has to be written out:
everything below works on the votes that were cast.

Source: Small et al. 2021, "Polis: scaling deliberation by mapping high dimensional opinion spaces",
section 3; the scaling of participants follows `math/src/polismath/math/pca.clj` of compdemocracy/polis.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse
from scipy.sparse.linalg import LinearOperator, eigsh

from deliberation.analysis.vote_matrix import VoteMatrix

AXES = 2
# Up to this many cells the centred matrix is written out: one small dense product beats many sparse ones.
DENSE_CELLS = 4_000_000
# An axis that carries less than this share of the variance is rounding error, not opinion.
NEGLIGIBLE_SHARE = 1e-12


@dataclass(frozen=True)
class CentredVotes:
    """Votes as deviations from the mean vote of their statement.

    Attributes:
        deviations: (n, m) sparse; vote minus mean where somebody voted, nothing where not.
        center: (m,) the mean vote of each statement, 0 where nobody voted or it is moderated out.
        answered: (n,) how many statements each participant counts as having answered.
        width: how many statements there are to answer.
    """

    deviations: sparse.csr_array
    center: NDArray[np.float64]
    answered: NDArray[np.int64]
    width: int


@dataclass(frozen=True)
class OpinionSpace:
    """Where everybody and everything stands.

    Attributes:
        center: (m,) mean vote per statement.
        components: (2, m) unit directions of greatest variance; zeros where there is none.
        explained_variance: (2,) share of the variance of the filled matrix that each direction carries.
        participants: (n, 2) coordinates of the participants.
        statements: (m, 2) coordinates of someone who agreed with this statement and voted on nothing else.
        extremity: (m,) distance of that point from the centre.
    """

    center: NDArray[np.float64]
    components: NDArray[np.float64]
    explained_variance: NDArray[np.float64]
    participants: NDArray[np.float64]
    statements: NDArray[np.float64]
    extremity: NDArray[np.float64]


def centre_votes(
    votes: VoteMatrix,
    *,
    moderated_counts_as_answered: bool = False,
    fitted_on: NDArray[np.bool_] | None = None,
) -> CentredVotes:
    """Subtract from each vote the mean vote of its statement; statements moderated out carry nothing.

    Args:
        votes: the votes.
        moderated_counts_as_answered: as in Polis, where such a statement is set to "pass" for everybody
            and therefore counts as answered by everybody. Otherwise it counts for nobody.
        fitted_on: (n,) participants from whom the means are taken; default all.
    """
    n, m = votes.shape
    active = ~votes.moderated_out
    counted = active[votes.columns]
    voters = counted if fitted_on is None else counted & fitted_on[votes.rows]
    seen = np.bincount(votes.columns[voters], minlength=m)
    total = np.bincount(votes.columns[voters], weights=votes.values[voters], minlength=m)
    center = total / np.maximum(seen, 1)
    data = np.where(counted, votes.values - center[votes.columns], 0.0)
    answered = np.bincount(votes.rows[counted], minlength=n)
    width = int(active.sum())
    if moderated_counts_as_answered:
        answered = answered + (m - width)
        width = m
    return CentredVotes(votes.sparse(data), center, answered, width)


def principal_components(
    deviations: sparse.csr_array,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The two directions of greatest variance, and the share of the variance that each carries.

    Exact (no power iteration that stops early). The sign of a direction has no meaning; it is fixed so
    that agreeing more often leads to the positive side. Directions without variance are zeros.

    Returns:
        components (2, m) and explained_variance (2,).
    """
    n, m = deviations.shape
    components, explained = np.zeros((AXES, m)), np.zeros(AXES)
    total = float(np.sum(deviations.data**2))
    if total <= 0 or min(n, m) == 0:
        return components, explained
    small = min(n, m) <= AXES + 1 or n * m <= DENSE_CELLS
    variances, directions = (_dense_eigen if small else _sparse_eigen)(deviations)
    for axis, (variance, direction) in enumerate(zip(variances, directions, strict=True)):
        if variance > NEGLIGIBLE_SHARE * total:
            components[axis] = _with_fixed_sign(direction)
            explained[axis] = variance / total
    return components, explained


def project_participants(centred: CentredVotes, components: NDArray[np.float64]) -> NDArray[np.float64]:
    """Coordinates (n, 2): x_p = sqrt(C / max(1, n_p)) * sum over p's votes of (vote - mean) * component.

    C statements, n_p of them answered. The root keeps people who answered few from piling up at the
    centre, without trusting them as much as those who answered many. Source: pca.clj, lines 134-157.
    """
    scale = np.sqrt(centred.width / np.maximum(centred.answered, 1))
    coordinates: NDArray[np.float64] = (centred.deviations @ components.T) * scale[:, None]
    return coordinates


def project_statements(centred: CentredVotes, components: NDArray[np.float64]) -> NDArray[np.float64]:
    """Coordinates (m, 2): where someone would stand whose only vote is to agree with the statement.

    c_t = sqrt(C) * (1 - mean_t) * component_t. Source: pca.clj, lines 167-177.
    """
    coordinates: NDArray[np.float64] = np.sqrt(centred.width) * (1.0 - centred.center)[:, None] * components.T
    return coordinates


def fit_opinion_space(votes: VoteMatrix, *, moderated_counts_as_answered: bool = False) -> OpinionSpace:
    """Fit the plane on all participants and place participants and statements on it."""
    centred = centre_votes(votes, moderated_counts_as_answered=moderated_counts_as_answered)
    components, explained = principal_components(centred.deviations)
    statements = project_statements(centred, components)
    return OpinionSpace(
        center=centred.center,
        components=components,
        explained_variance=explained,
        participants=project_participants(centred, components),
        statements=statements,
        extremity=np.linalg.norm(statements, axis=1),
    )


def coordinates_fitted_on(votes: VoteMatrix, fitted_on: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Place all participants (n, 2) on the plane that the given (n,) participants alone would have found."""
    centred = centre_votes(votes, fitted_on=fitted_on)
    components, _ = principal_components(centred.deviations[np.flatnonzero(fitted_on)])
    return project_participants(centred, components)


def _dense_eigen(deviations: sparse.csr_array) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Leading eigenpairs of the smaller of X X' and X' X, as directions over the statements."""
    matrix = deviations.toarray()
    n, m = matrix.shape
    gram = matrix @ matrix.T if n < m else matrix.T @ matrix
    size = len(gram)
    first = max(0, size - AXES)
    variances, vectors = linalg.eigh(gram, subset_by_index=[first, size - 1])
    return _leading_first(variances, vectors, matrix if n < m else None)


def _sparse_eigen(deviations: sparse.csr_array) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The same without writing the matrix out: Lanczos iteration on products with the cast votes."""
    n, m = deviations.shape
    transposed = deviations.T.tocsr()
    first, second = (transposed, deviations) if n < m else (deviations, transposed)
    size = min(n, m)
    operator = LinearOperator((size, size), matvec=lambda vector: second @ (first @ vector), dtype=np.float64)
    variances, vectors = eigsh(operator, k=AXES, v0=np.ones(size), ncv=min(size, 20))
    return _leading_first(variances, vectors, deviations if n < m else None)


def _leading_first(
    variances: NDArray[np.float64],
    vectors: NDArray[np.float64],
    through: NDArray[np.float64] | sparse.csr_array | None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Order eigenpairs by falling variance; map vectors over participants to directions over statements."""
    order = np.argsort(variances)[::-1]
    directions = vectors[:, order].T
    if through is not None:
        directions = directions @ through
        lengths = np.linalg.norm(directions, axis=1, keepdims=True)
        directions = directions / np.where(lengths > 0, lengths, 1.0)
    return variances[order], directions


def _with_fixed_sign(direction: NDArray[np.float64]) -> NDArray[np.float64]:
    total = direction.sum()
    if abs(total) < 1e-9 * np.abs(direction).sum():
        total = direction[np.argmax(np.abs(direction))]
    return -direction if total < 0 else direction
