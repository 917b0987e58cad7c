"""The low-rank model: where people stand, judged by the votes they cast and by nothing else.

Filling a missing vote with the mean of its statement treats it as if somebody had voted so. Here a missing
vote is no vote. Each vote is explained as

    vote of p on t = mean_t + x_p . w_t + noise,        x_p ~ N(0, I), noise ~ N(0, noise)

and fitted to the cast votes alone by alternating ridge regressions: the participants x_p given the
statements, then mean_t and w_t given the participants. It is probabilistic principal component analysis for
incomplete data, fitted by expectation and maximisation. Two things set it apart from plain alternating least
squares, which overfits people with few votes: the ridge of a participant is the noise, which is measured and
not chosen, and the statements are fitted with regard to how uncertain each x_p is.

A participant without votes stands at the centre, one with few votes near it.

Sources: Tipping and Bishop 1999, "Probabilistic principal component analysis", JRSS B 61(3); Ilin and
Raiko 2010, "Practical approaches to principal component analysis in the presence of missing values", JMLR 11.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from deliberation.analysis.opinion_space import centre_votes, principal_components, with_fixed_sign
from deliberation.analysis.vote_matrix import VoteMatrix

Floats = NDArray[np.float64]

# The search starts with axes of this share of the variance each; it ends where the votes lead it.
STARTING_SHARE = 0.1
# The noise is at least this share of the variance, so that no equation becomes singular.
LEAST_NOISE = 1e-3
# An axis shorter than this share of the longest one is rounding error.
NEGLIGIBLE_AXIS = 1e-9


@dataclass(frozen=True)
class LowRankModel:
    """Where everybody stands on d axes, and what to expect of each of m statements there.

    Attributes:
        statement_means: (m,) the vote to expect of the average participant; 0 where nothing is known. It
            differs from the mean of the votes in so far as others than the average cast them.
        loadings: (d, m) orthogonal unit directions, the longest axis first; zeros where there is none.
        spread: (d,) standard deviation of the participants along each axis, before any of their votes.
        noise: variance of a vote which the axes do not explain.
        explained_variance: (d,) share of the variance of a vote that each axis explains.
        participants: (n, d) coordinates; mean_t + coordinates . loadings[:, t] is the expected vote.
    """

    statement_means: Floats
    loadings: Floats
    spread: Floats
    noise: float
    explained_variance: Floats
    participants: Floats


@dataclass(frozen=True)
class _CastVotes:
    """The votes that count: `seen` (n, m) has a 1 for each, `values` the vote; `voted` (n,) who cast any."""

    seen: sparse.csr_array
    values: sparse.csr_array
    voted: NDArray[np.bool_]

    @classmethod
    def of(cls, votes: VoteMatrix) -> _CastVotes:
        counts = ~votes.moderated_out[votes.columns]
        voted = np.bincount(votes.rows[counts], minlength=votes.shape[0]) > 0
        return cls(votes.sparse(counts.astype(np.float64)), votes.sparse(counts * 1.0 * votes.values), voted)


@dataclass(frozen=True)
class _Statements:
    """What is alternately improved: means (m,), weights (m, d) of the unit-variance x, and the noise."""

    means: Floats
    weights: Floats
    noise: float


def fit_low_rank(
    votes: VoteMatrix,
    *,
    rank: int = 2,
    ridge: float = 10.0,
    sweeps: int = 10,
    start: Floats | None = None,
    fitted_on: NDArray[np.bool_] | None = None,
) -> LowRankModel:
    """Fit the model to the cast votes and place all participants in it. Nothing in it is random.

    Time and memory grow linearly with the votes.

    Args:
        votes: the votes; statements moderated out carry nothing.
        rank: how many axes (d).
        ridge: how strongly a statement is held back: as if that many further people, as different from one
            another as the others, had all voted the mean on it. Anything from 2 to 20 foretells about
            equally well.
        sweeps: how often participants and statements are fitted in turn.
        start: (rank, m) directions to start from; default the principal components of the filled votes.
        fitted_on: (n,) participants who determine means and axes; default all.

    Raises:
        ValueError: `rank`, `ridge` or `sweeps` is not positive.
    """
    if rank < 1 or ridge <= 0 or sweeps < 1:
        raise ValueError(f"rank, ridge and sweeps must be positive, not {rank}, {ridge} and {sweeps}")
    fitting = votes if fitted_on is None else votes.select(participants=fitted_on)
    centred = centre_votes(fitting)
    cast = _CastVotes.of(fitting)
    variance = float(np.sum(centred.deviations.data**2)) / max(1.0, float(cast.seen.data.sum()))
    if start is None:
        start, _ = principal_components(centred.deviations, axes=rank, shared_only=True)
    length = np.sqrt(STARTING_SHARE * variance * max(1, centred.width))
    state = _Statements(centred.center, start.T * length, variance)
    for _ in range(sweeps if variance > 0 else 0):
        state = _improved(state, cast, centred.center, ridge, least_noise=LEAST_NOISE * variance)
    return _oriented(state, centred.width, votes)


def place_participants(model: LowRankModel, votes: VoteMatrix) -> Floats:
    """Coordinates (n, d) of these participants in a model fitted before, on the same statements.

    The ridge regression x_p = (sum w w' + noise I)^-1 sum w (vote - mean) over p's votes: the most likely
    place given the votes and that people spread around the centre as the model says.

    Raises:
        ValueError: the votes are on another number of statements.
    """
    if votes.shape[1] != len(model.statement_means):
        raise ValueError(
            f"the model knows {len(model.statement_means)} statements, the votes are on {votes.shape[1]}"
        )
    if not model.spread.any():
        return np.zeros((votes.shape[0], len(model.spread)))
    state = _Statements(model.statement_means, model.loadings.T * model.spread, model.noise)
    places, _ = _participants(state, _CastVotes.of(votes))
    return places * model.spread


def predict(model: LowRankModel, rows: NDArray[np.integer], columns: NDArray[np.integer]) -> Floats:
    """The votes (k,) to expect of participants `rows` (k,) on statements `columns` (k,), as real numbers."""
    expected: Floats = model.statement_means[columns]
    for axis, loading in enumerate(model.loadings):
        expected = expected + model.participants[rows, axis] * loading[columns]
    return expected


def _improved(
    state: _Statements, cast: _CastVotes, center: Floats, ridge: float, *, least_noise: float
) -> _Statements:
    """One sweep: participants given statements, statements given participants, the noise, the centre.

    The average participant is made the centre, which costs nothing and saves sweeps (parameter expansion,
    Liu, Rubin and Wu 1998).
    """
    places, covariances = _participants(state, cast)
    with_one = np.column_stack([places, np.ones(len(places))])
    first, second = np.triu_indices(with_one.shape[1])
    moments = with_one[:, first] * with_one[:, second]
    uncertain = second < places.shape[1]
    moments[:, uncertain] += covariances[:, first[uncertain], second[uncertain]]
    normal = _symmetric(cast.seen.T @ moments, with_one.shape[1])
    right = cast.values.T @ with_one
    held_back = right.copy()
    held_back[:, -1] += ridge * center
    solved = _solve(normal + ridge * np.eye(with_one.shape[1]), held_back)
    unexplained = (
        np.sum(cast.values.data**2)
        - 2 * np.sum(solved * right)
        + np.einsum("mi,mij,mj->", solved, normal, solved)
    )
    noise = max(least_noise, float(unexplained) / float(cast.seen.data.sum()))
    weights, average = solved[:, :-1], places[cast.voted].mean(axis=0)
    return _Statements(solved[:, -1] + weights @ average, weights, noise)


def _participants(state: _Statements, cast: _CastVotes) -> tuple[Floats, Floats]:
    """Most likely x (n, d) given the statements, and how uncertain it is: covariances (n, d, d)."""
    d = state.weights.shape[1]
    first, second = np.triu_indices(d)
    products = np.column_stack(
        [state.weights[:, first] * state.weights[:, second], state.weights * state.means[:, None]]
    )
    sums = cast.seen @ products
    normal = _symmetric(sums[:, : len(first)], d) + state.noise * np.eye(d)
    inverse = np.asarray(np.linalg.inv(normal), dtype=np.float64)
    right = cast.values @ state.weights - sums[:, len(first) :]
    places: Floats = np.einsum("nij,nj->ni", inverse, right)
    return places, state.noise * inverse


def _oriented(state: _Statements, width: int, votes: VoteMatrix) -> LowRankModel:
    """Turn the axes to be orthogonal, the longest first; agreeing more often leads to the positive side."""
    directions, spread, _ = np.linalg.svd(state.weights, full_matrices=False)
    axes, carrying = state.weights.shape[1], state.weights.any(axis=1)
    loadings, lengths = np.zeros((axes, len(state.means))), np.zeros(axes)
    for axis, length in enumerate(spread):
        if length > NEGLIGIBLE_AXIS * spread[0]:
            loadings[axis] = np.where(carrying, with_fixed_sign(directions[:, axis]), 0.0)
            lengths[axis] = length
    per_vote = lengths**2 / max(1, width)
    total = float(per_vote.sum()) + state.noise
    model = LowRankModel(
        statement_means=state.means,
        loadings=loadings,
        spread=lengths,
        noise=state.noise,
        explained_variance=per_vote / total if total > 0 else per_vote,
        participants=np.empty((0, axes)),
    )
    return replace(model, participants=place_participants(model, votes))


def _symmetric(upper: Floats, size: int) -> Floats:
    """(k, size, size) symmetric matrices from their upper triangles, one row each."""
    first, second = np.triu_indices(size)
    full = np.empty((len(upper), size, size))
    full[:, first, second] = upper
    full[:, second, first] = upper
    return full


def _solve(matrices: Floats, right: Floats) -> Floats:
    return np.asarray(np.linalg.solve(matrices, right[:, :, None])[:, :, 0], dtype=np.float64)
