"""Voting in lock step: votes that the votes of certain others foretell better than any opinion does.

For each vote there are two forecasts. The first is what somebody of that opinion would honestly vote
(`expected_votes`: place on a plane of opinions, readiness to agree, base rates). The second is what the
people did whose *other* votes are most like copies of this person's: the statements are dealt into `FOLDS`,
and who is alike is judged on the other folds, so that nobody is chosen for the very vote that is foretold.
The logarithm of the ratio of the two, summed over a person's votes, is the evidence: for honest people it is
below zero on average, however like-minded they are, since the plane explains what they have in common; for
people who follow one list of answers it grows with every vote. If the first forecast were exact, evidence of
log(1000) would come about by chance for one honest person in a thousand at most (Markov's inequality; an
e-value, Vovk and Wang 2021); it is not, and longer ballots stray further, so it is divided by a yardstick
that grows with their length.

Suspects must not shape the first forecast, or it would take their list of answers for an opinion. So those
who stand out are kept out of it, and both forecasts are made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from deliberation.analysis.anomalies.expected_votes import expected_votes
from deliberation.analysis.anomalies.likely_company import Rows, indicators_of
from deliberation.analysis.vote_matrix import VoteMatrix

Floats = NDArray[np.float64]
Forecast = NDArray[np.float32]

FOLDS = 4
COMPANY = 30
# Share of votes that are copied, for telling who is alike: low, since a campaign may care about few
# statements.
COPIED = 0.35
# The honest forecast counts as much as one more person in the company's forecast.
WEIGHT_OF_HONEST = 1.0
# Evidence is measured in this many nats, and more for longer ballots.
UNIT, VOTES_PER_UNIT = 5.0, 50.0
# Whose votes are foretold worse than usual by so many deviations is no measure of honest opinion either.
MISFIT_DEVIATIONS, NORMAL_DEVIATION = 2.5, 1.4826
# From this strength on somebody is kept out of the honest forecast.
SUSPECT = 0.26
ROUNDS, ROUNDS_OF_MANY = 4, 2
MANY_VOTES = 400_000


@dataclass(frozen=True)
class LockStepVotes:
    """How much better company foretells people's votes than opinion does.

    Attributes:
        strength: (n,) 1 where it is proposed to be looked at; without limit, negative where opinion wins.
        foretold: (n,) share of the votes that the company's most frequent vote foretells, where it voted.
        company: (n,) how many people of this kind the forecast rests on.
    """

    strength: Floats
    foretold: Floats
    company: NDArray[np.int64]


def lock_step_votes(
    votes: VoteMatrix, cells: Sequence[Rows], suspects: NDArray[np.bool_], *, seed: int
) -> LockStepVotes:
    """Weigh the two forecasts for everybody.

    Args:
        votes: who voted what; nothing in it is moderated out.
        cells: who is compared with whom, see `likely_company`.
        suspects: (n,) people who stand out already, for other reasons.
        seed: deals the statements into folds.
    """
    fold = np.random.default_rng(seed).permutation(votes.shape[1]) % FOLDS
    unit = UNIT * (1 + votes.votes_per_participant / VOTES_PER_UNIT)
    suspects = suspects | _misfits(votes, expected_votes(votes, _unless_all(suspects)))
    left_out = suspects
    for _ in range(ROUNDS if len(votes.values) <= MANY_VOTES else ROUNDS_OF_MANY):
        honest = expected_votes(votes, _unless_all(left_out))
        evidence, foretold, company = _weighed(votes, cells, honest, fold)
        strength = evidence / unit
        left_out = suspects | (strength > SUSPECT)
    return LockStepVotes(strength, foretold, company)


def _unless_all(people: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.zeros_like(people) if people.all() else people


def _misfits(votes: VoteMatrix, honest: Forecast) -> NDArray[np.bool_]:
    """(n,) whose votes no opinion foretells, such as votes at random; there is no harm in that."""
    own = np.log(honest[np.arange(len(honest)), votes.values + 1]).astype(np.float64)
    cast = votes.votes_per_participant
    fit = np.bincount(votes.rows, own, votes.shape[0]) / np.maximum(cast, 1)
    usual = np.median(fit[cast > 0])
    spread = np.median(np.abs(fit[cast > 0] - usual)) * NORMAL_DEVIATION
    misfits: NDArray[np.bool_] = fit < usual - MISFIT_DEVIATIONS * max(spread, 1e-3)
    return misfits


def _weighed(
    votes: VoteMatrix, cells: Sequence[Rows], honest: Forecast, fold: NDArray[np.int64]
) -> tuple[Floats, Floats, NDArray[np.int64]]:
    n = votes.shape[0]
    evidence, foretold, company = np.full(n, -np.inf), np.zeros(n), np.zeros(n, dtype=np.int64)
    for people in cells:
        here, right, many = _weighed_in(votes, people, honest, fold)
        better = here > evidence[people]
        evidence[people[better]], foretold[people[better]] = here[better], right[better]
        company[people[better]] = many[better]
    return evidence, foretold, company


def _weighed_in(
    votes: VoteMatrix, people: Rows, honest: Forecast, fold: NDArray[np.int64]
) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Evidence, share foretold and size of company of the people of one cell."""
    ballots, which = indicators_of(votes, people)
    size = len(people)
    row = np.repeat(np.arange(size), np.diff(ballots.indptr))
    column, cast = votes.columns[which], votes.values[which] + 1
    own = honest[which, cast]
    by_fold = _likeness_by_fold(ballots, own, fold)
    likeness = by_fold.sum(axis=0)
    gained, right, asked = np.zeros(len(which)), np.zeros(size), np.zeros(size)
    company = np.zeros(size, dtype=np.int64)
    for number in range(FOLDS):
        weights = _company(likeness - by_fold[number])
        company = np.maximum(company, np.diff(weights.indptr))
        told = np.flatnonzero(fold[column] == number)
        counts = (weights @ ballots).toarray().reshape(size, -1, 3)[row[told], column[told]]
        forecast = counts + WEIGHT_OF_HONEST * honest[which[told]]
        forecast /= counts.sum(axis=1, keepdims=True) + WEIGHT_OF_HONEST
        gained[told] = np.log(forecast[np.arange(len(told)), cast[told]]) - np.log(own[told])
        known = counts.sum(axis=1) > 0
        hit = known & (counts.argmax(axis=1) == cast[told])
        right += np.bincount(row[told], hit, size)
        asked += np.bincount(row[told], known, size)
    evidence: Floats = np.bincount(row, gained, size).astype(np.float64)
    return evidence, right / np.maximum(asked, 1), company


