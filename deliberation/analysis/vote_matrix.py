"""Who voted what on which statement: the one input of the whole analysis.

The matrix is kept in long form (one entry per vote), because people vote on a small share of the
statements: 12 % of the cells in the Collective Constitutional AI deliberation, less in larger ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

AGREE = 1
PASS = 0
DISAGREE = -1


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
        given_statements = (
            np.unique(statements) if statement_ids is None else _integers(statement_ids, "statement_ids")
        )
        given_participants = (
            participants if participant_ids is None else _distinct(participant_ids, "participant_ids")
        )
        row_ids = np.unique(given_participants)
        order = np.argsort(given_statements, kind="stable")
        column_ids = _distinct(given_statements[order], "statement_ids")
        meta = _flags(is_meta, len(column_ids), "is_meta")[order]
        removed = _flags(moderated_out, len(column_ids), "moderated_out")[order] | meta
        rows = _positions(participants, row_ids, "participant")
        columns = _positions(statements, column_ids, "statement")
        rows, columns, checked = _last_votes(rows, columns, checked, len(column_ids))
        return cls(
            participant_ids=_read_only(row_ids),
            statement_ids=_read_only(column_ids),
            rows=_read_only(rows.astype(np.int32)),
            columns=_read_only(columns.astype(np.int32)),
            values=_read_only(checked),
            moderated_out=_read_only(removed),
            is_meta=_read_only(meta),
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Participants and statements: (n, m)."""
        return len(self.participant_ids), len(self.statement_ids)

    @property
    def votes_per_participant(self) -> NDArray[np.int64]:
        """(n,) how many statements each participant voted on, passes included."""
        return np.bincount(self.rows, minlength=self.shape[0])

    def count(self, value: int) -> NDArray[np.int64]:
        """(m,) how many participants cast this vote on each statement."""
        return np.bincount(self.columns[self.values == value], minlength=self.shape[1])

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
        row_ends = np.concatenate([[0], np.cumsum(self.votes_per_participant)])
        return sparse.csr_array((data, self.columns, row_ends), shape=self.shape)


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    owned = np.array(array)
    owned.setflags(write=False)
    return owned


def _integers(values: ArrayLike, name: str) -> NDArray[np.int64]:
    array = np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"{name} must be one-dimensional, not of shape {array.shape}")
    if array.size == 0:
        return np.empty(0, dtype=np.int64)
    if array.dtype.kind not in "iuf" or not np.all(np.isfinite(array)):
        raise ValueError(f"{name} must be whole numbers")
    whole = array.astype(np.int64)
    if np.any(whole != array):
        raise ValueError(f"{name} must be whole numbers")
    return whole


def _distinct(values: ArrayLike, name: str) -> NDArray[np.int64]:
    array = _integers(values, name)
    if len(np.unique(array)) != len(array):
        raise ValueError(f"{name} must not repeat")
    return array


def _vote_values(values: ArrayLike) -> NDArray[np.int8]:
    array = np.asarray(values)
    if array.size == 0:
        return np.empty(0, dtype=np.int8)
    if array.ndim != 1 or array.dtype.kind not in "iuf":
        raise ValueError("votes must be a one-dimensional array of numbers in {-1, 0, 1}")
    if array.dtype.kind == "f" and np.any(np.isnan(array)):
        raise ValueError("a vote is NaN; leave missing votes out")
    outside = ~np.isin(array, (DISAGREE, PASS, AGREE))
    if np.any(outside):
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


def _positions(ids: NDArray[np.int64], known: NDArray[np.int64], kind: str) -> NDArray[np.int64]:
    positions = np.searchsorted(known, ids)
    missing = (positions >= len(known)) | (
        np.take(known, positions, mode="clip") != ids if len(known) else True
    )
    if np.any(missing):
        raise ValueError(f"a vote names the unknown {kind} {ids[missing][0]}")
    return positions


def _last_votes(
    rows: NDArray[np.int64], columns: NDArray[np.int64], values: NDArray[np.int8], width: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int8]]:
    """Sort by (row, column) and keep the last vote of each pair."""
    cell = rows * width + columns
    order = np.argsort(cell, kind="stable")
    ordered = cell[order]
    last = np.append(ordered[1:] != ordered[:-1], True)[: len(ordered)]
    kept = order[last]
    return rows[kept], columns[kept], values[kept]
