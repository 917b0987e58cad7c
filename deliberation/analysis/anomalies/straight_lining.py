"""Straight-lining: the same answer again and again, more often than the statements' base rates allow.

Krosnick 1991 ("Response strategies for coping with the cognitive demands of attitude measures", Applied
Cognitive Psychology 5) describes answering without reading as one end of satisficing. The longest or most
telling run is looked for: of all stretches of a person's votes in the order they were cast, the one in which
`STUCK` of the votes being the same explains them best, against a person of the same readiness to agree. Some
people honestly agree more than others: that readiness is summed over (Rasch 1960), as it is spread among
everybody. Whoever has a choice of stretches finds a good one, which costs the logarithm of their number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deliberation.analysis.latent_classes import leniency_spread
from deliberation.analysis.vote_matrix import VoteMatrix

Floats = NDArray[np.float64]

STUCK = 0.97
# Evidence in nats from which it is proposed, and the length below which nothing is said.
LIMIT = 9.0
LEAST_VOTES = 15
# People are taken for at least this ready, or unready, to agree: in log odds, with these weights.
LEAST_SPREAD = 0.6
LEVELS = np.array([-2.5, -1.25, 0.0, 1.25, 2.5])
LEVEL_WEIGHTS = np.array([0.04, 0.24, 0.44, 0.24, 0.04])
PRIOR_VOTES = 2.0


@dataclass(frozen=True)
class StraightLining:
    """The most telling run of equal votes of everybody.

    Attributes:
        strength: (n,) 1 where it is proposed to be looked at; without limit.
        length: (n,) votes in the run.
        value: (n,) the vote it is made of.
    """

    strength: Floats
    length: NDArray[np.int64]
    value: NDArray[np.int64]


def straight_lining(votes: VoteMatrix, order: NDArray[np.int64] | None = None) -> StraightLining:
    """Look for runs.

    Args:
        votes: who voted what; nothing in it is moderated out.
        order: (v,) when each vote was cast, as any ascending numbers; None where it is not known, then whole
            ballots are judged.
    """
    n = votes.shape[0]
    rates = _rates(votes)
    strength, length, value = np.zeros(n), np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    when = np.arange(len(votes.values)) if order is None else order
    for row in np.flatnonzero(votes.votes_per_participant >= LEAST_VOTES):
        part = slice(int(votes.row_ends[row]), int(votes.row_ends[row + 1]))
        sequence = np.argsort(when[part], kind="stable")
        cast = votes.values[part][sequence].astype(np.int64)
        found = _best_run(cast, rates[:, votes.columns[part][sequence]], whole=order is None)
        strength[row], length[row], value[row] = found[0] / LIMIT, found[1], found[2]
    return StraightLining(strength, length, value)


def _rates(votes: VoteMatrix) -> Floats:
    """(levels, m, 3) probability of each vote on each statement, by readiness to agree."""
    counts = votes.counts.T.astype(np.float64)
    usual = counts.sum(axis=0) / max(counts.sum(), 1.0)
    base = (counts + PRIOR_VOTES * usual) / (counts.sum(axis=1, keepdims=True) + PRIOR_VOTES)
    shift = LEVELS * max(LEAST_SPREAD, leniency_spread(votes))
    tilted = base[None, :, :] * np.exp(shift[:, None, None] * np.array([-0.5, 0.0, 0.5]))
    rates: Floats = tilted / tilted.sum(axis=2, keepdims=True)
    return rates


def _best_run(cast: NDArray[np.int64], rates: Floats, *, whole: bool) -> tuple[float, int, int]:
    """Evidence, length and vote of the most telling run in one ballot; `rates` is (levels, votes, 3)."""
    own = np.log(np.take_along_axis(rates, (cast + 1)[None, :, None], axis=2)[:, :, 0])
    honest = np.concatenate([np.zeros((len(own), 1)), np.cumsum(own, axis=1)], axis=1)
    best = (0.0, 0, 0)
    for value in (-1, 0, 1):
        same = cast == value
        if same.sum() < LEAST_VOTES - 1:
            continue
        stuck = np.concatenate([[0.0], np.cumsum(np.where(same, np.log(STUCK), np.log((1 - STUCK) / 2)))])
        for begin, end in _stretches(same, whole=whole):
            odds = np.log(LEVEL_WEIGHTS) + honest[:, end] - honest[:, begin]
            evidence = stuck[end] - stuck[begin] - float(np.logaddexp.reduce(odds))
            if begin or end < len(cast):
                evidence -= np.log(len(cast))
            if evidence > best[0]:
                best = (float(evidence), int(end - begin), value)
    return best


def _stretches(same: NDArray[np.bool_], *, whole: bool) -> list[tuple[int, int]]:
    """The whole ballot, and the stretches without another vote that are long enough."""
    found = [(0, len(same))]
    if not whole:
        edges = np.flatnonzero(np.diff(np.concatenate([[0], same.astype(np.int8), [0]])))
        runs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
        found += [(begin, end) for begin, end in runs if end - begin >= LEAST_VOTES]
    return found