def _likeness_by_fold(
    ballots: sparse.csr_array, own: Forecast, fold: NDArray[np.int64]
) -> NDArray[np.float32]:
    """(folds, p, p) evidence in nats that one of two people copies the other, from the statements of a fold.

    An equal vote speaks for it the more, the less it was to be expected; an unequal one speaks against it.
    """
    gain = np.log(COPIED / own + 1 - COPIED) - np.log(1 - COPIED)
    weighted = sparse.csr_array((gain.astype(np.float32), ballots.indices, ballots.indptr), ballots.shape)
    dense, dense_weighted = ballots.toarray(), weighted.toarray()
    of_column = np.repeat(fold, 3)
    found = np.empty((FOLDS, len(dense), len(dense)), dtype=np.float32)
    for number in range(FOLDS):
        here = of_column == number
        part = dense[:, here]
        seen = part.reshape(len(part), -1, 3).sum(axis=2)
        product = part @ dense_weighted[:, here].T
        found[number] = (product + product.T) / 2 + np.log(1 - COPIED) * (seen @ seen.T)
        np.fill_diagonal(found[number], -1e6)
    return found


def _company(likeness: NDArray[np.float32]) -> sparse.csr_array:
    """(p, p) how much each person's vote counts in the forecast for another, by likelihood."""
    size = len(likeness)
    many = min(COMPANY, max(1, size // 4))
    nearest = np.argpartition(-likeness, many - 1, axis=1)[:, :many]
    alike = np.take_along_axis(likeness, nearest, axis=1)
    weights = 1 / (1 + np.exp(np.clip(np.log(size) / 2 - alike, -50, 50)))
    weights[alike <= 0] = 0
    rows = np.repeat(np.arange(size), many)
    matrix = sparse.csr_array((weights.ravel(), (rows, nearest.ravel())), shape=(size, size))
    matrix.eliminate_zeros()
    return matrix
