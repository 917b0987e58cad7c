"""Rows that have ended, kept because the next request may go on from them.

A revision's transcript is the critique's with more written after it. What the model has read and written for
the critique is not computed again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from training_bridge.generation.shared_prefix import SharedPrefix

Tokens = tuple[int, ...]
Row = tuple[Any, Any]
"""Keys and values, as `RowStore.row` gives them."""


class KeptRows:
    """The rows that ended last, within a bound of bytes, all of them after one shared prefix."""

    def __init__(self, most_bytes: int) -> None:
        """Keep nothing yet."""
        self._most_bytes = most_bytes
        self._prefix: SharedPrefix | None = None
        self._rows: OrderedDict[Tokens, Row] = OrderedDict()
        self._bytes = 0
        self._sorted: list[Tokens] | None = None

    def forget(self) -> None:
        """Drop all, because the weights have changed."""
        self._rows.clear()
        self._bytes, self._sorted = 0, None

    def keep(self, prefix: SharedPrefix | None, tokens: Sequence[int], row: Row) -> None:
        """Keep a row whose own tokens these are; the oldest go where it is too much."""
        if prefix is not self._prefix:
            self.forget()
            self._prefix = prefix
        self._drop(tuple(tokens))
        self._rows[tuple(tokens)] = row
        self._bytes += _size(row)
        while self._bytes > self._most_bytes and self._rows:
            self._drop(next(iter(self._rows)))
        self._sorted = None

    def find(self, prefix: SharedPrefix | None, tokens: Sequence[int]) -> tuple[int, Row | None]:
        """Give how many first tokens a kept row shares with these, and the one that shares most."""
        if prefix is not self._prefix or not self._rows:
            return 0, None
        if self._sorted is None:
            self._sorted = sorted(self._rows)
        wanted = tuple(tokens)
        place = bisect_left(self._sorted, wanted)
        # In the order of their tokens, those that share most stand next to each other.
        neighbours = self._sorted[max(place - 1, 0) : place + 1]
        length, found = max((_shared(wanted, kept), kept) for kept in neighbours)
        return (length, self._rows[found]) if length else (0, None)

    def _drop(self, tokens: Tokens) -> None:
        row = self._rows.pop(tokens, None)
        if row is not None:
            self._bytes -= _size(row)


def _shared(one: Tokens, other: Tokens) -> int:
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))


def _size(row: Row) -> int:
    return int(row[0].nbytes + row[1].nbytes)
