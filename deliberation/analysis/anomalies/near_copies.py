"""Nearly the same ballot: the same votes, and on the same statements, as several others.

Two ballots are held against each other in two ways.

Their **votes** on the statements that both answered: how much likelier so many equal votes are for copies
(equal `COPIED` of the time) than for like-minded people (equal somewhat more often than any two people here).

Their **choice of statements**: how much likelier so large an overlap is than for two people who met
statements independently, by what can be expected from how many votes each cast and how often each statement
was met (Rasch 1960, applied to meeting instead of agreeing; likelihood ratio of a Poisson count). People who
came at the same time met the same statements and still vote as they please. So it counts at most as much as
so large an overlap is rare among those who are less alike than any two people; where everybody answered
everything, or the same opening statements, it says nothing.

Both in nats (natural logarithms of likelihood ratios) and added up. What counts for a person is the third
likeliest copy of their ballot: one or two chance twins prove nothing. The usual of all people, by median and
median absolute deviation, says what chance can do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deliberation.analysis.anomalies.likely_company import Rows, indicators_of
from deliberation.analysis.vote_matrix import VoteMatrix

Floats = NDArray[np.float64]

# How often copies give the same vote, and how much more often like-minded people do than any two people.
COPIED = 0.92
LIKE_MINDED = 0.1
LEAST_ALIKE, MOST_ALIKE = 0.5, 0.8
# How many statements two ballots share at least.
LEAST_SHARED = 5
WHICH_TWIN = 3
# Beyond the usual by so many deviations and beyond chance by so many nats, it is proposed.
DEVIATIONS, QUIET_DEVIATIONS, BEYOND_CHANCE = 6.0, 1.0, 2.0
NORMAL_DEVIATION = 1.4826
SAMPLE = 3000
NOTHING = -99.0


@dataclass(frozen=True)
class NearCopies:
    """How much likelier a copy than chance the ballots are.

    Attributes:
        strength: (n,) 0 for what is usual, 1 where it is proposed to be looked at, without limit.
        copies: (n,) how many other ballots are nearly the same, where strength is 1 or more.
        alike: (n,) share of equal votes with the third most alike of them.
    """

    strength: Floats
    copies: NDArray[np.int64]
    alike: Floats


def near_copies(votes: VoteMatrix, cells: Sequence[Rows]) -> NearCopies:
    """Compare ballots within cells (see `likely_company`); of several cells the strongest result counts."""
    n = votes.shape[0]
    like_minded = _like_minded(votes)
    met = _met(votes)
    evidence, alike = np.full(n, NOTHING), np.zeros(n)
    pairs = []
    for people in cells:
        likelihood, equal = _pairs(votes, people, like_minded, met)
        which = min(WHICH_TWIN, max(1, len(people) - 1))
        twin = np.argpartition(-likelihood, which - 1, axis=1)[:, which - 1]
        here = likelihood[np.arange(len(people)), twin]
        better = here > evidence[people]
        evidence[people[better]] = here[better]
        alike[people[better]] = equal[np.arange(len(people)), twin][better]
        pairs.append((people, np.sort(likelihood, axis=1)[:, ::-1][:, :50]))
    known = evidence[evidence > NOTHING]
    usual = float(np.median(known)) if len(known) else 0.0
    spread = max(0.7, NORMAL_DEVIATION * float(np.median(np.abs(known - usual)))) if len(known) else 1.0
    limit = max(np.log(max(n, 2)) + BEYOND_CHANCE, usual + DEVIATIONS * spread)
    quiet = min(usual + QUIET_DEVIATIONS * spread, limit - 1.0)
    copies = np.zeros(n, dtype=np.int64)
    for people, nearest in pairs:
        copies[people] = np.maximum(copies[people], (nearest >= limit).sum(axis=1))
    strength = np.where(evidence > NOTHING, (evidence - quiet) / (limit - quiet), -1.0)
    return NearCopies(strength, copies, alike)


def _pairs(
    votes: VoteMatrix, people: Rows, like_minded: float, met: Floats
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(p, p) evidence in nats that two ballots are copies, and their share of equal votes."""
    ballots = indicators_of(votes, people)[0].toarray()
    seen = ballots.reshape(len(people), -1, 3).sum(axis=2)
    equal, shared = ballots @ ballots.T, seen @ seen.T
    likelihood = equal * np.log(COPIED / like_minded) + (shared - equal) * np.log(
        (1 - COPIED) / (1 - like_minded)
    )
    chance = _chance_of_meeting(seen.sum(axis=1).astype(np.float64), met).astype(np.float32)
    expected = np.maximum(chance @ chance.T, 1e-3)
    choice = np.where(shared > expected, _poisson_evidence(shared, expected), 0.0)
    voted_otherwise = equal < (like_minded - LIKE_MINDED) * shared
    likelihood += np.minimum(choice, _rarity(choice, voted_otherwise))
    likelihood[shared < LEAST_SHARED] = NOTHING
    np.fill_diagonal(likelihood, NOTHING)
    return likelihood, equal / np.maximum(shared, 1.0)


