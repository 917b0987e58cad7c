"""Writing to the append-only event log."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.db import IntegrityError, connection, transaction

from deliberation.integrity.evidence import commitment, event_content, new_salt
from deliberation.integrity.prepared_statements import prepared_cursor
from deliberation.models import Deliberation, Event, EventPayload, Participant, User

BATCH = 2000


class KeyReused(Exception):
    """The client key was already used for something else; nothing was written."""


@dataclass(frozen=True)
class EventDraft:
    """An event before it is recorded.

    `client_key` makes re-sending harmless: one actor, one key, one event. Without one, a random key is used.
    """

    kind: str
    body: dict[str, Any]
    participant: Participant | None = None
    user: User | None = None
    client_key: str = field(default_factory=lambda: uuid.uuid4().hex)
    origin: str = Event.Origin.WEB
    occurred_at: datetime | None = None


def committed_content(draft: EventDraft) -> dict[str, Any]:
    """Return what an event's commitment binds: content only, no database ids."""
    return event_content(
        kind=draft.kind,
        participant=draft.participant.number if draft.participant else None,
        key=draft.client_key,
        occurred_at=draft.occurred_at,
        body=draft.body,
    )


def _unsaved(deliberation: Deliberation, draft: EventDraft, salt: str) -> Event:
    return Event(
        deliberation=deliberation,
        kind=draft.kind,
        participant=draft.participant,
        user=draft.user,
        client_key=draft.client_key,
        commitment=commitment(committed_content(draft), salt),
        origin=draft.origin,
        occurred_at=draft.occurred_at,
    )


def record_event(deliberation: Deliberation, draft: EventDraft) -> tuple[Event, bool]:
    """Record one event; return it and whether it is new. Call it inside a transaction.

    Raises:
        KeyReused: the actor used this client key before with another content.
    """
    salt = new_salt()
    event = _unsaved(deliberation, draft, salt)
    if connection.vendor == "postgresql":
        written = write_event(event, salt=salt, body=draft.body)
        return (event, True) if written else (recorded_before(deliberation, draft), False)
    try:
        with transaction.atomic():
            event.save(force_insert=True)
    except IntegrityError:
        return recorded_before(deliberation, draft), False
    EventPayload.objects.create(event=event, salt=salt, body=draft.body)
    return event, True


def new_event(deliberation: Deliberation, draft: EventDraft) -> tuple[Event, str]:
    """Return the event of a draft, not yet recorded, and the salt of its commitment."""
    salt = new_salt()
    return _unsaved(deliberation, draft, salt), salt


def write_event(
    event: Event,
    *,
    salt: str,
    body: dict[str, Any],
    source: str = "",
    then: str = "SELECT id FROM event",
    **parameters: Any,
) -> tuple[Any, ...] | None:
    """Write an event, its payload and what follows from it in one statement of PostgreSQL.

    One statement is one transaction by itself, needs no savepoint against a repeated key and waits for the
    database once. `then` is SQL that may read the new id from `event` and use the `parameters`; `source`
    is a FROM clause that the event waits for, such as one that takes a lock.

    Returns:
        The first row that `then` returns; None where the key is known, and then nothing was written.
    """
    with prepared_cursor() as cursor:
        cursor.execute(
            _writing_event(source, then),
            {
                "deliberation": event.deliberation_id,
                "kind": event.kind,
                "participant": event.participant_id,
                "user": event.user_id,
                "key": event.client_key,
                "commitment": event.commitment,
                "origin": event.origin,
                "occurred_at": event.occurred_at,
                "recorded_at": event.recorded_at,
                "salt": salt,
                "body": json.dumps(body),
                **parameters,
            },
        )
        row: tuple[Any, ...] | None = cursor.fetchone()
    if row is not None:
        event.pk, event._state.adding, event._state.db = row[0], False, connection.alias
    return row


@cache
def _writing_event(source: str, then: str) -> str:
    return _WRITE_EVENT.format(source=source, then=then)


