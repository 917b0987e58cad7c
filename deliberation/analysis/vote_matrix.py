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

AGREE = 1
PASS = 0
DISAGREE = -1

# Ids whose numbers span at most this many times their count are looked up in a table, others searched for.
WIDEST_SPAN = 16
# Ids have to fit 64 bits; NaN and infinities are not below this either.
GREATEST_ID = 2.0**63
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
        participants = _integers(participants, "participants")
        statements = _integers(statements, "statements")
        checked = _vote_values(values)
        if not len(participants) == len(statements) == len(checked):
            raise ValueError(
                f"participants, statements and values differ in length: "
                f"{len(participants)}, {len(statements)}, {len(checked)}"
            )
        if statement_ids is None and not (moderated_out is None and is_meta is None):
            raise ValueError("moderated_out and is_meta need statement_ids to refer to")
        row_ids, _ = _known(participants, participant_ids, "participant_ids")
        column_ids, order = _known(statements, statement_ids, "statement_ids")
        meta = _flags(is_meta, len(column_ids), "is_meta")[order]
        removed = _flags(moderated_out, len(column_ids), "moderated_out")[order] | meta
        rows = _positions(participants, row_ids, "participant")
        columns = _positions(statements, column_ids, "statement")
        rows, columns, checked = _in_order(rows, columns, checked, (len(row_ids), len(column_ids)))
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


def _integers(values: ArrayLike, name: str) -> NDArray[Any]:
    """Return whole numbers in an integer type: integers as they come, without a copy."""
    array = np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"{name} must be one-dimensional, not of shape {array.shape}")
    if array.size == 0:
        return np.empty(0, dtype=np.int64)
    if array.dtype.kind == "i":
        return array
    if array.dtype.kind not in "uf" or not np.all(np.abs(array) < GREATEST_ID):
        raise ValueError(f"{name} must be whole numbers")
    whole = array.astype(np.int64)
    if np.any(whole != array):
        raise ValueError(f"{name} must be whole numbers")
    return whole


def _vote_values(values: ArrayLike) -> NDArray[np.int8]:
    array = np.asarray(values)
    if array.size == 0:
        return np.empty(0, dtype=np.int8)
    if array.ndim != 1 or array.dtype.kind not in "iuf":
        raise ValueError("votes must be a one-dimensional array of numbers in {-1, 0, 1}")
    if array.dtype.kind == "f" and np.any(np.isnan(array)):
        raise ValueError("a vote is NaN; leave missing votes out")
    within = array.min() >= DISAGREE and array.max() <= AGREE
    if not within or (array.dtype.kind == "f" and np.any(array != np.trunc(array))):
        outside = ~np.isin(array, (DISAGREE, PASS, AGREE))
        raise ValueError(f"a vote must be -1, 0 or 1, not {array[outside][0]}")
    return array.astype(np.int8)


def _flags(values: ArrayLike | None, length: int, name: str) -> NDArray[np.bool_]:
    if values is None:
        return np.zeros(length, dtype=bool)
    array = np.asarray(values, dtype=bool)
    if array.shape != (length,):
        raise ValueError(f"{name} needs one truth value per statement: {length}, not {array.shape}")
    return array


def _mask(values: ArrayLike | None, length: int, name: str) -> NDArray[np.bool_]:
    if values is None:
        return np.ones(length, dtype=bool)
    array = np.asarray(values)
    if array.shape != (length,) or (length and array.dtype != np.bool_):
        raise ValueError(f"select({name}=...) needs {length} truth values")
    return array.astype(bool)


def _known(
    ids: NDArray[Any], given: ArrayLike | None, name: str
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the ids of rows or columns, ascending, and where each was given (or just found)."""
    if given is None:
        found = _distinct(ids)
        return found, np.arange(len(found))
    listed = _integers(given, name).astype(np.int64)
    order = np.argsort(listed, kind="stable")
    ascending = listed[order]
    if np.any(ascending[1:] == ascending[:-1]):
        raise ValueError(f"{name} must not repeat")
    return ascending, order


def _distinct(ids: NDArray[Any]) -> NDArray[np.int64]:
    """Ascending, each once; by ticking them off where their numbers lie close enough together."""
    if not len(ids):
        return np.empty(0, dtype=np.int64)
    least, span = int(ids.min()), int(ids.max()) - int(ids.min()) + 1
    if span > WIDEST_SPAN * len(ids):
        return np.unique(ids).astype(np.int64)
    met = np.zeros(span, dtype=bool)
    met[_above(ids, least)] = True
    return np.flatnonzero(met) + least


def _positions(ids: NDArray[Any], known: NDArray[np.int64], kind: str) -> NDArray[np.int32]:
    """Where each id stands among the known ones, which ascend."""
    if not len(ids):
        return np.empty(0, dtype=np.int32)
    least, most = (int(known[0]), int(known[-1])) if len(known) else (0, -1)
    outside = ids.min() < least or ids.max() > most
    if outside or most - least >= WIDEST_SPAN * len(ids):
        return _searched_positions(ids, known, kind)
    offset = _above(ids, least)
    if most - least + 1 == len(known):
        return offset.astype(np.int32)
    table = np.full(most - least + 1, -1, dtype=np.int32)
    table[known - least] = np.arange(len(known), dtype=np.int32)
    positions: NDArray[np.int32] = table[offset]
    if positions.min() < 0:
        raise ValueError(f"a vote names the unknown {kind} {ids[positions < 0][0]}")
    return positions


def _above(ids: NDArray[Any], least: int) -> NDArray[Any]:
    return ids if least == 0 else np.subtract(ids, least, dtype=np.int64)


def _searched_positions(ids: NDArray[Any], known: NDArray[np.int64], kind: str) -> NDArray[np.int32]:
    positions = np.searchsorted(known, ids)
    missing = (positions >= len(known)) | (
        np.take(known, positions, mode="clip") != ids if len(known) else True
    )
    if np.any(missing):
        raise ValueError(f"a vote names the unknown {kind} {ids[missing][0]}")
    return positions.astype(np.int32)


def _in_order(
    rows: NDArray[np.int32], columns: NDArray[np.int32], values: NDArray[np.int8], shape: tuple[int, int]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int8]]:
    """Sort by (row, column) and keep the last vote of each pair.

    Sorting by column and then by row, each a counting sort that keeps the order of equals: what turning a
    sparse matrix from one layout into the other does, in time linear in the number of votes.
    """
    if not _ascending(rows, columns):
        one_each = np.arange(len(rows) + 1, dtype=np.int32)
        by_column = sparse.csr_array((values, columns, one_each), shape=(len(rows), shape[1])).tocsc()
        by_row = sparse.csc_array(
            (by_column.data, rows[by_column.indices], by_column.indptr), shape=shape
        ).tocsr()
        rows = np.repeat(np.arange(shape[0], dtype=np.int32), np.diff(by_row.indptr))
        columns, values = by_row.indices, by_row.data
    last = np.append((rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1]), True)[: len(rows)]
    if last.all():
        return rows, columns, values
    return rows[last], columns[last], values[last]


def _ascending(rows: NDArray[np.int32], columns: NDArray[np.int32]) -> bool:
    next_row = rows[1:] > rows[:-1]
    same_row = rows[1:] == rows[:-1]
    return bool(np.all(next_row | (same_row & (columns[1:] >= columns[:-1]))))
