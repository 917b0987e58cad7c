"""comments.csv of a Polis export: the statements. PURE."""

import re
from dataclasses import replace
from typing import Final

from deliberation.interchange.conversation import StatementRow
from deliberation.interchange.csv_tables import Problem, Row, Table, parse_table, whole_number
from deliberation.interchange.polis_dates import LAST_TIME

FILE: Final = "comments.csv"
REQUIRED: Final = ("timestamp", "comment-id", "author-id", "moderated", "comment-body")
KNOWN: Final = {
    *REQUIRED, "datetime", "agrees", "disagrees", "is-meta", "is-seed", "group-informed-consensus",
}  # fmt: skip
FLAGS: Final = {"true": True, "t": True, "1": True, "false": False, "f": False, "0": False, "": False}

SECONDS_BELOW: Final = 10**11
"""Timestamps below are seconds (until the year 5138), above milliseconds (since 1973)."""

UNQUOTED_RECORD: Final = re.compile(r"^\d{1,11},[^,\n]*,\d+,-?\d*,\d+,\d+,-?\d+,(?!\")", re.MULTILINE)
"""The head of a record whose times are in seconds and whose text does not begin with a quotation mark."""

RECORD_HEAD: Final = re.compile(
    r"^((?:timestamp,.*,)|(?:\d+,[^,\n]*,\d+,-?\d*,\d+,\d+,-?\d+,))(.*)", re.DOTALL
)


def has_unquoted_texts(text: str) -> bool:
    """Return whether comments.csv is of generation B, whose texts stand in the file without quotes."""
    return UNQUOTED_RECORD.search(text) is not None


def quote_texts(text: str) -> str:
    """Return comments.csv of generation B with its texts quoted, so that it is a CSV file.

    A line that does not begin like a record goes on with the text of the line before.
    """
    records: list[tuple[str, str]] = []
    for line in text.splitlines():
        match = RECORD_HEAD.match(line)
        if match:
            records.append((match[1], match[2]))
        elif records:
            head, body = records[-1]
            records[-1] = (head, f"{body}\n{line}")
    return "".join(f'{head}"{body.replace(chr(34), chr(34) * 2)}"\n' for head, body in records)


def in_seconds(table: Table) -> bool:
    """Return whether the timestamps of a table are seconds; they are milliseconds otherwise."""
    times = [whole_number(row.cells["timestamp"]) for row in table.rows]
    return any(times) and all(time < SECONDS_BELOW for time in times if time is not None)


def read_time(text: str, seconds: bool) -> int | None:
    """Return the milliseconds of a timestamp cell, or None when it holds no time."""
    number = whole_number(text)
    if number is None:
        return None
    milliseconds = number * 1000 if seconds else number
    return milliseconds if 0 <= milliseconds <= LAST_TIME else None


def read_comments(text: str) -> Table:
    """Return the records of comments.csv; columns that mean nothing here are reported.

    Raises:
        UnreadableFile: a column is missing or the quoting is broken.
    """
    table = parse_table(FILE, text, REQUIRED)
    unknown = [name for name in table.columns if name not in KNOWN]
    remarks = [
        Problem(FILE, 1, f"the column {name[:40]!r} is not known and was not read") for name in unknown
    ]
    return replace(table, problems=(*remarks, *table.problems))


def read_statements(table: Table) -> tuple[tuple[StatementRow, ...], tuple[Problem, ...]]:
    """Return the statements of comments.csv in their order, and what is wrong with its rows."""
    seconds = in_seconds(table)
    statements: dict[int, StatementRow] = {}
    problems: list[Problem] = []
    for row in table.rows:
        number = whole_number(row.cells["comment-id"])
        if number is None or number < 0:
            reason = f"comment-id {row.cells['comment-id'][:40]!r} is not a number; the row was left out"
            problems.append(Problem(FILE, row.line, reason))
        elif number in statements:
            problems.append(
                Problem(FILE, row.line, f"comment-id {number} appears again; the row was left out")
            )
        else:
            statements[number], remarks = _statement(number, row, seconds)
            problems.extend(Problem(FILE, row.line, remark) for remark in remarks)
    return tuple(statements.values()), tuple(problems)


def _statement(number: int, row: Row, seconds: bool) -> tuple[StatementRow, list[str]]:
    """Return a statement and remarks on the cells that could not be taken as they are."""
    cells, remarks = row.cells, list[str]()
    time = read_time(cells["timestamp"], seconds)
    if time is None:
        remarks.append(f"timestamp {cells['timestamp'][:40]!r} is not a time; the time stays unknown")
    author = whole_number(cells["author-id"])
    if author is None or author < 0:
        author = None
        if cells["author-id"].strip():
            remarks.append(f"author-id {cells['author-id'][:40]!r} is not a number; the author stays unknown")
    moderated = whole_number(cells["moderated"])
    if moderated not in {-1, 0, 1}:
        moderated = 0
        remarks.append(f"moderated {cells['moderated'][:40]!r} is not -1, 0 or 1; the statement waits again")
    body = cells["comment-body"]
    if "\0" in body:
        body = body.replace("\0", "")
        remarks.append("the text holds NUL characters, which were taken out")
    flags = {name: FLAGS.get(cells.get(name, "").strip().lower()) for name in ("is-meta", "is-seed")}
    remarks += [f"{name} {cells[name][:40]!r} is not true or false" for name in flags if flags[name] is None]
    statement = StatementRow(
        number=number,
        author=author,
        text=body,
        time=time,
        moderated=moderated,
        is_meta=bool(flags["is-meta"]),
        is_seed=bool(flags["is-seed"]),
        agrees=whole_number(cells.get("agrees", "")),
        disagrees=whole_number(cells.get("disagrees", "")),
    )
    return statement, remarks