_WRITE_EVENT = """
WITH event AS (
    INSERT INTO deliberation_event (
        deliberation_id, kind, participant_id, user_id, client_key, commitment, origin,
        occurred_at, recorded_at
    )
    SELECT
        %(deliberation)s, %(kind)s, %(participant)s::bigint, %(user)s::bigint, %(key)s, %(commitment)s,
        %(origin)s, %(occurred_at)s::timestamptz, %(recorded_at)s::timestamptz
    {source}
    ON CONFLICT DO NOTHING
    RETURNING id
), payload AS (
    INSERT INTO deliberation_eventpayload (event_id, salt, body)
    SELECT id, %(salt)s, %(body)s::jsonb FROM event
)
{then}
"""


def recorded_before(deliberation: Deliberation, draft: EventDraft) -> Event:
    """Return the event that the draft repeats."""
    same_actor = (
        {"participant": draft.participant}
        if draft.participant
        else {"participant": None, "deliberation": deliberation}
    )
    event = Event.objects.select_related("payload").get(client_key=draft.client_key, **same_actor)
    if event.kind != draft.kind or event.payload.body != draft.body:
        raise KeyReused("This request key was already used for a different action.")
    return event


def record_events(deliberation: Deliberation, drafts: Sequence[EventDraft]) -> list[Event]:
    """Record many new events at once, in order. Call it inside a transaction.

    Raises:
        IntegrityError: one of the keys was used before; the caller filters those out first.
    """
    salts = [new_salt() for _ in drafts]
    events = [_unsaved(deliberation, draft, salt) for draft, salt in zip(drafts, salts, strict=True)]
    if connection.vendor == "postgresql":
        for start in range(0, len(events), BATCH):
            part = slice(start, start + BATCH)
            _write_events(events[part], salts[part], drafts[part])
        return events
    Event.objects.bulk_create(events, batch_size=BATCH)
    EventPayload.objects.bulk_create(
        [
            EventPayload(event=event, salt=salt, body=draft.body)
            for event, salt, draft in zip(events, salts, drafts, strict=True)
        ],
        batch_size=BATCH,
    )
    return events


def _write_events(events: Sequence[Event], salts: Sequence[str], drafts: Sequence[EventDraft]) -> None:
    """Write events and payloads in one statement of PostgreSQL, which gets them as one JSON document."""
    told = [
        {
            "place": place,
            "kind": event.kind,
            "participant": event.participant_id,
            "account": event.user_id,
            "key": event.client_key,
            "commitment": event.commitment,
            "origin": event.origin,
            "occurred_at": event.occurred_at and event.occurred_at.isoformat(),
            "recorded_at": event.recorded_at.isoformat(),
            "salt": salt,
            "body": draft.body,
        }
        for place, (event, salt, draft) in enumerate(zip(events, salts, drafts, strict=True))
    ]
    with prepared_cursor() as cursor:
        cursor.execute(_WRITE_EVENTS, [json.dumps(told), events[0].deliberation_id])
        keys = dict(cursor.fetchall())
    for event in events:
        event.pk, event._state.adding, event._state.db = keys[event.commitment], False, connection.alias


# Of all that is told of an event its commitment alone is its own: a random salt is in it.
_WRITE_EVENTS = """
WITH told AS MATERIALIZED (
    SELECT * FROM json_to_recordset(%s::json) AS told (
        place int, kind text, participant bigint, account bigint, key text, commitment text, origin text,
        occurred_at timestamptz, recorded_at timestamptz, salt text, body jsonb
    )
), event AS (
    INSERT INTO deliberation_event (
        deliberation_id, kind, participant_id, user_id, client_key, commitment, origin,
        occurred_at, recorded_at
    )
    SELECT %s, kind, participant, account, key, commitment, origin, occurred_at, recorded_at
    FROM told ORDER BY place
    RETURNING id, commitment
), payload AS (
    INSERT INTO deliberation_eventpayload (event_id, salt, body)
    SELECT event.id, told.salt, told.body FROM event JOIN told USING (commitment)
)
SELECT commitment, id FROM event
"""
