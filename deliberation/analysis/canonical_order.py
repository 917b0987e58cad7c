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

from deliberation.analysis.vote_matrix import AGREE, DISAGREE, PASS, VoteMatrix

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
        row_keys = _describe(votes.rows, column_keys[votes.columns], votes, votes.shape[0])
        column_keys = _mix(column_keys) + _describe(
            votes.columns, row_keys[votes.rows], votes, votes.shape[1]
        )
    columns = np.lexsort((votes.statement_ids, column_keys))
    position = _mix(_inverse(columns).astype(np.uint64))
    rows = np.argsort(_describe(votes.rows, position[votes.columns], votes, votes.shape[0]), kind="stable")
    return Order(rows, columns)


def _column_counts(votes: VoteMatrix) -> Keys:
    keys = votes.moderated_out.astype(np.uint64) + np.uint64(2) * votes.is_meta.astype(np.uint64)
    for value in (AGREE, PASS, DISAGREE):
        keys = _mix(keys) + votes.count(value).astype(np.uint64)
    return _mix(keys)


def _describe(index: NDArray[np.int32], other_keys: Keys, votes: VoteMatrix, length: int) -> Keys:
    """One number for the set of (other key, vote) pairs that each row or column holds."""
    keys = np.zeros(length, dtype=np.uint64)
    np.add.at(keys, index, _mix(other_keys + (votes.values.astype(np.int64) + 2).astype(np.uint64)))
    return keys


def _mix(keys: Keys) -> Keys:
    """Scatter keys over all 64 bits (the finaliser of splitmix64, Steele et al. 2014); overflow is meant."""
    keys = keys + np.uint64(0x9E3779B97F4A7C15)
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))


def _inverse(order: NDArray[np.int64]) -> NDArray[np.int64]:
    inverse = np.empty(len(order), dtype=np.int64)
    inverse[order] = np.arange(len(order))
    return inverse
