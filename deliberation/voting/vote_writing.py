"""Writing a vote to PostgreSQL in one statement: event, payload, current vote, and what is shown next.

One statement is one transaction and one wait for the disk, and a repeated key needs no savepoint.
"""

from typing import Any, Final

from deliberation.integrity.event_log import EventDraft, new_event, write_event
from deliberation.models import Exposure, Vote

# Taken before the event gets its number: two tabs voting at once get their turns in the order of the log.
LOCKED_PARTICIPANT: Final = (
    "FROM (SELECT 1 FROM deliberation_participant WHERE id = %(participant)s FOR NO KEY UPDATE) AS locked"
)
UPSERT_VOTE: Final = """, vote AS (
    INSERT INTO deliberation_vote (
        deliberation_id, participant_id, statement_id, value, pass_reason, is_important, cast_at, event_id
    )
    SELECT
        %(deliberation)s, %(participant)s, %(statement)s, %(value)s, '', false,
        %(cast_at)s::timestamptz, id
    FROM event
    ON CONFLICT (participant_id, statement_id) DO UPDATE SET
        value = excluded.value, pass_reason = '', cast_at = excluded.cast_at, event_id = excluded.event_id
    RETURNING id, is_important, event_id
){showing}
SELECT event_id, id, is_important FROM vote
"""
LOG_SHOWING: Final = """, showing AS (
    INSERT INTO deliberation_exposure (
        participant_id, statement_id, analysis_id, reason, seed, probability, shown_at
    )
    SELECT
        %(participant)s, %(shown)s, %(analysis)s::bigint, %(reason)s, %(seed)s::text,
        %(probability)s::double precision, %(shown_at)s::timestamptz
    FROM event
    WHERE %(seed)s::text = '' OR NOT EXISTS (
        SELECT 1 FROM deliberation_exposure
        WHERE participant_id = %(participant)s AND statement_id = %(shown)s AND seed = %(seed)s::text
    )
)"""


def write_vote(vote: Vote, *, draft: EventDraft, showing: Exposure | None) -> bool:
    """Write a vote with its event, and give it the ids it gets; False where the key is known.

    Then nothing is written.
    """
    event, salt = new_event(vote.participant.deliberation, draft)
    row = write_event(
        event,
        salt=salt,
        body=draft.body,
        source=LOCKED_PARTICIPANT,
        then=UPSERT_VOTE.format(showing=LOG_SHOWING if showing else ""),
        statement=vote.statement_id,
        value=vote.value,
        cast_at=vote.cast_at,
        **_parameters(showing),
    )
    if row is None:
        return False
    _event, vote.pk, vote.is_important = row
    vote.event = event
    vote._state.adding, vote._state.db = False, event._state.db
    return True


def _parameters(showing: Exposure | None) -> dict[str, Any]:
    if showing is None:
        return {}
    return {
        "shown": showing.statement_id,
        "analysis": showing.analysis_id,
        "reason": showing.reason,
        "seed": showing.seed,
        "probability": showing.probability,
        "shown_at": showing.shown_at,
    }
