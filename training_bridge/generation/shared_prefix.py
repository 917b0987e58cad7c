"""Beginnings that many requests share, run through the model once and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

WORTH_KEEPING = 8
"""A common beginning of fewer tokens than this is not worth a pass of its own."""
MOST_KEPT = 4


@dataclass(frozen=True)
class SharedPrefix:
    """Keys and values of some first tokens, one pair a layer, each (key-value heads, tokens, head size)."""

    tokens: tuple[int, ...]
    layers: tuple[tuple[Any, Any], ...]

    @property
    def length(self) -> int:
        """How many tokens there are."""
        return len(self.tokens)


class KeptPrefixes:
    """The beginnings used last: a chat template's, the few-shot transcripts', a judge's examples."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._kept: list[SharedPrefix] = []

    def forget(self) -> None:
        """Drop all, because the weights have changed."""
        self._kept.clear()

    def of(self, model: Any, token_rows: Sequence[Sequence[int]]) -> tuple[SharedPrefix | None, bool]:
        """Give a beginning that all rows share, and whether it was there already.

        A kept one that is somewhat shorter than the common beginning is taken if reading the rest in each row
        costs less than reading all of it anew. Must be used inside `running(model)`.
        """
        common = common_beginning(token_rows)
        fitting = [prefix for prefix in self._kept if prefix.tokens == common[: prefix.length]]
        best = max(fitting, key=lambda prefix: prefix.length, default=None)
        missing = len(common) - (best.length if best else 0)
        if best and (missing < WORTH_KEEPING or missing * (len(token_rows) - 1) < len(common)):
            self._kept.remove(best)
            self._kept.append(best)
            return best, True
        if len(common) < WORTH_KEEPING or len(token_rows) < 2:
            return None, False
        made = read_prefix(model, common)
        self._kept = [*self._kept[1 - MOST_KEPT :], made]
        return made, False


def common_beginning(token_rows: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Give the tokens that all rows begin with, leaving each row at least one token of its own."""
    if not token_rows:
        return ()
    rows = [list(row) for row in token_rows]
    first, last = min(rows), max(rows)
    limit = min(map(len, token_rows)) - 1
    length = 0
    while length < limit and first[length] == last[length]:
        length += 1
    return tuple(first[:length])


def read_prefix(model: Any, tokens: tuple[int, ...]) -> SharedPrefix:
    """Run the model over the tokens once and keep their keys and values."""
    from training_bridge.generation.passes import NewTokens, run_pass
    from training_bridge.generation.row_store import RowStore

    store = RowStore(layers=model.config.num_hidden_layers, slots=1, places=len(tokens))
    run_pass(model, store, None, [NewTokens(0, 0, tokens)])
    layers = zip(store.keys[:, 0], store.values[:, 0], strict=True)
    return SharedPrefix(tokens, tuple(layers))
