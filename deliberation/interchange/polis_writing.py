"""Writing a conversation as Polis exports it (generation A): agree is +1, times are milliseconds. PURE.

votes.csv is sorted by statement, participant and time; participants-votes.csv lists people in the order in
which votes.csv first names them, and those without votes last.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, TextIO

from deliberation.interchange.conversation import PolisConversation, VoteRow
from deliberation.interchange.polis_dates import print_date
from deliberation.interchange.spreadsheet_cells import text_cell

COMMENT_COLUMNS: Final = (
    "timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body",
)  # fmt: skip
FLAGGED_COMMENT_COLUMNS: Final = (
    "timestamp", "comment-id", "author-id", "agrees", "disagrees", "moderated", "is-meta", "is-seed",
    "group-informed-consensus", "comment-body",
)  # fmt: skip

Cell = str | int | float | None


def write_polis_folder(
    folder: Path,
    conversation: PolisConversation,
    consensus: Mapping[int, float] | None = None,
    *,
    for_spreadsheets: bool = False,
) -> tuple[str, ...]:
    """Write the files into an empty folder and return their names.

    Args:
        folder: where to write.
        conversation: what to write; its participants are those who took part.
        consensus: group-aware consensus by statement number, for the header that has room for it.
        for_spreadsheets: whether texts that a spreadsheet would compute get an apostrophe before them.
    """
    tables = {"comments.csv": _comment_rows(conversation, consensus or {})}
    if conversation.has_vote_history or not conversation.votes:
        tables["votes.csv"] = _vote_rows(conversation)
    tables["participants-votes.csv"] = _participant_rows(conversation)
    tables["summary.csv"] = iter(conversation.summary)
    for name, rows in tables.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            written = map(_without_formulas, rows) if for_spreadsheets else rows
            csv.writer(_PolisLines(file)).writerows(written)
    return tuple(tables)


def _without_formulas(row: Iterable[Cell]) -> Iterable[Cell]:
    return [text_cell(cell) if isinstance(cell, str) else cell for cell in row]


class _PolisLines:
    r"""Ends each record with \n; the csv module quotes a lone \r in a text only where records end in \r\n."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, record: str) -> int:
        return self._file.write(record.removesuffix("\r\n") + "\n")


def _comment_rows(
    conversation: PolisConversation, consensus: Mapping[int, float]
) -> Iterator[Iterable[Cell]]:
    columns = FLAGGED_COMMENT_COLUMNS if conversation.has_flags else COMMENT_COLUMNS
    yield columns
    for row in conversation.statements:
        cells: dict[str, Cell] = {
            "timestamp": row.time,
            "datetime": None if row.time is None else print_date(row.time, conversation.zones),
            "comment-id": row.number,
            "author-id": row.author,
            "agrees": row.agrees,
            "disagrees": row.disagrees,
            "moderated": row.moderated,
            "is-meta": "true" if row.is_meta else "false",
            "is-seed": "true" if row.is_seed else "false",
            "group-informed-consensus": consensus.get(row.number),
            "comment-body": row.text,
        }
        yield [cells[name] for name in columns]


def _vote_rows(conversation: PolisConversation) -> Iterator[Iterable[Cell]]:
    yield ("timestamp", "datetime", "comment-id", "voter-id", "vote")
    # The sort is stable: votes of the same millisecond stay in the order in which they were cast.
    timed = [(vote.statement, vote.participant, vote.time, vote.value) for vote in conversation.votes]
    for statement, participant, time, value in sorted(
        (row for row in timed if row[2] is not None), key=lambda row: row[:3]
    ):
        if time is not None:
            yield (time, print_date(time, conversation.zones), statement, participant, value)


def _participant_rows(conversation: PolisConversation) -> Iterator[Iterable[Cell]]:
    current = conversation.current_votes
    statements = sorted({statement for _participant, statement in current})
    with_ids = ("xid",) if conversation.has_external_ids else ()
    yield (
        "participant",
        *with_ids,
        "group-id",
        "n-comments",
        "n-votes",
        "n-agree",
        "n-disagree",
        *statements,
    )
    proposed = Counter(row.author for row in conversation.statements)
    cast: dict[int, dict[int, int]] = defaultdict(dict)
    for statement, participant in sorted((statement, participant) for participant, statement in current):
        cast[participant][statement] = current[participant, statement]
    people = {row.number: row for row in conversation.participants}
    for number in (*cast, *sorted(people.keys() - cast.keys())):
        votes, person = cast.get(number, {}), people.get(number)
        counts = Counter(votes.values())
        external_id = (person.external_id if person else "",) if with_ids else ()
        yield (
            number, *external_id, person.group if person else "", proposed[number],
            len(votes), counts[1], counts[-1], *(votes.get(statement) for statement in statements),
        )  # fmt: skip


def without_taken_back(votes: Iterable[VoteRow | tuple[int, int]]) -> tuple[VoteRow, ...]:
    """Return a history without the votes that were taken back for good.

    Polis knows no undoing. A pair (participant, statement) among the votes says that everything cast so
    far by that participant on that statement is void.
    """
    kept: dict[tuple[int, int], list[tuple[int, VoteRow]]] = defaultdict(list)
    for place, vote in enumerate(votes):
        if isinstance(vote, tuple):
            kept.pop(vote, None)
        else:
            kept[vote.participant, vote.statement].append((place, vote))
    ordered = sorted((entry for entries in kept.values() for entry in entries), key=lambda entry: entry[0])
    return tuple(vote for _place, vote in ordered)
