"""Keys and values of rows that are being written, in memory that is taken once.

A cache that grows by a copy at every new token moves more memory than the model itself on a small machine.
"""

from __future__ import annotations

from typing import Any


class RowStore:
    """Slots for rows, each with places for the tokens of its own.

    `keys` and `values` are (layers, slots, key-value heads, places, head size) once the first were added.
    """

    def __init__(self, *, layers: int, slots: int, places: int) -> None:
        """Take no memory yet. With one layer, all layers share it, which is enough to score answers."""
        self.layers = layers
        self.slots = slots
        self.places = places
        self.keys: Any = None
        self.values: Any = None

    def add(self, layer: int, key: Any, value: Any, slots: Any, places: Any) -> tuple[Any, Any]:
        """Put tokens' keys and values, (key-value heads, tokens, head size), where they belong.

        Returns the whole layer's keys and values, (slots, key-value heads, places, head size).
        """
        if self.keys is None:
            self.keys, self.values = self._empty(key), self._empty(value)
        here = layer if self.layers > 1 else 0
        self.keys[here][slots, :, places] = key.transpose(0, 1)
        self.values[here][slots, :, places] = value.transpose(0, 1)
        return self.keys[here], self.values[here]

    def move(self, source: int, target: int, length: int) -> None:
        """Copy a row's first places to another slot."""
        for part in (self.keys, self.values):
            part[:, target, :, :length] = part[:, source, :, :length]

    def row(self, slot: int, length: int) -> tuple[Any, Any]:
        """Copy out a row's first places: keys and values, (layers, key-value heads, length, head size)."""
        return self.keys[:, slot, :, :length].clone(), self.values[:, slot, :, :length].clone()

    def put(self, slot: int, row: tuple[Any, Any], length: int) -> None:
        """Let a row begin with the first places of one that was copied out."""
        if self.keys is None:
            self.keys, self.values = (self._empty(part[0]) for part in row)
        for own, kept in zip((self.keys, self.values), row, strict=True):
            own[:, slot, :, :length] = kept[:, :, :length]

    def _empty(self, like: Any) -> Any:
        heads, _, size = like.shape
        # Places that no token has reached are multiplied by a weight of 0, which not every number survives.
        return like.new_zeros((self.layers, self.slots, heads, self.places, size))
