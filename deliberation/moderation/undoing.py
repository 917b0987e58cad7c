"""Taking a decision back: a decision like any other, which restores what was before."""

from django.db import transaction
from django.utils.translation import gettext as _

from deliberation.models import Deliberation, Event, ModerationDecision, Statement, User
from deliberation.moderation.services import DecisionRefused, Outcome, moderate_statement


def undoable_decision(*, deliberation: Deliberation, decided_by: User) -> ModerationDecision | None:
    """Return this person's last decision if it still stands and is not itself a way back."""
    last = (
        ModerationDecision.objects.filter(statement__deliberation=deliberation, decided_by=decided_by)
        .select_related("statement", "duplicate_of")
        .order_by("-id")
        .first()
    )
    if last is None or last.outcome == Outcome.REOPENED or not _still_stands(last):
        return None
    return last


@transaction.atomic
def undo_decision(*, decision: ModerationDecision, decided_by: User, client_key: str) -> ModerationDecision:
    """Restore what was decided before: an earlier decision, or the place in the queue.

    Sending the same key again does nothing and returns the decision that the first one made.

    Raises:
        DecisionRefused: somebody has decided about the statement since, or what was before cannot be now.
        PermissionError: the account holds no role that decides in this deliberation.
    """
    statement = Statement.objects.select_for_update().get(pk=decision.statement_id)
    repeated = ModerationDecision.objects.filter(
        statement=statement, event__client_key=client_key, event__kind=Event.Kind.STATEMENT_MODERATED
    ).first()
    if repeated is not None:
        return repeated
    if not _still_stands(decision):
        raise DecisionRefused(
            _("Somebody has decided about this statement since. Nothing was changed; please look again.")
        )
    before = statement.decisions.filter(pk__lt=decision.pk).order_by("-id").first()
    return moderate_statement(
        statement=statement,
        outcome=before.outcome if before else Outcome.REOPENED,
        decided_by=decided_by,
        reason=before.reason if before else "",
        note=before.note if before else "",
        duplicate_of=before.duplicate_of if before else None,
        is_meta=_was_meta(before),
        client_key=client_key,
    )


def _still_stands(decision: ModerationDecision) -> bool:
    """Whether nobody has decided about the statement after this decision."""
    later = ModerationDecision.objects.filter(statement=decision.statement_id, pk__gt=decision.pk)
    return not later.exists()


def _was_meta(before: ModerationDecision | None) -> bool:
    return bool(before.event.payload.body.get("is_meta", False)) if before else False
