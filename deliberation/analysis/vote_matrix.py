"""Who voted what on which statement: the one input of the whole analysis.

The matrix is kept in long form (one entry per vote), because people vote on a small share of the
statements: 12 % of the cells in the Collective Constitutional AI deliberation, less in larger ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from deliberation.analysis.vote_input import AGREE as AGREE
from deliberation.analysis.vote_input import DISAGREE as DISAGREE
from deliberation.analysis.vote_input import PASS as PASS
from deliberation.analysis.vote_input import (
    ascending_ids,
    in_order,
    integers,
    positions_of,
    truth_values,
    vote_values,
)

# Votes are gone through in blocks of about this many, so that what is noted per vote stays in the cache.
BLOCK = 1 << 17


@dataclass(frozen=True)
class VoteMatrix:
    """The votes of n participants on m statements, sorted by (row, column); every array is read-only.

    Attributes:
        participant_ids: (n,) ascending participant numbers of the deliberation, one per row.
        statement_ids: (m,) ascending statement numbers of the deliberation, one per column.
        rows: (v,) the row of each vote.
        columns: (v,) the column of each vote.
        values: (v,) agree = 1, pass = 0, disagree = -1. A missing vote has no entry: it is not a pass.
        moderated_out: (m,) statements that were rejected or are meta statements.
        is_meta: (m,) statements about the deliberation itself; a subset of `moderated_out`.
    """

    participant_ids: NDArray[np.int64]
    statement_ids: NDArray[np.int64]
    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    values: NDArray[np.int8]
    moderated_out: NDArray[np.bool_]
    is_meta: NDArray[np.bool_]

    @classmethod
    def from_votes(
        cls,
        participants: ArrayLike,
        statements: ArrayLike,
        values: ArrayLike,
        *,
        participant_ids: ArrayLike | None = None,
        statement_ids: ArrayLike | None = None,
        moderated_out: ArrayLike | None = None,
        is_meta: ArrayLike | None = None,
    ) -> VoteMatrix:
        """Build the matrix from votes in any order; of repeated votes on a statement the last one counts.

        Args:
            participants: (v,) participant number of each vote.
            statements: (v,) statement number of each vote.
            values: (v,) votes in {-1, 0, 1}.
            participant_ids: all participants, also those without votes; default: those who voted.
            statement_ids: all statements, also those without votes; default: those voted on.
            moderated_out: one truth value per entry of `statement_ids`, in the order given there.
            is_meta: likewise. A meta statement is moderated out as well.

        Raises:
            ValueError: NaN, values outside {-1, 0, 1}, unknown or repeated ids, arrays of unequal length.
        """
        participants = integers(participants, "participants")
        statements = integers(statements, "statements")
        checked = vote_values(values)
        if not len(participants) == len(statements) == len(checked):
            raise ValueError(
                f"participants, statements and values differ in length: "
                f"{len(participants)}, {len(statements)}, {len(checked)}"
            )
        if statement_ids is None and not (moderated_out is None and is_meta is None):
            raise ValueError("moderated_out and is_meta need statement_ids to refer to")
        row_ids, _ = ascending_ids(participants, participant_ids, "participant_ids")
        column_ids, order = ascending_ids(statements, statement_ids, "statement_ids")
        meta = truth_values(is_meta, len(column_ids), "is_meta")[order]
        removed = truth_values(moderated_out, len(column_ids), "moderated_out")[order] | meta
        rows = positions_of(participants, row_ids, "participant")
        columns = positions_of(statements, column_ids, "statement")
        rows, columns, checked = in_order(rows, columns, checked, (len(row_ids), len(column_ids)))
        return cls(
            participant_ids=_read_only(row_ids),
            statement_ids=_read_only(column_ids),
            rows=_read_only(rows),
            columns=_read_only(columns),
            values=_read_only(checked),
            moderated_out=_read_only(removed),
            is_meta=_read_only(meta),
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Participants and statements: (n, m)."""
        return len(self.participant_ids), len(self.statement_ids)

    @cached_property
    def row_ends(self) -> NDArray[np.int64]:
        """(n + 1,) the votes of row i are those from row_ends[i] up to row_ends[i + 1]."""
        return _read_only(np.searchsorted(self.rows, np.arange(self.shape[0] + 1, dtype=np.int32)))

    @property
    def votes_per_participant(self) -> NDArray[np.int64]:
        """(n,) how many statements each participant voted on, passes included."""
        return np.diff(self.row_ends)

    @property
    def votes_per_statement(self) -> NDArray[np.int64]:
        """(m,) how many participants voted on each statement, passes included."""
        seen: NDArray[np.int64] = self.counts.sum(axis=0)
        return seen

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """(3, m) how many participants disagree, pass and agree, by statement."""
        return _read_only(self.count_by(None, 1)[0])

    def count(self, value: int) -> NDArray[np.int64]:
        """(m,) how many participants cast this vote on each statement."""
        count: NDArray[np.int64] = self.counts[value - DISAGREE]
        return count

    def count_by(self, row_group: NDArray[np.int64] | None, groups: int) -> NDArray[np.int64]:
        """(groups, 3, m) disagreements, passes and agreements, by group of the row and by statement.

        Args:
            row_group: (n,) group of each row, 0..groups-1, or negative to leave the row out; None for one
                group of all.
            groups: how many groups.
        """
        m = self.shape[1]
        # Rows left out are counted into a group of their own, which is cheaper than picking out the others.
        first = None if row_group is None else np.where(row_group < 0, groups, row_group) * (3 * m)
        table = np.zeros((groups + 1) * 3 * m, dtype=np.int64)
        for begin, end in blocks_of_rows(self.row_ends):
            votes = slice(self.row_ends[begin], self.row_ends[end])
            cell = np.multiply(self.values[votes] - DISAGREE, m, dtype=np.int64)
            cell += self.columns[votes]
            if first is not None:
                cell += np.repeat(first[begin:end], np.diff(self.row_ends[begin : end + 1]))
            table += np.bincount(cell, minlength=len(table))
        return table.reshape(groups + 1, 3, m)[:groups]

    def select(
        self, *, participants: ArrayLike | None = None, statements: ArrayLike | None = None
    ) -> VoteMatrix:
        """Keep the rows and columns where the (n,) and (m,) truth values are true; None keeps all."""
        keep_rows = _mask(participants, self.shape[0], "participants")
        keep_columns = _mask(statements, self.shape[1], "statements")
        kept = keep_rows[self.rows] & keep_columns[self.columns]
        new_row = np.cumsum(keep_rows) - 1
        new_column = np.cumsum(keep_columns) - 1
        return VoteMatrix(
            participant_ids=_read_only(self.participant_ids[keep_rows]),
            statement_ids=_read_only(self.statement_ids[keep_columns]),
            rows=_read_only(new_row[self.rows[kept]].astype(np.int32)),
            columns=_read_only(new_column[self.columns[kept]].astype(np.int32)),
            values=_read_only(self.values[kept]),
            moderated_out=_read_only(self.moderated_out[keep_columns]),
            is_meta=_read_only(self.is_meta[keep_columns]),
        )

    def dense(self) -> NDArray[np.float64]:
        """(n, m) with NaN where somebody did not vote; for tests and small data."""
        matrix = np.full(self.shape, np.nan)
        matrix[self.rows, self.columns] = self.values
        return matrix

    def sparse(self, data: NDArray[Any]) -> sparse.csr_array:
        """(n, m) compressed rows holding one given number per vote, in the order of the votes."""
        return sparse.csr_array((data, self.columns, self.row_ends.astype(np.int32)), shape=self.shape)


def blocks_of_rows(row_ends: NDArray[Any]) -> Iterator[tuple[int, int]]:
    """Cut (n + 1,) ends of rows into ranges (begin, end) of whole rows, with about `BLOCK` votes each."""
    first = np.searchsorted(row_ends, np.arange(0, max(1, int(row_ends[-1])), BLOCK))
    return pairwise([*np.unique(first).tolist(), len(row_ends) - 1])


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Make an array that nobody else holds read-only."""
    array.setflags(write=False)
    return array


def _mask(values: ArrayLike | None, length: int, name: str) -> NDArray[np.bool_]:
    if values is None:
        return np.ones(length, dtype=bool)
    array = np.asarray(values)
    if array.shape != (length,) or (length and array.dtype != np.bool_):
        raise ValueError(f"select({name}=...) needs {length} truth values")
    return array.astype(bool)
