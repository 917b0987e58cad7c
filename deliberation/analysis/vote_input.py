"""What comes in as votes: checked, numbered by rows and columns, put in order."""

from __future__ import annotations

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


def integers(values: ArrayLike, name: str) -> NDArray[Any]:
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


def vote_values(values: ArrayLike) -> NDArray[np.int8]:
    """Return votes as small integers; ValueError for anything but -1, 0 and 1."""
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


def truth_values(values: ArrayLike | None, length: int, name: str) -> NDArray[np.bool_]:
    """Return one truth value per statement, false where none are given."""
    if values is None:
        return np.zeros(length, dtype=bool)
    array = np.asarray(values, dtype=bool)
    if array.shape != (length,):
        raise ValueError(f"{name} needs one truth value per statement: {length}, not {array.shape}")
    return array


def ascending_ids(
    ids: NDArray[Any], given: ArrayLike | None, name: str
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the ids of rows or columns, ascending, and where each was given (or just found)."""
    if given is None:
        found = _distinct(ids)
        return found, np.arange(len(found))
    listed = integers(given, name).astype(np.int64)
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


def positions_of(ids: NDArray[Any], known: NDArray[np.int64], kind: str) -> NDArray[np.int32]:
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


def in_order(
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
