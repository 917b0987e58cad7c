"""Would another assembly of the same people's kind have come to the same result? Bootstrap over participants.

Each resample draws, in every group, as many members as it has, with replacement (Efron 1979; stratified by
group, Davison and Hinkley 1997, section 3.2). A person is drawn with all their votes, so statements that the
same people vote on vary together. **Held fixed**: the groups and who belongs to them.

The multiplicity of each participant in a block of resamples makes a dense matrix; its products with the
sparse matrix of who agreed, and of who did not, are all counts of the block at once. Sums of whole numbers
below 2^24 are exact in single precision.

Resample b depends on the seed, b and the rows alone. Rows are drawn by position: for results that do not
depend on the order of the input, give the participants in an order of their own (`canonical_order`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from deliberation.analysis.agreement import AgreementRule, Flags
from deliberation.analysis.representativeness import Floats
from deliberation.analysis.vote_matrix import AGREE, VoteMatrix

GREATEST_SCORE = 65535
MOST_RESAMPLES = 1000
MOST_CELLS = 1_000_000
"""Resamples times statements that are kept."""
BLOCK = 64
BLOCK_CELLS = 16_000_000
"""Participants times resamples in one block: 64 MB of multiplicities."""

Singles = NDArray[np.float32]


@dataclass(frozen=True)
class Resampling:
    """What B resamples of an assembly with m statements came to.

    Attributes:
        scores: (B, m) geometric mean of the smoothed shares of the groups, times 65535, rounded.
        passes: (B, ceil(m / 8)) whether each statement was agreed, packed as by `numpy.packbits`.
        ranked: (m,) which statements took part in the ranking.
        pass_share: (m,) share of the resamples in which the statement was agreed.
        score_mean, score_low, score_high: (m,) mean, 5 % and 95 % quantile of the score, in 0..1.
        rank_mean, rank_low, rank_high: (m,) the same of its place by score, 1 for the greatest; statements
            of one score share the better place. 0 where it is not ranked.
    """

    scores: NDArray[np.uint16]
    passes: NDArray[np.uint8]
    ranked: Flags
    pass_share: Floats
    score_mean: Floats
    score_low: Floats
    score_high: Floats
    rank_mean: Floats
    rank_low: Floats
    rank_high: Floats

    @property
    def agreed(self) -> Flags:
        """(B, m) whether each statement was agreed in each resample."""
        return np.unpackbits(self.passes, axis=1, count=self.scores.shape[1]).astype(bool)


def resamples_for(statements: int) -> int:
    """How many resamples: 1,000, and fewer where 1,000,000 numbers would be exceeded, but at least 20."""
    return min(MOST_RESAMPLES, max(20, MOST_CELLS // max(1, statements)))


def resample_agreement(
    votes: VoteMatrix,
    participant_group: NDArray[np.int64],
    groups: int,
    rule: AgreementRule,
    *,
    resamples: int | None = None,
    ranked: Flags | None = None,
    seed: int = 0,
    progress: Callable[[float], None] = lambda done: None,
) -> Resampling:
    """Draw the assembly anew many times and see how each statement fares.

    Args:
        votes: who voted what, in an order that does not depend on the order of the input.
        participant_group: (n,) group of each participant, -1 for those left out.
        groups: how many groups there are. Without any the score is 1/2 and nothing is agreed.
        rule: what agreement asks of each group.
        resamples: B; default: `resamples_for` the statements.
        ranked: (m,) statements that are ranked; default: those not moderated out.
        seed: of the draws.
        progress: called with the share done.
    """
    count = resamples_for(votes.shape[1]) if resamples is None else resamples
    chosen: Flags = ~votes.moderated_out if ranked is None else ranked
    scores = np.empty((count, votes.shape[1]), dtype=np.uint16)
    agreed = np.empty((count, votes.shape[1]), dtype=bool)
    for first, block_scores, block_agreed in _blocks(votes, participant_group, groups, rule, count, seed):
        scores[first : first + len(block_scores)] = block_scores
        agreed[first : first + len(block_agreed)] = block_agreed
        progress((first + len(block_scores)) / count)
    return _summary(scores, agreed, chosen)


@dataclass(frozen=True)
class _Group:
    """Members of one group: their rows, who agreed and who did not as (m, members), and the bar to pass."""

    rows: NDArray[np.intp]
    agreeing: sparse.csc_array
    others: sparse.csc_array
    least_agreeing: Singles


def _blocks(
    votes: VoteMatrix,
    participant_group: NDArray[np.int64],
    groups: int,
    rule: AgreementRule,
    count: int,
    seed: int,
) -> Iterator[tuple[int, NDArray[np.uint16], Flags]]:
    """The number of the first resample of each block, its scores and what was agreed in it."""
    members = [_group(votes, participant_group == number, rule) for number in range(groups)]
    size = max(1, min(BLOCK, BLOCK_CELLS // max(1, *(len(group.rows) for group in members), 1)))
    for first in range(0, count, size):
        width = min(size, count - first)
        generators = [np.random.default_rng([seed, first + place]) for place in range(width)]
        product = np.ones((votes.shape[1], width), dtype=np.float32)
        agreed = np.full((votes.shape[1], width), groups > 0)
        for group in members:
            share, passes = _one_group(group, generators)
            product *= share
            agreed &= passes
        score = product ** np.float32(1 / groups) if groups else np.full_like(product, 0.5)
        yield first, np.rint(score.T * GREATEST_SCORE).astype(np.uint16), agreed.T


def _group(votes: VoteMatrix, member: Flags, rule: AgreementRule) -> _Group:
    rows = np.flatnonzero(member)
    place = np.cumsum(member) - 1
    own = member[votes.rows]
    agrees = votes.values == AGREE
    shape = (votes.shape[1], len(rows))

    def matrix(taken: Flags) -> sparse.csc_array:
        ends = np.cumsum(np.bincount(place[votes.rows[taken]], minlength=len(rows)))
        starts = np.concatenate([[0], ends]).astype(np.int32 if taken.sum() < 2**31 else np.int64)
        ones = np.ones(int(taken.sum()), dtype=np.float32)
        return sparse.csc_array((ones, votes.columns[taken], starts), shape=shape)

    agreeing, others = matrix(own & agrees), matrix(own & ~agrees)
    seen = np.bincount(votes.columns[own], minlength=1)
    return _Group(rows, agreeing, others, _bars(int(seen.max()), len(rows), rule))


def _bars(most_seen: int, size: int, rule: AgreementRule) -> Singles:
    """The least number of agreeing votes for each number of votes that a resample can bring.

    A resample has at most as many votes on a statement as members; ten standard deviations above what was
    counted is as good as certain where there are more members.
    """
    most = min(size, most_seen + 10 * int(np.sqrt(most_seen)) + 30)
    seen = np.arange(most + 1)
    needed = rule.votes_needed(np.array([size]))[0]
    bars: Singles = np.where(seen >= needed, rule.least_agreeing(seen), seen + 1).astype(np.float32)
    return bars


def _one_group(group: _Group, generators: list[np.random.Generator]) -> tuple[Singles, Flags]:
    """(m, width) smoothed share that agrees in each resample, and whether it is enough."""
    size = len(group.rows)
    drawn = np.empty((len(generators), size), dtype=np.uint8)
    for place, generator in enumerate(generators):
        drawn[place] = np.bincount(generator.integers(0, max(size, 1), size), minlength=size)
    multiplicity = np.ascontiguousarray(drawn.T, dtype=np.float32)
    agree = group.agreeing @ multiplicity
    seen = agree + group.others @ multiplicity
    bar = group.least_agreeing[seen.astype(np.intp)]
    return (agree + 1) / (seen + 2), agree >= bar


def _summary(scores: NDArray[np.uint16], agreed: Flags, ranked: Flags) -> Resampling:
    ranks = _ranks(scores, ranked)
    score_quantiles = _quantiles(scores) / GREATEST_SCORE
    rank_quantiles = _quantiles(ranks)
    return Resampling(
        scores=scores,
        passes=np.packbits(agreed, axis=1),
        ranked=ranked,
        pass_share=agreed.mean(axis=0),
        score_mean=scores.mean(axis=0) / GREATEST_SCORE,
        score_low=score_quantiles[0],
        score_high=score_quantiles[1],
        rank_mean=ranks.mean(axis=0),
        rank_low=rank_quantiles[0],
        rank_high=rank_quantiles[1],
    )


def _ranks(scores: NDArray[np.uint16], ranked: Flags) -> NDArray[np.int32]:
    """(B, m) one more than the number of ranked statements with a greater score; 0 where not ranked."""
    ranks = np.zeros(scores.shape, dtype=np.int32)
    chosen = np.flatnonzero(ranked)
    for resample, row in enumerate(scores[:, chosen]):
        ascending = np.sort(row)
        ranks[resample, chosen] = len(row) - np.searchsorted(ascending, row, side="right") + 1
    return ranks


def _quantiles(values: NDArray[np.uint16] | NDArray[np.int32]) -> Floats:
    """(2, m) the values that 5 % and 95 % of the resamples do not exceed, each one that did occur."""
    ordered = np.sort(values, axis=0)
    last = len(values) - 1
    low, high = int(np.floor(0.05 * last)), int(np.ceil(0.95 * last))
    found: Floats = ordered[[low, high]].astype(np.float64)
    return found
