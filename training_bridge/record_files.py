"""Rows in JSON-lines files that survive being killed at any moment.

A row is on the disk before the next one is made. A process killed while writing leaves at most one torn
last line, which readers pass over and the next row to be written cuts off; the row is then made again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any


class DamagedFileError(ValueError):
    """A line other than the last is not a record: the file was changed by something else."""


class RecordFile:
    """An append-only file of records, each with a unique `id`."""

    def __init__(self, path: Path) -> None:
        """Remember the ids that the file holds, if there is one; it stays as it is until a row is added.

        Raises:
            DamagedFileError: a line in the middle is not a record, or an id comes twice.
        """
        self.path = path
        self._ids: set[str] = set()
        for number, row in enumerate(self, start=1):
            if row["id"] in self._ids:
                raise DamagedFileError(f"{path.name}, line {number}: the record {row['id']} comes twice")
            self._ids.add(row["id"])

    def __contains__(self, record_id: str) -> bool:
        return record_id in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return read_records(self.path)

    def append(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write the rows that the file does not hold yet, and wait until they are on the disk."""
        new = {row["id"]: row for row in rows if row["id"] not in self._ids}
        if not new:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._cut_off_torn_line()
        with self.path.open("ab") as stream:
            stream.write(json_lines(new.values()))
            stream.flush()
            os.fsync(stream.fileno())
        self._ids.update(new)

    def _cut_off_torn_line(self) -> None:
        if not self.path.exists():
            return
        with self.path.open("rb+") as stream:
            content = stream.read()
            whole = content[: content.rfind(b"\n") + 1]
            if len(whole) < len(content):
                stream.truncate(len(whole))


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """Read a file of records without touching it, none where there is no file.

    Another process may be writing: a last line that is not whole yet is left out, and left alone.

    Raises:
        DamagedFileError: a line before the last is not a record.
    """
    if not path.exists():
        return
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if line.endswith(b"\n"):
                yield _record(line, f"{path.name}, line {number}")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in full or not at all: through a temporary file in the same folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.partial")
    try:
        with temporary.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError:
        # On a full disk the half-written file would take up the room that is missing.
        temporary.unlink(missing_ok=True)
        raise


def json_lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Give rows as the bytes of a JSON-lines file."""
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def write_json(path: Path, value: Any) -> None:
    """Write a value as indented JSON, in full or not at all."""
    write_whole(path, json_bytes(value))


def json_bytes(value: Any) -> bytes:
    """Give a value as indented JSON."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _record(line: bytes, place: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise DamagedFileError(f"{place}: not a JSON record") from error
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        raise DamagedFileError(f"{place}: a record without an id")
    return row
