"""The opinion space: a plane on which people who vote alike stand close together.

Principal component analysis of the vote matrix, missing votes filled with the mean of their statement.
After filling and centring a missing vote is exactly 0, so the matrix never has to be written out:
everything below works on the votes that were cast.

There are two ways to choose the axes. Polis takes the directions of greatest variance. A statement that
many people saw and that splits them has much variance of its own, so it can claim an axis although it goes
together with nothing else; in votes without any structure that looks like two groups. The alternative,
`shared_only`, looks at what statements have in common: it removes each statement's own variance (the
diagonal of the covariance matrix) first.

Sources: Small et al. 2021, "Polis: scaling deliberation by mapping high dimensional opinion spaces"; the
scaling of participants follows `math/src/polismath/math/pca.clj` of compdemocracy/polis; deletion of the
diagonal for incomplete matrices: Cai, Li, Chi, Poor and Chen 2021, Annals of Statistics 49(2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse
from scipy.sparse.linalg import ArpackNoConvergence, LinearOperator, eigsh

from deliberation.analysis.vote_matrix import VoteMatrix, blocks_of_rows

AXES_OF_THE_MAP = 2
# Up to this many statements their covariance matrix is written out; beyond, products with it are enough.
DENSE_STATEMENTS = 64
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
    """Where everybody and everything stands, on d axes.

    Attributes:
        center: (m,) mean vote per statement.
        components: (d, m) unit directions, the first two of which make the map; zeros where there is none.
        explained_variance: (d,) share of the variance of the filled matrix that each direction carries.
        participants: (n, d) coordinates of the participants.
        statements: (m, d) coordinates of someone who agreed with this statement and voted on nothing else.
        extremity: (m,) distance of that point from the centre of the map.
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
    counts = votes.counts if fitted_on is None else votes.count_by(np.where(fitted_on, 0, -1), 1)[0]
    center = np.where(active, (counts[2] - counts[0]) / np.maximum(counts.sum(axis=0), 1), 0.0)
    data = votes.values - center[votes.columns]
    answered, width = votes.votes_per_participant, int(active.sum())
    if width < m:
        removed = votes.moderated_out[votes.columns]
        data[removed] = 0.0
        answered = answered - np.bincount(votes.rows[removed], minlength=n)
    if moderated_counts_as_answered:
        answered = answered + (m - width)
        width = m
    return CentredVotes(votes.sparse(data), center, answered, width)


