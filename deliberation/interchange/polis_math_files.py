"""A conversation as Polis' programming interface gives it: votes, statements, and Polis' own result. PURE.

The files are `votes.json`, `comments.json` and, where Polis' own result was kept, `math-pca2.json`. Agreement
is +1 in `votes.json`. `conversation.json` is not read: strict moderation decides which statements are shown,
and nothing in that file enters the mathematics.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from deliberation.analysis.vote_matrix import VoteMatrix
from deliberation.interchange.csv_tables import LARGEST_NUMBER, UnreadableFile

VOTES_FILE: Final = "votes.json"
STATEMENTS_FILE: Final = "comments.json"
REFERENCE_FILE: Final = "math-pca2.json"
PARTICIPANT_NAMES: Final = ("pid", "participant_id")
STATEMENT_NAMES: Final = ("tid", "statement_id")
MODERATION_NAMES: Final = ("mod", "moderated")
TIME_NAMES: Final = ("modified", "created")
REJECTED: Final = -1


@dataclass(frozen=True)
class ReferenceResult:
    """What is taken over from Polis' own result.

    Attributes:
        statements: all statements that Polis had a column for, in its order.
        groups: participants of each opinion group by Polis' number of it, in the order of the file; groups
            without anybody are left out.
    """

    statements: tuple[int, ...]
    groups: Mapping[int, tuple[int, ...]]


@dataclass(frozen=True)
class CapturedConversation:
    """Votes as Polis arranges them, and its own result where there is one.

    Attributes:
        participants: participant of each row: in the order of their first votes, as Polis met them; last
            those whom only the reference knows.
        statements: statement of each column: in the order of the reference, otherwise by number. A statement
            has a column from its first vote on.
        votes: the matrix, with rows and columns numbered 0, 1, ... in these orders.
        reference: None where there is no `math-pca2.json`.
    """

    participants: tuple[int, ...]
    statements: tuple[int, ...]
    votes: VoteMatrix
    reference: ReferenceResult | None

    def reference_labels(self) -> list[int]:
        """One number per row: the position of the row's group in the reference, -1 without a group."""
        groups = self.reference.groups.values() if self.reference else ()
        position = {person: place for place, members in enumerate(groups) for person in members}
        return [position.get(person, -1) for person in self.participants]


@dataclass(frozen=True)
class _Vote:
    participant: int
    statement: int
    value: int
    time: float


@dataclass(frozen=True)
class _Moderation:
    rejected: bool
    is_meta: bool


def read_captured_conversation(folder: Path, *, with_reference: bool) -> CapturedConversation:
    """Read the folder; `with_reference` takes all columns and participants of Polis' own result over.

    Without it that result gives no more than the order of statements.

    Raises:
        UnreadableFile: a file is missing, is not JSON, or holds an entry that cannot be understood.
    """
    votes = sorted(_votes(_rows(folder, VOTES_FILE)), key=lambda vote: vote.time)
    moderation = _moderation(_rows(folder, STATEMENTS_FILE))
    has_reference = with_reference or (folder / REFERENCE_FILE).is_file()
    reference = _reference(_json(folder, REFERENCE_FILE)) if has_reference else None
    participants = dict.fromkeys(vote.participant for vote in votes)
    statements = dict.fromkeys(sorted({vote.statement for vote in votes}))
    if reference:
        known = [number for number in reference.statements if with_reference or number in statements]
        statements = dict.fromkeys([*known, *statements])
    if reference and with_reference:
        members = (person for group in reference.groups.values() for person in group)
        participants |= dict.fromkeys(members)
    return CapturedConversation(
        participants=tuple(participants),
        statements=tuple(statements),
        votes=_matrix(votes, list(participants), list(statements), moderation),
        reference=reference,
    )


def _matrix(
    votes: Sequence[_Vote],
    participants: Sequence[int],
    statements: Sequence[int],
    moderation: Mapping[int, _Moderation],
) -> VoteMatrix:
    """The votes by position; statements that nobody has moderated yet are taken as they are."""
    row = {person: place for place, person in enumerate(participants)}
    column = {statement: place for place, statement in enumerate(statements)}
    unmoderated = _Moderation(rejected=False, is_meta=False)
    decisions = [moderation.get(statement, unmoderated) for statement in statements]
    return VoteMatrix.from_votes(
        [row[vote.participant] for vote in votes],
        [column[vote.statement] for vote in votes],
        [vote.value for vote in votes],
        participant_ids=range(len(participants)),
        statement_ids=range(len(statements)),
        moderated_out=[decision.rejected for decision in decisions],
        is_meta=[decision.is_meta for decision in decisions],
    )


