"""Reading a folder that Polis exported, and saying of every row that is wrong where it is and why. PURE.

    conversation = read_polis_folder(Path("ccai"))
    conversation.counts()      # participants, statements, votes ...
    conversation.problems      # rows that were left out, or taken with a remark

Three generations of the export exist. A (milliseconds) and C (seconds, every text in quotes) write agree
as +1. B, a few weeks of 2024, wrote it as -1 in files that do not contradict themselves; it is known by
seconds with texts that are not quoted, and is read only when the caller says which sign its votes have.
"""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Final

from deliberation.interchange import polis_comments, polis_votes
from deliberation.interchange.conversation import (
    Generation,
    ParticipantRow,
    PolisConversation,
    StatementRow,
    VoteRow,
    VoteSign,
)
from deliberation.interchange.csv_tables import (
    Problem,
    Table,
    UnreadableFile,
    file_digest,
    parse_table,
    read_text,
    whole_number,
)
from deliberation.interchange.polis_dates import UTC_ONLY, ZoneRun, zone_of, zone_runs

SUMMARY_FILE: Final = "summary.csv"
READ_FILES: Final = (polis_comments.FILE, polis_votes.HISTORY_FILE, *polis_votes.MATRIX_FILES, SUMMARY_FILE)

EARLY_SERVER_REFUSED: Final = (
    "comments.csv has times in seconds and texts without quotation marks: generation B of the Polis export "
    "(September 2024), in which agreeing may be written as -1. The files themselves cannot tell. Say which "
    "it is with --vote-sign agree-positive or --vote-sign agree-negative; the date of the export and the "
    "report page of the conversation tell you."
)
SIGN_REFUSED: Final = (
    "The counts in comments.csv contradict the signs in {file}: where one says agree, the other says "
    "disagree. Say what +1 means in {file} with --vote-sign agree-positive or --vote-sign agree-negative."
)


class RefusedFolder(Exception):
    """The folder cannot be imported; the text says why and what would help."""


def read_polis_folder(folder: Path, vote_sign: VoteSign | None = None) -> PolisConversation:
    """Return the conversation in a folder of Polis exports.

    Args:
        folder: holds comments.csv, and votes.csv or participants-votes.csv or both.
        vote_sign: what +1 means in its votes; None to go by the generation.

    Raises:
        UnreadableFile: one of its files cannot be read.
        RefusedFolder: it is no such folder, or its votes may have the other sign.
    """
    matrix_name = _check_folder(folder)
    text = read_text(folder / polis_comments.FILE)
    generation = Generation.DARWIN
    if polis_comments.has_unquoted_texts(text):
        generation = Generation.EARLY_SERVER
        if vote_sign is None:
            raise RefusedFolder(EARLY_SERVER_REFUSED)
        text = polis_comments.quote_texts(text)
    comments = polis_comments.read_comments(text)
    if generation == Generation.DARWIN and polis_comments.in_seconds(comments):
        generation = Generation.SERVER
    statements, statement_problems = polis_comments.read_statements(comments)
    known = frozenset(row.number for row in statements)
    sign = -1 if vote_sign == VoteSign.AGREE_NEGATIVE else 1
    table, history, history_problems = _history(folder, known, sign)
    matrix = _matrix(folder, matrix_name, known, sign)
    votes, differences = polis_votes.join_votes(history, matrix)
    zones, zone_problems = _zones(generation, comments, table)
    summary, summary_problems = _summary(folder)
    participants = _with_external_ids(folder, matrix.participants)
    return PolisConversation(
        generation=generation,
        statements=_agreeing_counts(statements, history or votes, vote_sign, bool(history), matrix_name),
        votes=votes,
        participants=participants,
        summary=summary,
        zones=zones,
        has_external_ids=matrix.has_external_ids or any(row.external_id for row in participants),
        has_flags="is-seed" in comments.columns,
        vote_sign=vote_sign or VoteSign.AGREE_POSITIVE,
        digests=tuple((name, file_digest(folder / name)) for name in READ_FILES if (folder / name).exists()),
        problems=(
            *comments.problems, *statement_problems, *history_problems, *matrix.problems, *differences,
            *zone_problems, *summary_problems,
        ),
    )  # fmt: skip


def _check_folder(folder: Path) -> str | None:
    """Return the name of the file with each participant's votes, if there is one."""
    if not folder.is_dir():
        raise RefusedFolder(f"{folder} is not a folder.")
    matrix_name = next((name for name in polis_votes.MATRIX_FILES if (folder / name).exists()), None)
    if not (folder / polis_comments.FILE).exists():
        raise RefusedFolder(f"{folder} holds no {polis_comments.FILE}; a Polis export has one.")
    if matrix_name is None and not (folder / polis_votes.HISTORY_FILE).exists():
        raise RefusedFolder(f"{folder} holds neither votes.csv nor participants-votes.csv: no votes.")
    return matrix_name


