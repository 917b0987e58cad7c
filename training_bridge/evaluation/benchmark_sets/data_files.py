"""Finding and reading the files of a benchmark, with the file and the line in every complaint."""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol, TypeVar

DEEPEST = 4
"""Folders below the named one in which files are looked for, so that naming "/" does not read the disk."""
LONGEST_TEXT = 10_000


class BenchmarkError(ValueError):
    """The benchmark data cannot be used; the message names the file, the line and the reason."""


class HasId(Protocol):
    """An item of a benchmark."""

    @property
    def id(self) -> str:
        """What tells it from the other items."""
        ...


Item = TypeVar("Item", bound=HasId)


def find_files(folder: Path, wanted: Callable[[Path], bool]) -> list[Path]:
    """List the files that are wanted, in the folder and a few levels below it, in the order of their names.

    `wanted` is asked with the path relative to the folder, the folder's own name before it.
    """
    root = folder.resolve()
    found = []
    for place, folders, files in os.walk(root):
        here = Path(place)
        deep = len(here.relative_to(root).parts) >= DEEPEST
        folders[:] = [] if deep else sorted(name for name in folders if not name.startswith("."))
        found += [here / name for name in files if wanted((here / name).relative_to(root.parent))]
    return sorted(found)


def named_lines(path: Path) -> Iterator[tuple[str, str]]:
    """Give each line of a UTF-8 file, gzipped or not, with its place ("BBQ/Age.jsonl, line 3") in words.

    Raises:
        BenchmarkError: the file cannot be read, is no whole gzip file, or is not UTF-8.
    """
    number = 0
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                yield f"{path}, line {number}", line.decode("utf-8-sig" if number == 1 else "utf-8")
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise BenchmarkError(f"{path}, after line {number}: cannot be read: {reason}") from error
    except UnicodeDecodeError as error:
        raise BenchmarkError(f"{path}, line {number}: not UTF-8 text") from error


def json_rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each JSON object of a JSON-lines file with its place in words; blank lines are passed over.

    Raises:
        BenchmarkError: a line is not a JSON object, or the file cannot be read.
    """
    for place, line in named_lines(path):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BenchmarkError(f"{place}: not JSON") from error
        if not isinstance(row, dict):
            raise BenchmarkError(f"{place}: not a JSON object")
        yield place, row


def text_of(row: Mapping[str, Any], field: str, place: str) -> str:
    """Give a text field on one line. Raises BenchmarkError where it is missing, empty or far too long."""
    value = row.get(field)
    if not isinstance(value, str) or not value.strip():
        raise BenchmarkError(f"{place}: no text in the field '{field}'")
    if len(value) > LONGEST_TEXT:
        raise BenchmarkError(f"{place}: the field '{field}' has more than {LONGEST_TEXT} characters")
    return " ".join(value.split())


def merged(items: Iterable[tuple[str, Item]]) -> tuple[Item, ...]:
    """Take each item once, in the order of the ids, though files may repeat one another.

    Raises:
        BenchmarkError: two items with the same id differ.
    """
    known: dict[str, tuple[str, Item]] = {}
    for place, item in items:
        earlier_place, earlier = known.setdefault(item.id, (place, item))
        if earlier != item:
            raise BenchmarkError(f"{place}: {item.id} differs from the one in {earlier_place}")
    return tuple(known[number][1] for number in sorted(known))
