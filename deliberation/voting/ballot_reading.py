"""Who votes on what, read in one query: the address, the cookie and the number of the statement."""

from typing import Any, Final

from django.db import connection
from django.db.models import Model
from django.http import HttpRequest

from deliberation.integrity.prepared_statements import prepared_cursor
from deliberation.models import Deliberation, Participant, Statement
from deliberation.people.participation import participants_named_by
from deliberation.voting.voters import voter

READ: Final[tuple[tuple[type[Model], str, tuple[str, ...]], ...]] = (
    (
        Participant,
        "participant",
        ("id", "deliberation_id", "number", "public_id", "user_id", "joined_at", "erased_at"),
    ),
    (Deliberation, "deliberation", ("id", "public_id", "slug", "state", "voting_from", "voting_until")),
    (Statement, "statement", ("id", "deliberation_id", "number", "state", "merged_into_id")),
)
"""What a vote is judged by; whatever else is asked of the rows is read when it is asked for."""

# Written out, since building it anew for each vote takes several times as long as the database needs for it.
WHO_VOTES_ON_WHAT: Final = f"""
SELECT {", ".join(f"{table}.{column}" for _model, table, columns in READ for column in columns)}
FROM deliberation_participant AS participant
JOIN deliberation_deliberation AS deliberation ON deliberation.id = participant.deliberation_id
JOIN deliberation_statement AS statement
    ON statement.deliberation_id = deliberation.id AND statement.number = %s
WHERE participant.public_id = ANY(%s) AND participant.erased_at IS NULL
    AND deliberation.slug = %s AND deliberation.state <> %s
LIMIT 1
"""  # noqa: S608 - made of the names above  # nosec


def participant_and_statement(
    request: HttpRequest, slug: str, number: int
) -> tuple[Participant, Statement] | None:
    """Return who votes on which statement; None where nobody takes part or there is no such statement.

    Raises:
        Http404: there is no such deliberation, or it is a draft.
    """
    is_vouched_for = getattr(request, "is_vouched_for", False)
    if connection.vendor == "postgresql" and not is_vouched_for:
        public_ids = participants_named_by(request)
        with prepared_cursor() as cursor:
            cursor.execute(WHO_VOTES_ON_WHAT, [number, public_ids, slug, Deliberation.State.DRAFT.value])
            row = cursor.fetchone()
        if row is not None:
            return _rows(row)
    deliberation, participant = voter(request, slug)
    statement = Statement.objects.filter(deliberation=deliberation, number=number).first()
    if participant is None or statement is None:
        return None
    participant.deliberation = statement.deliberation = deliberation
    return participant, statement


def _rows(values: tuple[Any, ...]) -> tuple[Participant, Statement]:
    rows, start = [], 0
    for model, _table, columns in READ:
        end = start + len(columns)
        rows.append(model.from_db(connection.alias, columns, values[start:end]))
        start = end
    participant, deliberation, statement = rows
    assert isinstance(participant, Participant) and isinstance(statement, Statement)  # noqa: S101
    participant.deliberation = statement.deliberation = deliberation
    return participant, statement
