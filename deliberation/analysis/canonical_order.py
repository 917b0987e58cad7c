"""An order of participants and statements that depends on the votes alone.

Sums of floating-point numbers, random draws and ties all depend on the order in which things come. Ordering
rows and columns by content first makes results the same, to the last bit, for every order of the input and
every numbering of the participants.

The content of a row is the set of votes on columns, the content of a column the set of votes in rows; each
is described by the other, starting from counts and refined in rounds (Weisfeiler and Leman 1968). Statements
which this cannot tell apart are ordered by their numbers. Participants that remain equal voted alike on
every statement, so their order is of no consequence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from deliberation.analysis.vote_matrix import AGREE, DISAGREE, PASS, VoteMatrix, blocks_of_rows

Keys = NDArray[np.uint64]
ROUNDS = 3


@dataclass(frozen=True)
class Order:
    """Positions in the input: row i of the ordered matrix is row `rows[i]` of the input; likewise columns."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]

    def apply(self, votes: VoteMatrix) -> VoteMatrix:
        """The same votes with rows and columns in this order, numbered 0, 1, ..."""
        new_row, new_column = _inverse(self.rows), _inverse(self.columns)
        return VoteMatrix.from_votes(
            new_row[votes.rows],
            new_column[votes.columns],
            votes.values,
            participant_ids=np.arange(len(self.rows)),
            statement_ids=np.arange(len(self.columns)),
            moderated_out=votes.moderated_out[self.columns],
            is_meta=votes.is_meta[self.columns],
        )


def canonical_order(votes: VoteMatrix) -> Order:
    """Order rows and columns by content."""
    column_keys = _column_counts(votes)
    for _ in range(ROUNDS):
        column_keys = _mix(column_keys) + _describe_columns(_describe_rows(column_keys, votes), votes)
    columns = np.lexsort((votes.statement_ids, column_keys))
    position = _mix(_inverse(columns).astype(np.uint64))
    return Order(np.argsort(_describe_rows(position, votes), kind="stable"), columns)


def _column_counts(votes: VoteMatrix) -> Keys:
    keys = votes.moderated_out.astype(np.uint64) + np.uint64(2) * votes.is_meta.astype(np.uint64)
    for value in (AGREE, PASS, DISAGREE):
        keys = _mix(keys) + votes.count(value).astype(np.uint64)
    return _mix(keys)


def _describe_rows(column_keys: Keys, votes: VoteMatrix) -> Keys:
    """(n,) one number for the set of (key of the column, vote) pairs that each row holds."""
    pair_keys = _pair_keys(column_keys)
    keys = np.zeros(votes.shape[0], dtype=np.uint64)
    for begin, end in blocks_of_rows(votes.row_ends):
        cast = slice(votes.row_ends[begin], votes.row_ends[end])
        block = _block(votes, begin, end, pair_keys[votes.values[cast] - DISAGREE, votes.columns[cast]])
        keys[begin:end] = block @ np.ones(votes.shape[1], dtype=np.uint64)
    return keys


def _describe_columns(row_keys: Keys, votes: VoteMatrix) -> Keys:
    """(m,) one number for the set of (key of the row, vote) pairs that each column holds."""
    pair_keys = _pair_keys(row_keys)
    keys = np.zeros(votes.shape[1], dtype=np.uint64)
    for begin, end in blocks_of_rows(votes.row_ends):
        cast = slice(votes.row_ends[begin], votes.row_ends[end])
        block = _block(votes, begin, end, pair_keys[votes.values[cast] - DISAGREE, votes.rows[cast]])
        keys += block.T @ np.ones(end - begin, dtype=np.uint64)
    return keys


def _pair_keys(keys: Keys) -> Keys:
    """(3, k) a number for each vote, from disagreement to agreement, together with each key."""
    return np.stack([_mix(keys + np.uint64(vote - DISAGREE + 1)) for vote in (DISAGREE, PASS, AGREE)])


def _block(votes: VoteMatrix, begin: int, end: int, data: Keys) -> sparse.csr_array:
    """The given rows, holding one number per vote; sums of whole numbers are exact in any order."""
    ends = votes.row_ends[begin : end + 1]
    return sparse.csr_array(
        (data, votes.columns[ends[0] : ends[-1]], ends - ends[0]), shape=(end - begin, votes.shape[1])
    )


def _mix(keys: Keys) -> Keys:
    """Scatter keys over all 64 bits (the finaliser of splitmix64, Steele et al. 2014); overflow is meant."""
    keys = keys + np.uint64(0x9E3779B97F4A7C15)
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))


def _inverse(order: NDArray[np.int64]) -> NDArray[np.int32]:
    inverse = np.empty(len(order), dtype=np.int32)
    inverse[order] = np.arange(len(order), dtype=np.int32)
    return inverse
