"""The files of the Collective Constitutional AI deliberation, read and checked. PURE."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from deliberation.analysis.vote_matrix import VoteMatrix
from deliberation.interchange.csv_tables import (
    Row,
    Table,
    UnreadableFile,
    parse_table,
    read_text,
    whole_number,
)

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

VOTES: Final = "participants-votes.csv"
STATEMENTS: Final = "comments.csv"
TOSSED: Final = "ids-to-toss.csv"
CLEAN_VOTES: Final = "clean_votes.csv"
CLEAN_STATEMENTS: Final = "clean_comments.csv"
PRINCIPLES: Final = "public_constitution_75.json"
NOT_GROUPED: Final = -1
GROUP_COLUMNS: Final = ("group_0_consensus", "group_1_consensus")


@dataclass(frozen=True)
class Clean:
    """What was published as cleaned.

    Attributes:
        participants: participant numbers in the order of the rows; `groups`: the label on each row.
        agreement: (2, statements) share of either group that agrees, as published, by statement number.
    """

    participants: Integers
    groups: Integers
    agreement: Floats


@dataclass(frozen=True)
class CcaiFiles:
    """Everything that the files say.

    Attributes:
        votes: of all participants on all statements, as exported.
        declared_votes: (n,) how many votes the export counts for each participant.
        exporter_groups: (n,) the group that Polis gave each participant, `NOT_GROUPED` without one.
        moderated: (m,) 1 let in, 0 not decided ("came too late"), -1 kept out.
        texts: words of each statement, by its number.
        tossed: participants whose contributions were found to be of low quality, by the authors.
        clean: the published result; `principles`: the published public constitution, in order.
    """

    votes: VoteMatrix
    declared_votes: Integers
    exporter_groups: Integers
    moderated: Integers
    texts: dict[int, str]
    tossed: Integers
    clean: Clean
    principles: tuple[str, ...]


def read_ccai(folder: Path) -> CcaiFiles:
    """Read the six files of a folder.

    Raises:
        UnreadableFile: the folder or a file is not there, lacks a column, or holds something else; the
            message names the file and the line.
    """
    if not folder.is_dir():
        raise UnreadableFile(str(folder), None, "is not a folder")
    missing = [
        name
        for name in (VOTES, STATEMENTS, TOSSED, CLEAN_VOTES, CLEAN_STATEMENTS, PRINCIPLES)
        if not (folder / name).is_file()
    ]
    if missing:
        raise UnreadableFile(str(folder), None, f"lacks {', '.join(missing)}")
    statements = _table(folder, STATEMENTS, ("comment-id", "moderated", "comment-body"))
    numbers = _numbers(statements, "comment-id")
    moderated = _numbers(statements, "moderated")
    order = np.argsort(numbers)
    table = _table(folder, VOTES, ("participant", "group-id", "n-votes"))
    votes = _votes(table, numbers[order])
    # The matrix has its rows by participant; what stands beside them has to follow.
    by_participant = np.argsort(_numbers(table, "participant"))
    return CcaiFiles(
        votes=votes,
        declared_votes=_numbers(table, "n-votes")[by_participant],
        exporter_groups=_numbers(table, "group-id", empty=NOT_GROUPED)[by_participant],
        moderated=moderated[order],
        texts={int(row.cells["comment-id"]): row.cells["comment-body"] for row in statements.rows},
        tossed=_tossed(folder),
        clean=_clean(folder),
        principles=_principles(folder),
    )


def _table(folder: Path, name: str, required: Sequence[str]) -> Table:
    table = parse_table(name, read_text(folder / name), required)
    if table.problems:
        first = table.problems[0]
        raise UnreadableFile(name, first.line, first.reason.partition(";")[0])
    if not table.rows:
        raise UnreadableFile(name, None, "holds no rows")
    return table


def _numbers(table: Table, column: str, *, empty: int | None = None) -> Integers:
    def number(row: Row) -> int:
        text = row.cells[column]
        found = empty if empty is not None and not text.strip() else whole_number(text)
        if found is None:
            raise UnreadableFile(table.file, row.line, f"{column} is {text[:40]!r} and not a whole number")
        return found

    return np.array([number(row) for row in table.rows], dtype=np.int64)


def _shares(table: Table, column: str) -> Floats:
    return np.array([_share(table, row, column) for row in table.rows])


def _share(table: Table, row: Row, column: str) -> float:
    try:
        share = float(row.cells[column])
    except ValueError:
        share = float("nan")
    if not 0 <= share <= 1:
        raise UnreadableFile(table.file, row.line, f"{column} is no share between 0 and 1")
    return share


def _votes(table: Table, statements: Integers) -> VoteMatrix:
    columns = [name for name in table.columns if name.isdecimal()]
    if sorted(map(int, columns)) != statements.tolist():
        raise UnreadableFile(VOTES, 1, f"has columns for other statements than {STATEMENTS}")
    cast = [
        (participant, int(column), _vote(row, column))
        for participant, row in zip(_numbers(table, "participant").tolist(), table.rows, strict=True)
        for column in columns
        if row.cells[column]
    ]
    people, on, values = zip(*cast, strict=True) if cast else ((), (), ())
    return _checked(
        VOTES,
        lambda: VoteMatrix.from_votes(
            people,
            on,
            values,
            participant_ids=_numbers(table, "participant"),
            statement_ids=statements,
        ),
    )


def _vote(row: Row, column: str) -> int:
    vote = whole_number(row.cells[column])
    if vote not in (-1, 0, 1):
        raise UnreadableFile(VOTES, row.line, f"the vote on {column} is {row.cells[column][:40]!r}")
    return vote


def _checked(file: str, build: Callable[[], VoteMatrix]) -> VoteMatrix:
    try:
        return build()
    except ValueError as error:
        raise UnreadableFile(file, None, f"cannot be made a vote matrix ({error})") from error


def _tossed(folder: Path) -> Integers:
    lines = read_text(folder / TOSSED).splitlines()
    found = [whole_number(line) for line in lines]
    for place, number in enumerate(found, start=1):
        if number is None:
            raise UnreadableFile(TOSSED, place, "is not the number of a participant")
    return np.array(found, dtype=np.int64)


def _clean(folder: Path) -> Clean:
    votes = _table(folder, CLEAN_VOTES, ("participant", "group-id"))
    groups = _numbers(votes, "group-id")
    if set(groups.tolist()) != {0, 1}:
        raise UnreadableFile(CLEAN_VOTES, None, "needs two groups, 0 and 1, in the column group-id")
    statements = _table(folder, CLEAN_STATEMENTS, ("comment-id", *GROUP_COLUMNS))
    order = np.argsort(_numbers(statements, "comment-id"))
    return Clean(
        participants=_numbers(votes, "participant"),
        groups=groups,
        agreement=np.array([_shares(statements, column)[order] for column in GROUP_COLUMNS]),
    )


def _principles(folder: Path) -> tuple[str, ...]:
    try:
        found = json.loads(read_text(folder / PRINCIPLES))
        texts = tuple(entry["text"] for entry in found["principles"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnreadableFile(
            PRINCIPLES, None, 'is not {"principles": [{"text": ...}, ...]} in JSON'
        ) from error
    if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
        raise UnreadableFile(PRINCIPLES, None, "has principles without text")
    return texts