def principal_components(
    deviations: sparse.csr_array,
    *,
    axes: int = AXES_OF_THE_MAP,
    shared_only: bool = False,
    tolerance: float = 0.0,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The directions of greatest variance, and the share of the variance that each carries.

    The leading eigenvectors of X'X, or with `shared_only` of X'X without its diagonal. The sign of a
    direction has no meaning; it is fixed so that agreeing more often leads to the positive side.

    Args:
        deviations: X, (n, m) centred votes.
        axes: how many directions (d).
        shared_only: count only variance that statements have in common. Where they have none at all
            (a single statement, say) all variance counts.
        tolerance: relative accuracy; 0 is that of the machine.

    Returns:
        components (d, m), zeros where there is no such direction, and explained_variance (d,).
    """
    m = deviations.shape[1]
    components, explained = np.zeros((axes, m)), np.zeros(axes)
    own = _squares_per_column(deviations)
    total = float(own.sum())
    if total <= 0:
        return components, explained
    removed = own if shared_only else np.zeros(m)
    solve = _dense_eigenvectors if m <= max(DENSE_STATEMENTS, axes) else _lanczos_eigenvectors
    strengths, directions = solve(deviations, removed, axes, tolerance)
    found = np.flatnonzero(strengths > NEGLIGIBLE_SHARE * total)
    if not len(found) and shared_only:
        return principal_components(deviations, axes=axes, tolerance=tolerance)
    for axis, direction in enumerate(directions[found]):
        components[axis] = with_fixed_sign(direction)
        explained[axis] = (strengths[found[axis]] + np.sum(removed * direction**2)) / total
    return components, explained


def project_participants(centred: CentredVotes, components: NDArray[np.float64]) -> NDArray[np.float64]:
    """Coordinates (n, d): x_p = sqrt(C / max(1, n_p)) * sum over p's votes of (vote - mean) * component.

    C statements, n_p of them answered. The root keeps people who answered few from piling up at the
    centre, without trusting them as much as those who answered many. Source: pca.clj, lines 134-157.
    """
    scale = np.sqrt(centred.width / np.maximum(centred.answered, 1))
    coordinates: NDArray[np.float64] = (centred.deviations @ components.T) * scale[:, None]
    return coordinates


def project_statements(centred: CentredVotes, components: NDArray[np.float64]) -> NDArray[np.float64]:
    """Coordinates (m, d): where someone would stand whose only vote is to agree with the statement.

    c_t = sqrt(C) * (1 - mean_t) * component_t. Source: pca.clj, lines 167-177.
    """
    coordinates: NDArray[np.float64] = np.sqrt(centred.width) * (1.0 - centred.center)[:, None] * components.T
    return coordinates


def fit_opinion_space(
    votes: VoteMatrix,
    *,
    axes: int = AXES_OF_THE_MAP,
    shared_only: bool = False,
    moderated_counts_as_answered: bool = False,
) -> OpinionSpace:
    """Fit the axes on all participants, and place participants and statements on them."""
    centred = centre_votes(votes, moderated_counts_as_answered=moderated_counts_as_answered)
    components, explained = principal_components(centred.deviations, axes=axes, shared_only=shared_only)
    statements = project_statements(centred, components)
    return OpinionSpace(
        center=centred.center,
        components=components,
        explained_variance=explained,
        participants=project_participants(centred, components),
        statements=statements,
        extremity=np.linalg.norm(statements[:, :AXES_OF_THE_MAP], axis=1),
    )


def coordinates_fitted_on(
    votes: VoteMatrix, fitted_on: NDArray[np.bool_], *, axes: int
) -> NDArray[np.float64]:
    """Place all participants (n, d) on the axes that the given (n,) participants alone would have found.

    Shared variance only, and accurate enough to tell groups apart, not to the last digit.
    """
    centred = centre_votes(votes, fitted_on=fitted_on)
    fitted = centred.deviations[np.flatnonzero(fitted_on)]
    components, _ = principal_components(fitted, axes=axes, shared_only=True, tolerance=1e-4)
    return project_participants(centred, components)


def _dense_eigenvectors(
    deviations: sparse.csr_array, removed: NDArray[np.float64], axes: int, tolerance: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Leading eigenpairs of X'X - diag(removed), written out; exact whatever the tolerance."""
    matrix = (deviations.T @ deviations).toarray()
    matrix[np.diag_indices_from(matrix)] -= removed
    m = len(matrix)
    strengths, vectors = linalg.eigh(matrix, subset_by_index=[max(0, m - axes), m - 1])
    return strengths[::-1], vectors[:, ::-1].T


def _lanczos_eigenvectors(
    deviations: sparse.csr_array, removed: NDArray[np.float64], axes: int, tolerance: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The same from products with the cast votes alone.

    Directions that do not converge have no neighbour they could be told from; they are left out.
    """
    m = deviations.shape[1]
    blocks = [(block, block.T) for block in _row_blocks(deviations)]

    def multiply(vector: NDArray[np.float64]) -> NDArray[np.float64]:
        product = -removed * vector
        for block, transposed in blocks:
            product += transposed @ (block @ vector)
        return product

    operator = LinearOperator((m, m), matvec=multiply, dtype=np.float64)
    generator = np.random.default_rng(0)
    start = generator.standard_normal(m)
    try:
        strengths, vectors = eigsh(operator, k=axes, which="LA", v0=start, tol=tolerance, rng=generator)
    except ArpackNoConvergence as unfinished:
        strengths, vectors = unfinished.eigenvalues, unfinished.eigenvectors
    order = np.argsort(strengths)[::-1]
    return strengths[order], vectors[:, order].T


def _row_blocks(matrix: sparse.csr_array) -> Iterator[sparse.csr_array]:
    """The same matrix in pieces of whole rows, which share its memory and stay in the cache while used."""
    ends = matrix.indptr
    for begin, end in blocks_of_rows(ends):
        votes = slice(ends[begin], ends[end])
        yield sparse.csr_array(
            (matrix.data[votes], matrix.indices[votes], ends[begin : end + 1] - ends[begin]),
            shape=(end - begin, matrix.shape[1]),
        )


def _squares_per_column(matrix: sparse.csr_array) -> NDArray[np.float64]:
    sums = np.zeros(matrix.shape[1])
    for block in _row_blocks(matrix):
        sums += np.bincount(block.indices, weights=block.data**2, minlength=len(sums))
    return sums


def with_fixed_sign(direction: NDArray[np.float64]) -> NDArray[np.float64]:
    """The (m,) direction or its opposite: the one to which agreeing more often leads."""
    total = direction.sum()
    if abs(total) < 1e-9 * np.abs(direction).sum():
        total = direction[np.argmax(np.abs(direction))]
    return -direction if total < 0 else direction
