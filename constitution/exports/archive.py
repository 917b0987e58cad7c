"""All files of an export as one zip file, written as it is sent. PURE."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from constitution.exports.files import ExportFile

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip file can say: the same files give the same bytes whenever they are packed."""
READABLE = 0o100644 << 16


class _Outlet(io.RawIOBase):
    """Takes what is written and gives it out again; nothing can be written twice."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        piece = bytes(data)
        self._waiting.append(piece)
        return len(piece)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        data = b"".join(self._waiting)
        self._waiting.clear()
        return data


def zip_pieces(files: Iterable[ExportFile], folder: str) -> Iterator[bytes]:
    """Give the bytes of a zip file that holds the files in one folder, piece by piece."""
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            entry = zipfile.ZipInfo(f"{folder}/{file.name}", date_time=NO_TIME)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, READABLE
            entry.create_system = 3
            with archive.open(entry, "w") as member:
                for piece in file.pieces():
                    member.write(piece)
                    if data := outlet.taken():
                        yield data
    yield outlet.taken()