def _rarity(choice: NDArray[np.float32], otherwise: NDArray[np.bool_]) -> NDArray[np.float32]:
    """(p, p) how rare, in nats, so telling a choice of statements is among those who vote otherwise."""
    rarity = np.empty_like(choice)
    for row, (here, differ) in enumerate(zip(choice, otherwise, strict=True)):
        others = np.sort(here[differ])
        as_telling = len(others) - np.searchsorted(others, here, side="left")
        rarity[row] = np.log((len(others) + 1.0) / (as_telling + 1.0))
    return rarity


def _poisson_evidence(found: NDArray[np.float32], expected: NDArray[np.float32]) -> NDArray[np.float32]:
    evidence: NDArray[np.float32] = found * np.log(np.maximum(found, 1e-9) / expected) - (found - expected)
    return evidence


def _like_minded(votes: VoteMatrix) -> float:
    """How often two people give the same vote where they think alike: somewhat more often than any two."""
    counts = votes.counts.astype(np.float64)
    cast = counts.sum(axis=0)
    pairs = float((cast * (cast - 1)).sum())
    equal = float((counts * (counts - 1)).sum()) / pairs if pairs else LEAST_ALIKE
    return float(np.clip(equal + LIKE_MINDED, LEAST_ALIKE, MOST_ALIKE))


def _met(votes: VoteMatrix) -> Floats:
    """(m,) log odds of a statement to be met by somebody of average diligence."""
    cast = votes.votes_per_participant[votes.votes_per_participant > 0].astype(np.float64)
    if len(cast) > SAMPLE:
        cast = np.quantile(cast, (np.arange(SAMPLE) + 0.5) / SAMPLE)
    people = max(len(cast), 1)
    share = votes.votes_per_statement / max(votes.shape[0], 1)
    odds = _log_odds(np.clip(share, 0.5 / people, 1 - 0.5 / people))
    for _ in range(6):
        diligence = _diligence(cast, odds)
        rates = 1 / (1 + np.exp(-(diligence[:, None] + odds[None, :])))
        step = (share * people - rates.sum(axis=0)) / np.maximum((rates * (1 - rates)).sum(axis=0), 1e-6)
        odds = np.clip(odds + np.clip(step, -1.0, 1.0), -8.0, 8.0)
    return odds


def _chance_of_meeting(cast: Floats, odds: Floats) -> Floats:
    """(p, m) probability that somebody who cast so many votes met each statement."""
    chance: Floats = 1 / (1 + np.exp(-(_diligence(cast, odds)[:, None] + odds[None, :])))
    return chance


def _diligence(cast: Floats, odds: Floats) -> Floats:
    """(p,) what has to be added to the log odds for the number of votes cast to be the expected one."""
    most = len(odds) - 0.5
    wanted = np.clip(cast, 0.5, max(most, 0.5))
    low, high = np.full(len(cast), -25.0), np.full(len(cast), 25.0)
    for _ in range(22):
        middle = (low + high) / 2
        too_few = (1 / (1 + np.exp(-(middle[:, None] + odds[None, :])))).sum(axis=1) < wanted
        low, high = np.where(too_few, middle, low), np.where(too_few, high, middle)
    found: Floats = (low + high) / 2
    return found


def _log_odds(rate: Floats) -> Floats:
    odds: Floats = np.log(rate / (1 - rate))
    return odds
