"""Adding first statements: many at once, each with its events, accepted from the beginning."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from deliberation.integrity.event_log import EventDraft, record_events
from deliberation.models import Deliberation, Event, ModerationDecision, Statement, User
from deliberation.organising.languages import content_languages
from deliberation.organising.seed_file import CheckedRow, SentRow, checked_rows
from deliberation.results.semantic_index import request_index
from deliberation.webhooks.announcing import announce_statements

Outcome = ModerationDecision.Outcome


def check_seeds(deliberation: Deliberation, rows: Sequence[SentRow]) -> list[CheckedRow]:
    """Say of each row whether it can be added, and write nothing."""
    return checked_rows(
        rows,
        longest=deliberation.statement_length,
        languages=deliberation.statement_languages,
        known_languages=content_languages(),
        existing=deliberation.statements.values_list("text", flat=True),
    )


@transaction.atomic
def add_seeds(*, deliberation: Deliberation, rows: Sequence[SentRow], user: User) -> int:
    """Add those of the rows that are new and without fault, as accepted statements; return how many.

    Sending the same rows again adds nothing: what is there already, word for word, is left out.
    """
    locked = Deliberation.objects.select_for_update().get(pk=deliberation.pk)
    new = [row for row in check_seeds(locked, rows) if row.is_new]
    if not new:
        return 0
    first = locked.next_statement_number
    locked.next_statement_number = first + len(new)
    locked.save(update_fields=["next_statement_number"])
    now = timezone.now()
    statements = Statement.objects.bulk_create(
        [
            Statement(
                deliberation=locked,
                number=first + position,
                text=row.text,
                language=row.language,
                is_seed=True,
                state=Statement.State.ACCEPTED,
                proposed_at=now,
            )
            for position, row in enumerate(new)
        ],
        batch_size=500,
    )
    _record(locked, statements, user)
    request_index(deliberation=locked)
    announce_statements(locked, statements)
    return len(new)


def _record(deliberation: Deliberation, statements: Sequence[Statement], user: User) -> None:
    """Write the events and decisions that make the statements what they are."""
    role = str(user.role_in(deliberation) or "")
    record_events(
        deliberation,
        [
            EventDraft(
                kind=Event.Kind.STATEMENT_PROPOSED,
                body={
                    "statement": statement.number,
                    "text": statement.text,
                    "language": statement.language,
                    "is_seed": True,
                },
                user=user,
            )
            for statement in statements
        ],
    )
    events = record_events(
        deliberation,
        [
            EventDraft(
                kind=Event.Kind.STATEMENT_MODERATED,
                body={
                    "statement": statement.number,
                    "outcome": str(Outcome.ACCEPTED),
                    "reason": "",
                    "note": "",
                    "duplicate_of": None,
                    "is_meta": False,
                    "role": role,
                },
                user=user,
            )
            for statement in statements
        ],
    )
    ModerationDecision.objects.bulk_create(
        [
            ModerationDecision(
                statement=statement, outcome=Outcome.ACCEPTED, role=role, decided_by=user, event=event
            )
            for statement, event in zip(statements, events, strict=True)
        ],
        batch_size=500,
    )