def _votes(rows: Sequence[Mapping[str, Any]]) -> list[_Vote]:
    votes = []
    for index, row in enumerate(rows):
        value = _number(row, ("vote",), VOTES_FILE, index)
        if value not in (-1, 0, 1):
            raise UnreadableFile(VOTES_FILE, None, f"entry {index}: vote must be -1, 0 or 1, not {value}")
        participant = _number(row, PARTICIPANT_NAMES, VOTES_FILE, index)
        statement = _number(row, STATEMENT_NAMES, VOTES_FILE, index)
        votes.append(_Vote(participant, statement, value, _time(row, index)))
    return votes


def _moderation(rows: Sequence[Mapping[str, Any]]) -> dict[int, _Moderation]:
    found: dict[int, _Moderation] = {}
    for index, row in enumerate(rows):
        number = _number(row, STATEMENT_NAMES, STATEMENTS_FILE, index)
        if number in found:
            raise UnreadableFile(STATEMENTS_FILE, None, f"entry {index}: statement {number} appears again")
        decision = _number(row, MODERATION_NAMES, STATEMENTS_FILE, index, default=0)
        found[number] = _Moderation(decision == REJECTED, row.get("is_meta") in (True, 1, "true", "t"))
    return found


def _reference(result: Any) -> ReferenceResult:
    try:
        base = result["base-clusters"]
        members = dict(zip(base["id"], base["members"], strict=True))
        groups = {
            int(group["id"]): tuple(
                int(person) for base_id in group["members"] for person in members[base_id]
            )
            for group in result["group-clusters"]
        }
        statements = tuple(int(number) for number in result["tids"])
    except (KeyError, TypeError, ValueError) as error:
        reason = "base-clusters, group-clusters and tids do not fit together as in a result of Polis"
        raise UnreadableFile(REFERENCE_FILE, None, reason) from error
    return ReferenceResult(statements, {number: people for number, people in groups.items() if people})


def _rows(folder: Path, name: str) -> Sequence[Mapping[str, Any]]:
    content = _json(folder, name)
    if not isinstance(content, list) or not all(isinstance(row, dict) for row in content):
        raise UnreadableFile(name, None, "a list of objects is expected")
    return content


def _json(folder: Path, name: str) -> Any:
    try:
        return json.loads((folder / name).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableFile(name, None, f"cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(name, None, f"is not JSON: {error}") from error


def _number(
    row: Mapping[str, Any], names: Sequence[str], file: str, index: int, *, default: int | None = None
) -> int:
    """The whole number under the first of these names that is there and not null."""
    value = next((row[name] for name in names if row.get(name) is not None), default)
    try:
        number = float(value) if not isinstance(value, bool) else math.nan  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = math.nan
    if not number.is_integer() or abs(number) > LARGEST_NUMBER:
        shown = "is missing" if value is None else f"must be a whole number, not {str(value)[:40]!r}"
        raise UnreadableFile(file, None, f"entry {index}: {' or '.join(names)} {shown}")
    return int(number)


def _time(row: Mapping[str, Any], index: int) -> float:
    """Milliseconds since 1970; votes without a time come first, in the order of the file."""
    value: Any = next((row[name] for name in TIME_NAMES if row.get(name) is not None), -math.inf)
    try:
        time = float(value)
    except (TypeError, ValueError):
        time = _milliseconds(value)
    if math.isnan(time):
        raise UnreadableFile(VOTES_FILE, None, f"entry {index}: {str(value)[:40]!r} is not a time")
    return time


def _milliseconds(moment: Any) -> float:
    """Of a moment written as text (ISO 8601, UTC where no zone is named); NaN where it is none."""
    try:
        read = datetime.fromisoformat(moment)
    except (TypeError, ValueError):
        return math.nan
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp() * 1000
