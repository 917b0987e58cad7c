"""Reading a CSV file row by row, with the line of everything that is wrong with it. PURE."""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LARGEST_NUMBER = 2**53 - 1
"""The largest whole number that JSON keeps exactly."""

WHOLE = re.compile(r"([+-]?[0-9]{1,16})(?:\.0*)?")


@dataclass(frozen=True)
class Problem:
    """Something in a file that is not as it should be, and what was done about it.

    `line` is where the row begins, counted from 1; None when the whole file is meant.
    """

    file: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.reason}"


class UnreadableFile(Exception):
    """A file that cannot be read at all; the text names the file, the line if any, and the reason."""

    def __init__(self, file: str, line: int | None, reason: str) -> None:
        super().__init__(str(Problem(file, line, reason)))


@dataclass(frozen=True)
class Row:
    """One record: the line on which it begins, and its cells by column name."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """The records of a CSV file in their order, and the ones that had to be left out as `problems`."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def whole_number(text: str) -> int | None:
    """Return the whole number a cell holds ("12", "-1", "1.0"), or None when it holds anything else."""
    match = WHOLE.fullmatch(text.strip())
    number = int(match[1]) if match else None
    return None if number is None or abs(number) > LARGEST_NUMBER else number


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_text(path: Path) -> str:
    """Return a file's text: UTF-8, with or without a byte order mark, line ends as they are.

    Raises:
        UnreadableFile: it is not there, is empty, or is not UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(path.name, None, f"cannot be read ({error.strerror})") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableFile(
            path.name, line, f"is not UTF-8 (byte 0x{data[error.start]:02x}); save it as UTF-8 and try again"
        ) from error
    if not text.strip():
        raise UnreadableFile(path.name, None, "is empty; a line with the column names is missing")
    return text


def parse_table(file: str, text: str, required: Sequence[str]) -> Table:
    """Return the records of a CSV text whose first line names the columns.

    A record with too few or too many fields is left out and reported; empty lines do not count.

    Raises:
        UnreadableFile: a required column is missing, a column name appears twice, or the quoting is broken.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    problems: list[Problem] = []
    columns: tuple[str, ...] = ()
    line = 1
    try:
        columns = tuple(name.strip() for name in next(reader))
        _check_columns(file, columns, required)
        line = reader.line_num + 1
        for fields in reader:
            if len(fields) == len(columns):
                rows.append(Row(line, dict(zip(columns, fields, strict=True))))
            elif fields:
                count = f"has {len(fields)} fields where the header names {len(columns)}"
                problems.append(Problem(file, line, f"{count}; the row was left out"))
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile(file, line, f"the quoting is broken here ({error})") from error
    return Table(file, columns, tuple(rows), tuple(problems))


def _check_columns(file: str, columns: tuple[str, ...], required: Sequence[str]) -> None:
    missing = [name for name in required if name not in columns]
    if missing:
        named = ", ".join(missing)
        raise UnreadableFile(file, 1, f"the column {named} is missing; the header names {_short(columns)}")
    twice = sorted(name for name, count in Counter(columns).items() if count > 1)
    if twice:
        raise UnreadableFile(file, 1, f"the column {', '.join(twice)} appears more than once")


def _short(columns: tuple[str, ...]) -> str:
    shown = ", ".join(column[:40] for column in columns[:12])
    return shown + (" ..." if len(columns) > 12 else "")
