"""votes.csv and participants-votes.csv of a Polis export: the history of votes and the last ones. PURE."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from deliberation.interchange.conversation import ParticipantRow, VoteRow
from deliberation.interchange.csv_tables import Problem, Row, Table, parse_table, whole_number
from deliberation.interchange.polis_comments import in_seconds, read_time

HISTORY_FILE: Final = "votes.csv"
HISTORY_COLUMNS: Final = ("timestamp", "comment-id", "voter-id", "vote")
MATRIX_FILES: Final = ("participants-votes.csv", "participant-votes.csv")
PERSON_COLUMNS: Final = ("participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")


@dataclass(frozen=True)
class VoteMatrixFile:
    """participants-votes.csv: people in their order, their last votes, and the line of each person."""

    file: str = MATRIX_FILES[0]
    participants: tuple[ParticipantRow, ...] = ()
    votes: tuple[VoteRow, ...] = ()
    has_external_ids: bool = False
    lines: Mapping[int, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_history(
    text: str, statements: Collection[int], sign: int
) -> tuple[Table, tuple[VoteRow, ...], tuple[Problem, ...]]:
    """Return votes.csv, its votes in the order in which they were cast, and what is wrong with its rows.

    Votes of the same millisecond keep the order of the file. `sign` is the value of an agreement there.

    Raises:
        UnreadableFile: a column is missing or the quoting is broken.
    """
    table = parse_table(HISTORY_FILE, text, HISTORY_COLUMNS)
    seconds = in_seconds(table)
    votes: list[VoteRow] = []
    problems = list(table.problems)
    for index, row in enumerate(table.rows, start=1):
        vote = _history_vote(row, index, seconds, statements, sign)
        if isinstance(vote, str):
            problems.append(Problem(HISTORY_FILE, row.line, f"{vote}; the row was left out"))
        else:
            votes.append(vote)
    votes.sort(key=lambda vote: vote.time or 0)
    return table, tuple(votes), tuple(problems)


def _history_vote(
    row: Row, index: int, seconds: bool, statements: Collection[int], sign: int
) -> VoteRow | str:
    """Return the vote of a row, or why it is none."""
    cells = row.cells
    participant, statement = whole_number(cells["voter-id"]), whole_number(cells["comment-id"])
    value, time = whole_number(cells["vote"]), read_time(cells["timestamp"], seconds)
    if participant is None or participant < 0:
        return f"voter-id {cells['voter-id'][:40]!r} is not a number"
    if statement is None or statement not in statements:
        return f"comment-id {cells['comment-id'][:40]!r} is not in comments.csv"
    if value not in {-1, 0, 1}:
        return f"vote {cells['vote'][:40]!r} is not -1, 0 or 1"
    if time is None:
        return f"timestamp {cells['timestamp'][:40]!r} is not a time"
    return VoteRow(participant, statement, sign * value, time, f"import-{index}")


def read_matrix(file: str, text: str, statements: Collection[int], sign: int) -> VoteMatrixFile:
    """Return participants-votes.csv: who took part, and each one's last votes, without times.

    Raises:
        UnreadableFile: the column `participant` is missing or the quoting is broken.
    """
    table = parse_table(file, text, PERSON_COLUMNS[:1])
    columns, problems = _statement_columns(table, statements)
    people: dict[int, ParticipantRow] = {}
    votes: list[VoteRow] = []
    lines: dict[int, int] = {}
    for row in table.rows:
        number = whole_number(row.cells["participant"])
        if number is None or number < 0 or number in people:
            why = "is not a number" if number is None or number < 0 else "appears again"
            reason = f"participant {row.cells['participant'][:40]!r} {why}; the row was left out"
            problems.append(Problem(file, row.line, reason))
            continue
        cells, lines[number] = row.cells, row.line
        people[number] = ParticipantRow(number, _plain(cells.get("xid")), _plain(cells.get("group-id")))
        cast, wrong = _matrix_votes(number, row, columns, sign)
        votes.extend(cast)
        problems.extend(Problem(file, row.line, reason) for reason in (*wrong, *_count_remarks(cells, cast)))
    return VoteMatrixFile(
        file=file,
        participants=tuple(people.values()),
        votes=tuple(votes),
        has_external_ids="xid" in table.columns,
        lines=lines,
        problems=(*table.problems, *problems),
    )


def _statement_columns(
    table: Table, statements: Collection[int]
) -> tuple[list[tuple[str, int]], list[Problem]]:
    """Return the columns that are statements, and remarks on those that are nothing known."""
    columns, problems = list[tuple[str, int]](), list[Problem]()
    for name in table.columns:
        number = whole_number(name)
        if number is not None and number in statements:
            columns.append((name, number))
        elif number is not None:
            filled = sum(bool(row.cells[name].strip()) for row in table.rows)
            reason = f"comment-id {name} is not in comments.csv; its {filled} votes were left out"
            problems.append(Problem(table.file, 1, reason))
        elif name not in PERSON_COLUMNS:
            problems.append(Problem(table.file, 1, f"the column {name[:40]!r} is not known and was not read"))
    return columns, problems


def _matrix_votes(
    participant: int, row: Row, columns: list[tuple[str, int]], sign: int
) -> tuple[list[VoteRow], list[str]]:
    """Return one person's votes, and why some of the cells are none."""
    votes, wrong = list[VoteRow](), list[str]()
    for name, statement in columns:
        cell = row.cells[name].strip()
        if not cell:
            continue
        value = whole_number(cell)
        if value in {-1, 0, 1}:
            votes.append(VoteRow(participant, statement, sign * value, None, f"import-statement-{statement}"))
        else:
            wrong.append(f"the vote {cell[:40]!r} on {name} is not -1, 0 or 1; it was left out")
    return votes, wrong


def _count_remarks(cells: Mapping[str, str], votes: list[VoteRow]) -> list[str]:
    """Return a remark when the row holds another number of votes than it says."""
    said = whole_number(cells.get("n-votes", ""))
    if said is None or said == len(votes):
        return []
    return [f"n-votes says {said}, and the row holds {len(votes)}"]


def _plain(cell: str | None) -> str:
    return (cell or "").replace("\0", "").strip()


def join_votes(
    history: tuple[VoteRow, ...], matrix: VoteMatrixFile
) -> tuple[tuple[VoteRow, ...], tuple[Problem, ...]]:
    """Return one history of both files; where they differ, votes.csv counts and each person is reported.

    A last vote of which votes.csv knows nothing comes first, without a time.
    """
    last = {(vote.participant, vote.statement): vote.value for vote in history}
    without_history = tuple(vote for vote in matrix.votes if (vote.participant, vote.statement) not in last)
    if not history:
        return without_history, ()
    shown = {(vote.participant, vote.statement): vote.value for vote in matrix.votes}
    listed = {person.number for person in matrix.participants}
    missing = Counter(vote.participant for vote in without_history)
    differing = Counter(pair[0] for pair, value in shown.items() if last.get(pair, value) != value)
    hidden = Counter(pair[0] for pair in last if pair[0] in listed and pair not in shown)
    remarks = (
        (missing, "{n} votes are not in votes.csv; they were taken without a time"),
        (differing, "{n} votes differ from the last ones in votes.csv, which count"),
        (hidden, "{n} votes of votes.csv are missing here; they were taken from there"),
    )
    problems = [
        Problem(matrix.file, matrix.lines.get(participant), reason.format(n=count))
        for counts, reason in remarks
        for participant, count in sorted(counts.items())
    ]
    return without_history + history, tuple(problems)
