"""A deliberation as a Polis conversation: read from its event log, ready to be written."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from deliberation.interchange.conversation import (
    Generation,
    ParticipantRow,
    PolisConversation,
    StatementRow,
    VoteRow,
)
from deliberation.interchange.polis_dates import UTC_ONLY, ZoneRun, to_milliseconds
from deliberation.interchange.polis_writing import without_taken_back
from deliberation.models import (
    Analysis,
    Deliberation,
    Event,
    ImportRecord,
    Statement,
    StatementResult,
)

MODERATED = {Statement.State.ACCEPTED: 1, Statement.State.PENDING: 0, Statement.State.REJECTED: -1}
VOTE_KINDS = (Event.Kind.VOTE_CAST, Event.Kind.VOTE_UNDONE)


def conversation_of(deliberation: Deliberation) -> PolisConversation:
    """Return everything that a Polis export says about a deliberation, imported or our own.

    A merged statement counts as rejected, as Polis moderators treat duplicates; a vote that was taken back
    is not there. Group ids are those of the latest analysis, or else those of the imported files.
    """
    record = ImportRecord.objects.filter(deliberation=deliberation).first()
    details: dict[str, Any] = record.details if record else {}
    votes = without_taken_back(_votes(deliberation))
    statements = tuple(_statements(deliberation, votes, details.get("count_corrections", {})))
    participants = tuple(_participants(deliberation, votes, details))
    return PolisConversation(
        generation=Generation.DARWIN,
        statements=statements,
        votes=votes,
        participants=participants,
        summary=tuple(
            _summary(deliberation, statements, votes, participants, dict(details.get("summary", ())))
        ),
        zones=tuple(ZoneRun(*run) for run in details.get("zones", ())) or UTC_ONLY,
        has_external_ids=details.get("has_external_ids", False),
        has_flags=details.get("has_flags", False) or any(row.is_seed or row.is_meta for row in statements),
    )


def snapshot_key(deliberation: Deliberation) -> bytes:
    """Return the key of the participants' names in an export of what the event log holds now.

    It changes with every event, so that no name in one export leads to the same person's in a later one.
    """
    last = deliberation.events.order_by("-id").values_list("id", flat=True).first()
    text = f"polis export:{deliberation.public_id}:{last}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).digest()


def latest_consensus(deliberation: Deliberation) -> dict[int, float]:
    """Return the group-aware consensus of the latest analysis by statement number."""
    analysis = Analysis.objects.latest_of(deliberation)
    results = (
        StatementResult.objects.filter(analysis=analysis) if analysis else StatementResult.objects.none()
    )
    return dict(results.values_list("statement__number", "group_aware_consensus"))


def _votes(deliberation: Deliberation) -> Iterator[VoteRow | tuple[int, int]]:
    """Yield each vote, and (participant, statement) where votes were taken back without one before."""
    events = Event.objects.filter(deliberation=deliberation, kind__in=VOTE_KINDS, payload__isnull=False)
    columns = ("participant__number", "client_key", "origin", "occurred_at", "recorded_at", "payload__body")
    for participant, key, origin, occurred_at, recorded_at, body in (
        events.order_by("id").values_list(*columns).iterator(chunk_size=5000)
    ):
        value = body["restored"] if "restored" in body else body["value"]
        if value is None:
            yield participant, body["statement"]
            continue
        known_time = occurred_at or (None if origin == Event.Origin.IMPORTED else recorded_at)
        time = None if known_time is None else to_milliseconds(known_time)
        yield VoteRow(participant, body["statement"], value, time, key)


def _statements(
    deliberation: Deliberation, votes: tuple[VoteRow, ...], corrections: dict[str, list[int]]
) -> Iterator[StatementRow]:
    """Yield the statements in the order in which they came in; agrees and disagrees count re-votes."""
    cast = Counter((vote.statement, vote.value) for vote in votes)
    for statement in deliberation.statements.select_related("author").order_by("id"):
        more_agrees, more_disagrees = corrections.get(str(statement.number), (0, 0))
        merged = statement.merged_into_id is not None
        yield StatementRow(
            number=statement.number,
            author=statement.author.number if statement.author else None,
            text=statement.text,
            time=None if statement.proposed_at is None else to_milliseconds(statement.proposed_at),
            moderated=-1 if merged else MODERATED[Statement.State(statement.state)],
            is_meta=statement.is_meta,
            is_seed=statement.is_seed,
            agrees=cast[statement.number, 1] + more_agrees,
            disagrees=cast[statement.number, -1] + more_disagrees,
        )


def _participants(
    deliberation: Deliberation, votes: tuple[VoteRow, ...], details: dict[str, Any]
) -> Iterator[ParticipantRow]:
    said: dict[str, list[str]] = details.get("participants", {})
    mere_authors = set(details.get("mere_authors", ())) - {vote.participant for vote in votes}
    analysis = Analysis.objects.latest_of(deliberation)
    groups = _groups(analysis) if analysis else {int(number): texts[1] for number, texts in said.items()}
    for number in deliberation.participants.order_by("id").values_list("number", flat=True):
        if number not in mere_authors:
            external_id = said.get(str(number), ("", ""))[0]
            yield ParticipantRow(number, external_id, groups.get(number, ""))


def _groups(analysis: Analysis) -> dict[int, str]:
    return {number: str(group) for number, group in analysis.places().group_by_number().items()}


def _summary(
    deliberation: Deliberation,
    statements: tuple[StatementRow, ...],
    votes: tuple[VoteRow, ...],
    participants: tuple[ParticipantRow, ...],
    imported: dict[str, str],
) -> Iterator[tuple[str, str]]:
    """Yield the rows of summary.csv; like Polis, it counts as comments the statements with votes."""
    yield "topic", imported.get("topic", deliberation.title)
    yield "url", imported.get("url", "")
    yield "views", imported.get("views", "")
    yield "voters", str(len(participants))
    yield "voters-in-conv", str(len(participants))
    yield "commenters", str(len({row.author for row in statements} - {None}))
    yield "comments", str(len({vote.statement for vote in votes}))
    yield "groups", str(len({row.group for row in participants} - {""}))
    yield "conversation-description", deliberation.description
