"""Columns of numbers in one field of a row: compressed, and of the kind and shape they were stored with."""

import io
import zlib
from typing import Any

import numpy as np
from django.db import models
from numpy.typing import NDArray

FASTEST = 1


class PackedArrayField(models.BinaryField):
    """A numpy array as bytes: the `.npy` format, which names its own type and shape, under zlib."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> NDArray[Any] | None:
        """Return the array that was stored."""
        return None if value is None else unpacked(bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Return the bytes to store."""
        return super().get_db_prep_value(None if value is None else packed(value), connection, prepared)


def packed(array: NDArray[Any]) -> bytes:
    """Return an array as compressed bytes."""
    plain = io.BytesIO()
    np.lib.format.write_array(plain, np.ascontiguousarray(array), allow_pickle=False)
    return zlib.compress(plain.getbuffer(), FASTEST)


def unpacked(data: bytes) -> NDArray[Any]:
    """Return the read-only array that `packed` made the bytes of."""
    plain = io.BytesIO(zlib.decompress(data))
    array: NDArray[Any] = np.lib.format.read_array(plain, allow_pickle=False)
    array.setflags(write=False)
    return array


def narrowed(array: NDArray[Any]) -> NDArray[Any]:
    """Return whole numbers in the smallest unsigned type that holds them all; none may be negative."""
    return array.astype(np.min_scalar_type(int(array.max(initial=0))))
