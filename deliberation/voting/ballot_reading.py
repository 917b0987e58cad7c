"""Who votes on what: the address, the cookie and the number of the statement.

Read in one query, or remembered from an earlier vote: a person votes often and a statement is voted on often.
What is remembered may have changed since. So a vote is written only where what it was judged by still holds
(`vote_writing`), and what is remembered is forgotten as soon as it does not.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.http import HttpRequest

from deliberation.integrity.joined_rows import JoinedRows
from deliberation.integrity.prepared_statements import prepared_cursor
from deliberation.models import Deliberation, Participant, Statement
from deliberation.people.participation import participants_named_by
from deliberation.voting.candidates import statement_last_read
from deliberation.voting.voters import voter

READ: Final = JoinedRows(
    (
        Participant,
        "participant",
        ("id", "deliberation_id", "number", "public_id", "user_id", "joined_at", "erased_at"),
    ),
    (Deliberation, "deliberation", ("id", "public_id", "slug", "state", "voting_from", "voting_until")),
    (Statement, "statement", ("id", "deliberation_id", "number", "state", "merged_into_id")),
)
"""What a vote is judged by; whatever else is asked of the rows is read when it is asked for."""

MOST_REMEMBERED: Final = 5_000
"""Participants and statements each; beyond that all are forgotten."""

WHO_VOTES_ON_WHAT: Final = f"""
SELECT {READ.columns}
FROM deliberation_participant AS participant
JOIN deliberation_deliberation AS deliberation ON deliberation.id = participant.deliberation_id
JOIN deliberation_statement AS statement
    ON statement.deliberation_id = deliberation.id AND statement.number = %s
WHERE participant.public_id = ANY(%s) AND participant.erased_at IS NULL
    AND deliberation.slug = %s AND deliberation.state <> %s
LIMIT 1
"""  # noqa: S608 - made of the names above  # nosec


@dataclass(frozen=True)
class Found:
    """Who votes on what. What is remembered is shared by threads: it is read, and never changed."""

    participant: Participant
    statement: Statement
    is_remembered: bool = False


class _Memory:
    """Participants by address and cookies, and statements by number, as they were read last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._participants: dict[tuple[str, ...], Participant] = {}
        self._statements: dict[tuple[int, int], Statement] = {}

    def find(self, slug: str, public_ids: Sequence[str], number: int) -> Found | None:
        participant = self._participants.get((slug, *public_ids))
        if participant is None:
            return None
        statement = self._statements.get((participant.deliberation_id, number))
        if statement is None:
            statement = statement_last_read(participant.deliberation, number)
            if statement is None:
                return None
            self._statements[participant.deliberation_id, number] = statement
        return Found(participant, statement, is_remembered=True)

    def keep(self, slug: str, public_ids: Sequence[str], found: Found) -> None:
        with self._lock:
            if max(len(self._participants), len(self._statements)) >= MOST_REMEMBERED:
                self._participants.clear()
                self._statements.clear()
            self._participants[slug, *public_ids] = found.participant
            self._statements[found.participant.deliberation_id, found.statement.number] = found.statement


_memory = _Memory()


def participant_and_statement(
    request: HttpRequest, slug: str, number: int, *, anew: bool = False
) -> Found | None:
    """Return who votes on which statement; None where nobody takes part or there is no such statement.

    Args:
        request: whose cookies tell who votes.
        slug: the address of the deliberation.
        number: which of its statements.
        anew: read it, whatever is remembered.

    Raises:
        Http404: there is no such deliberation, or it is a draft.
    """
    is_vouched_for = getattr(request, "is_vouched_for", False)
    if connection.vendor == "postgresql" and not is_vouched_for:
        public_ids = participants_named_by(request)
        if not anew and (remembered := _memory.find(slug, public_ids, number)):
            return remembered
        with prepared_cursor() as cursor:
            cursor.execute(WHO_VOTES_ON_WHAT, [number, public_ids, slug, Deliberation.State.DRAFT.value])
            row = cursor.fetchone()
        if row is not None:
            participant, deliberation, statement = READ.models(row)
            participant.deliberation = statement.deliberation = deliberation
            found = Found(participant, statement)
            _memory.keep(slug, public_ids, found)
            return found
    deliberation, participant = voter(request, slug)
    statement = Statement.objects.filter(deliberation=deliberation, number=number).first()
    if participant is None or statement is None:
        return None
    participant.deliberation = statement.deliberation = deliberation
    return Found(participant, statement)
