"""Taking a conversation in: everything it says, with its events, or nothing."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from deliberation.integrity.event_log import EventDraft, record_event, record_events
from deliberation.integrity.plain_text import clean_text
from deliberation.interchange.conversation import PolisConversation, StatementRow
from deliberation.interchange.languages import language_of_script
from deliberation.interchange.polis_dates import to_datetime
from deliberation.jobs import Report, WorkRefused
from deliberation.models import (
    Deliberation,
    Event,
    EventPayload,
    ImportRecord,
    ModerationDecision,
    Participant,
    Statement,
    Vote,
)
from deliberation.voting.services import Ballot, record_votes

BATCH = 2000
VOTES_AT_ONCE = 10_000

STATES = {1: Statement.State.ACCEPTED, 0: Statement.State.PENDING, -1: Statement.State.REJECTED}
OUTCOMES = {1: ModerationDecision.Outcome.ACCEPTED, -1: ModerationDecision.Outcome.REJECTED}


@transaction.atomic
def import_conversation(
    *,
    conversation: PolisConversation,
    slug: str,
    title: str,
    language: str = "en",
    report: Report = lambda step, fraction: None,
) -> Deliberation:
    """Make a deliberation out of a Polis conversation, with every number, text, time and vote it had.

    Its events are marked as imported; where the files tell no time, the time stays unknown. Statements
    whose script tells their language get it, the others `language`.

    Raises:
        WorkRefused: the slug is taken or is none, or the title is too long; nothing was written.
    """
    report("Making the deliberation", 0.0)
    deliberation = _new_deliberation(conversation, slug, title, language)
    people = _add_people(deliberation, conversation)
    report("Taking in the statements", 0.05)
    statements = _add_statements(deliberation, conversation, people)
    ballots = iter(
        (people[vote.participant], Ballot(statements[vote.statement], vote.value, vote.key, _time(vote.time)))
        for vote in conversation.votes
    )
    done = 0
    with _without_garbage_collector():
        while batch := list(islice(ballots, VOTES_AT_ONCE)):
            report("Taking in the votes", 0.15 + 0.85 * done / len(conversation.votes))
            record_votes(
                deliberation,
                [(participant, [ballot]) for participant, ballot in batch],
                origin=Event.Origin.IMPORTED,
            )
            done += len(batch)
    _refresh_planner_statistics()
    report("Done", 1.0)
    return deliberation


def _refresh_planner_statistics() -> None:
    """Tell PostgreSQL how large its tables have become; until then it plans as if they were empty."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in (Participant, Statement, Event, EventPayload, Vote):
                cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


@contextmanager
def _without_garbage_collector() -> Iterator[None]:
    """Pause the search for reference cycles: bulk inserts make none, and it takes half of their time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _new_deliberation(conversation: PolisConversation, slug: str, title: str, language: str) -> Deliberation:
    if Deliberation.objects.filter(slug=slug).exists():
        raise WorkRefused(f"There is a deliberation called {slug!r} already; nothing was written.")
    numbers = [*conversation.people, *conversation.mere_authors]
    deliberation = Deliberation(
        slug=slug,
        title=clean_text(title),
        description=dict(conversation.summary).get("conversation-description", ""),
        language=language,
        next_participant_number=max(numbers, default=0) + 1,
        next_statement_number=max((row.number for row in conversation.statements), default=0) + 1,
    )
    try:
        deliberation.full_clean()
    except ValidationError as error:
        reasons = " ".join(f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items())
        raise WorkRefused(f"{reasons} Nothing was written.") from error
    deliberation.save()
    ImportRecord.objects.create(
        deliberation=deliberation,
        file_format=f"polis-{conversation.generation}",
        has_vote_history=conversation.has_vote_history,
        details=_details(conversation),
    )
    record_event(
        deliberation,
        EventDraft(
            kind=Event.Kind.DELIBERATION_CREATED,
            body={
                "title": deliberation.title,
                "format": f"polis-{conversation.generation}",
                "vote_sign": str(conversation.vote_sign),
                "files": dict(conversation.digests),
            },
            client_key="import",
            origin=Event.Origin.IMPORTED,
        ),
    )
    return deliberation


def _details(conversation: PolisConversation) -> dict[str, Any]:
    """Return what an export needs to write the same rows again and what has no other place."""
    return {
        "summary": [list(row) for row in conversation.summary],
        "zones": [[run.start, run.name, run.offset] for run in conversation.zones],
        "has_external_ids": conversation.has_external_ids,
        "has_flags": conversation.has_flags,
        "participants": {
            str(row.number): [row.external_id, row.group]
            for row in conversation.participants
            if row.external_id or row.group
        },
        "mere_authors": list(conversation.mere_authors),
        "count_corrections": conversation.count_corrections(),
        "vote_sign": str(conversation.vote_sign),
        "files": dict(conversation.digests),
        "problems": [str(problem) for problem in conversation.problems],
    }


def _add_people(deliberation: Deliberation, conversation: PolisConversation) -> Mapping[int, Participant]:
    made = Participant.objects.bulk_create(
        [
            Participant(deliberation=deliberation, number=number, origin=Participant.Origin.IMPORTED)
            for number in (*conversation.people, *conversation.mere_authors)
        ],
        batch_size=BATCH,
    )
    return {participant.number: participant for participant in made}


def _add_statements(
    deliberation: Deliberation, conversation: PolisConversation, people: Mapping[int, Participant]
) -> Mapping[int, Statement]:
    made = Statement.objects.bulk_create(
        [
            Statement(
                deliberation=deliberation,
                number=row.number,
                author=None if row.author is None else people[row.author],
                text=row.text,
                language=language_of_script(row.text, otherwise=deliberation.language),
                state=STATES[row.moderated],
                is_seed=row.is_seed,
                is_meta=row.is_meta,
                proposed_at=_time(row.time),
            )
            for row in conversation.statements
        ],
        batch_size=BATCH,
    )
    proposals = [
        _proposal(row, statement) for row, statement in zip(conversation.statements, made, strict=True)
    ]
    decisions = [_decision(row) for row in conversation.statements if row.moderated in OUTCOMES]
    record_events(deliberation, proposals + decisions)
    return {statement.number: statement for statement in made}


def _proposal(row: StatementRow, statement: Statement) -> EventDraft:
    flags = {name: True for name in ("is_seed", "is_meta") if getattr(row, name)}
    return EventDraft(
        kind=Event.Kind.STATEMENT_PROPOSED,
        body={"statement": row.number, "text": row.text, "language": statement.language, **flags},
        participant=statement.author,
        client_key=f"import-proposal-{row.number}",
        origin=Event.Origin.IMPORTED,
        occurred_at=statement.proposed_at,
    )


def _decision(row: StatementRow) -> EventDraft:
    """Return the event of a decision taken where the files come from: by whom and why is not known."""
    return EventDraft(
        kind=Event.Kind.STATEMENT_MODERATED,
        body={
            "statement": row.number,
            "outcome": str(OUTCOMES[row.moderated]),
            "reason": "",
            "note": "",
            "duplicate_of": None,
            "is_meta": row.is_meta,
        },
        client_key=f"import-decision-{row.number}",
        origin=Event.Origin.IMPORTED,
    )


def _time(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else to_datetime(milliseconds)