def _history(
    folder: Path, known: frozenset[int], sign: int
) -> tuple[Table | None, tuple[VoteRow, ...], tuple[Problem, ...]]:
    path = folder / polis_votes.HISTORY_FILE
    if not path.exists():
        return None, (), ()
    return polis_votes.read_history(read_text(path), known, sign)


def _matrix(folder: Path, name: str | None, known: frozenset[int], sign: int) -> polis_votes.VoteMatrixFile:
    if name is None:
        return polis_votes.VoteMatrixFile()
    return polis_votes.read_matrix(name, read_text(folder / name), known, sign)


def _agreeing_counts(
    statements: tuple[StatementRow, ...],
    votes: tuple[VoteRow, ...],
    vote_sign: VoteSign | None,
    from_history: bool,
    matrix_name: str | None,
) -> tuple[StatementRow, ...]:
    """Return the statements with their agrees and disagrees counted in the sign of the votes.

    Raises:
        RefusedFolder: they fit better the other way round, and nobody said which sign the votes have.
    """
    cast = Counter((vote.statement, vote.value) for vote in votes)
    straight = swapped = 0
    for row in statements:
        if row.agrees is not None and row.disagrees is not None:
            agree, disagree = cast[row.number, 1], cast[row.number, -1]
            straight += abs(row.agrees - agree) + abs(row.disagrees - disagree)
            swapped += abs(row.agrees - disagree) + abs(row.disagrees - agree)
    if straight <= swapped:
        return statements
    if vote_sign is None:
        file = polis_votes.HISTORY_FILE if from_history else matrix_name
        raise RefusedFolder(SIGN_REFUSED.format(file=file))
    return tuple(replace(row, agrees=row.disagrees, disagrees=row.agrees) for row in statements)


def _zones(
    generation: Generation, comments: Table, votes: Table | None
) -> tuple[tuple[ZoneRun, ...], tuple[Problem, ...]]:
    """Return the zones in which the dates were printed, and a remark per file on dates that do not fit."""
    if generation != Generation.DARWIN:
        return UTC_ONLY, ()
    found: list[tuple[int, tuple[str, int]]] = []
    problems: list[Problem] = []
    for table in (comments, votes):
        if table is None or "datetime" not in table.columns:
            continue
        odd: list[int] = []
        for row in table.rows:
            time, printed = polis_comments.read_time(row.cells["timestamp"], False), row.cells["datetime"]
            if time is None or not printed:
                continue
            zone = zone_of(time, printed)
            if zone is None:
                odd.append(row.line)
            else:
                found.append((time, zone))
        if odd:
            reason = f"the datetime of {len(odd)} rows, this one first, is not their timestamp, which counts"
            problems.append(Problem(table.file, odd[0], reason))
    return zone_runs(found), tuple(problems)


def _summary(folder: Path) -> tuple[tuple[tuple[str, str], ...], tuple[Problem, ...]]:
    """Return the rows of summary.csv; a summary that cannot be read is reported and does without."""
    path = folder / SUMMARY_FILE
    if not path.exists():
        return (), ()
    try:
        # Its first line is a row like any other, so a header is put before it.
        table = parse_table(SUMMARY_FILE, "key,value\n" + read_text(path), ("key", "value"))
    except UnreadableFile as error:
        return (), (Problem(SUMMARY_FILE, None, f"was not read: {error}"),)
    problems = tuple(replace(problem, line=(problem.line or 1) - 1) for problem in table.problems)
    rows = tuple(
        (row.cells["key"].replace("\0", ""), row.cells["value"].replace("\0", "")) for row in table.rows
    )
    return rows, problems


def _with_external_ids(folder: Path, participants: tuple[ParticipantRow, ...]) -> tuple[ParticipantRow, ...]:
    """Add the external ids that generation C writes into a file of their own, <uuid>-xid.csv."""
    ids: dict[int | None, str] = {}
    for path in sorted(folder.glob("*-xid.csv")):
        table = parse_table(path.name, read_text(path), ("participant", "xid"))
        ids |= {
            whole_number(row.cells["participant"]): row.cells["xid"].replace("\0", "") for row in table.rows
        }
    return tuple(replace(row, external_id=ids.get(row.number, row.external_id)) for row in participants)
