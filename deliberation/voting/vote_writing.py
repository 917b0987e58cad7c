"""Writing votes to PostgreSQL: one with its event and what is shown next, or many whose events are written.

One statement is one transaction and one wait for the disk, and a repeated key needs no savepoint.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from deliberation.integrity.event_log import EventDraft, new_event, write_event
from deliberation.integrity.prepared_statements import prepared_cursor
from deliberation.models import Participant, Vote
from deliberation.voting.showing_tickets import Showing

# The participant is locked before the event gets its number: two tabs voting at once get their turns in the
# order of the log. And a vote is taken only where all that it was judged by is as it was when it was read.
JUDGED: Final = """FROM (
    SELECT 1
    FROM deliberation_participant AS participant
    JOIN deliberation_deliberation AS deliberation ON deliberation.id = participant.deliberation_id
    JOIN deliberation_statement AS statement
        ON statement.deliberation_id = deliberation.id AND statement.id = %(statement)s
    WHERE participant.id = %(participant)s AND participant.erased_at IS NULL
        AND deliberation.slug = %(slug)s AND deliberation.state = %(deliberation_state)s
        AND deliberation.voting_from IS NOT DISTINCT FROM %(voting_from)s::timestamptz
        AND deliberation.voting_until IS NOT DISTINCT FROM %(voting_until)s::timestamptz
        AND statement.state = %(statement_state)s AND statement.merged_into_id IS NULL
    FOR NO KEY UPDATE OF participant
) AS judged"""
BECOMES_CURRENT: Final = """ON CONFLICT (participant_id, statement_id) DO UPDATE SET
    value = excluded.value, pass_reason = '', cast_at = excluded.cast_at, event_id = excluded.event_id"""
UPSERT_VOTE: Final = """, vote AS (
    INSERT INTO deliberation_vote (
        deliberation_id, participant_id, statement_id, value, pass_reason, is_important, cast_at, event_id
    )
    SELECT
        %(deliberation)s, %(participant)s, %(statement)s, %(value)s, '', false,
        %(cast_at)s::timestamptz, id
    FROM event
    {current}
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
        %(probability)s::double precision, %(cast_at)s::timestamptz
    FROM event
    WHERE %(seed)s::text = '' OR NOT EXISTS (
        SELECT 1 FROM deliberation_exposure
        WHERE participant_id = %(participant)s AND statement_id = %(shown)s AND seed = %(seed)s::text
    )
)"""
WITH_SHOWING: Final = UPSERT_VOTE.format(current=BECOMES_CURRENT, showing=LOG_SHOWING)
WITHOUT_SHOWING: Final = UPSERT_VOTE.format(current=BECOMES_CURRENT, showing="")


def write_vote(vote: Vote, *, draft: EventDraft, showing: Showing | None) -> bool:
    """Write a vote with its event, and give it the ids it gets.

    Returns:
        False where nothing was written: the key is known, or what the vote was judged by has changed.
    """
    event, salt = new_event(vote.participant.deliberation, draft)
    judged = vote.statement.deliberation
    row = write_event(
        event,
        salt=salt,
        body=draft.body,
        source=JUDGED,
        then=WITH_SHOWING if showing else WITHOUT_SHOWING,
        statement=vote.statement_id,
        value=vote.value,
        cast_at=vote.cast_at,
        slug=vote.participant.deliberation.slug,
        deliberation_state=judged.state,
        voting_from=judged.voting_from,
        voting_until=judged.voting_until,
        statement_state=vote.statement.state,
        **_parameters(showing),
    )
    if row is None:
        return False
    _event, vote.pk, vote.is_important = row
    vote.event = event
    vote._state.adding, vote._state.db = False, event._state.db
    return True


SET_CURRENT: Final = f"""
INSERT INTO deliberation_vote (
    deliberation_id, participant_id, statement_id, value, pass_reason, is_important, cast_at, event_id
)
SELECT deliberation, participant, statement, value, '', false, cast_at, event
FROM json_to_recordset(%s::json) AS told (
    place int, deliberation bigint, participant bigint, statement bigint, value smallint, cast_at timestamptz,
    event bigint
)
ORDER BY place
{BECOMES_CURRENT}
"""  # noqa: S608 - made of what stands above  # nosec


def set_current(votes: Sequence[Vote]) -> None:
    """Make votes whose events are written the current ones, in their order; marks of importance stay."""
    told = [
        {
            "place": place,
            "deliberation": vote.deliberation_id,
            "participant": vote.participant_id,
            "statement": vote.statement_id,
            "value": vote.value,
            "cast_at": vote.cast_at and vote.cast_at.isoformat(),
            "event": vote.event_id,
        }
        for place, vote in enumerate(votes)
    ]
    with prepared_cursor() as cursor:
        cursor.execute(SET_CURRENT, [json.dumps(told)])


LOG_SHOWN: Final = """
INSERT INTO deliberation_exposure (participant_id, statement_id, reason, seed, shown_at)
SELECT %(participant)s, statement, '', '', shown_at
FROM json_to_recordset(%(told)s::json) AS told (statement bigint, shown_at timestamptz)
WHERE NOT EXISTS (
    SELECT 1 FROM deliberation_exposure
    WHERE participant_id = %(participant)s AND statement_id = told.statement
)
"""


def log_shown(participant: Participant, shown: Mapping[int, datetime]) -> None:
    """Log when statements were shown, by their row, but for those that are logged for this participant."""
    told = [{"statement": pk, "shown_at": moment.isoformat()} for pk, moment in shown.items()]
    with prepared_cursor() as cursor:
        cursor.execute(LOG_SHOWN, {"participant": participant.pk, "told": json.dumps(told)})


def _parameters(showing: Showing | None) -> dict[str, Any]:
    if showing is None:
        return {}
    return {
        "shown": showing.statement_id,
        "analysis": showing.analysis_id,
        "reason": showing.reason,
        "seed": showing.seed,
        "probability": showing.probability,
    }
