"""What became of a question that a moderator put to somebody else, in its row and in the log."""

from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.models import Event, Participant, PendingDecision, Statement, User


def close_decision(
    asked: PendingDecision,
    state: str,
    *,
    by: User | None,
    client_key: str,
    participant: Participant | None = None,
    origin: str = Event.Origin.WEB,
) -> None:
    """Note an answer, a withdrawal or a lapse. Call it in a transaction, with the row locked."""
    event, _is_new = record_event(
        asked.statement.deliberation,
        EventDraft(
            kind=Event.Kind.DECISION_ANSWERED,
            body={
                "statement": asked.statement.number,
                "kind": str(asked.kind),
                "answer": str(state),
                "role": role_in_words(by, asked.statement),
            },
            user=by,
            participant=participant,
            client_key=client_key,
            origin=origin,
        ),
    )
    asked.state, asked.answered_by, asked.answered_at = state, by, event.recorded_at
    asked.save(update_fields=["state", "answered_by", "answered_at"])


def role_in_words(user: User | None, statement: Statement) -> str:
    """Return the role that an account holds now; empty for nobody and for no role."""
    role = user.role_in(statement.deliberation) if user else None
    return str(role) if role else ""
