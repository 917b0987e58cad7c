"""Taking decisions back: decisions like any other, which restore what was before."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from deliberation.models import Deliberation, Event, ModerationDecision, Statement, User
from deliberation.moderation.deciding_rules import DecisionRefused, Outcome
from deliberation.moderation.services import moderate_statement
from deliberation.moderation.together import KEY_TOGETHER, MOST_TOGETHER


@dataclass(frozen=True)
class LastDecision:
    """A person's last decision, with all that were taken together with it, the newest first."""

    decisions: list[ModerationDecision]

    @property
    def latest(self) -> ModerationDecision:
        """The newest of them, by which the others are found again."""
        return self.decisions[0]

    @property
    def first(self) -> ModerationDecision:
        """The one that was taken first: of a merge, about the statement that stays."""
        return self.decisions[-1]

    @property
    def others(self) -> int:
        """How many were taken together with it."""
        return len(self.decisions) - 1


def undoable_decision(*, deliberation: Deliberation, decided_by: User) -> LastDecision | None:
    """Return this person's last decision, as it was taken, if it still stands and is not itself a way back.

    Of decisions taken together those count that nobody has overruled since.
    """
    mine = (
        ModerationDecision.objects.filter(statement__deliberation=deliberation, decided_by=decided_by)
        .select_related("statement", "duplicate_of", "event")
        .order_by("-id")
    )
    last = mine.first()
    if last is None or last.outcome in {Outcome.REOPENED, Outcome.REPLACED}:
        return None
    together = KEY_TOGETHER.match(last.event.client_key)
    if together is None:
        return LastDecision([last]) if _still_stands(last) else None
    same = [each for each in mine[:MOST_TOGETHER] if each.event.client_key.startswith(together[0])]
    overruled = _overruled(same)
    standing = [decision for decision in same if decision.statement_id not in overruled]
    return LastDecision(standing) if standing else None


@transaction.atomic
def undo_last(*, last: LastDecision, decided_by: User, client_key: str) -> dict[int, str]:
    """Take back decisions that were taken together; return why some cannot be, by statement number.

    Raises:
        DecisionRefused: none can be taken back, and why.
        PermissionError: the account holds no role that decides in this deliberation.
    """
    refused: dict[int, str] = {}
    for decision in last.decisions:
        key = client_key if not last.others else f"{client_key[:32]}.{decision.statement.number}"
        try:
            with transaction.atomic():
                undo_decision(decision=decision, decided_by=decided_by, client_key=key)
        except DecisionRefused as refusal:
            refused[decision.statement.number] = str(refusal)
    if len(refused) == len(last.decisions):
        raise DecisionRefused(next(iter(refused.values())))
    return refused


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
        takes_back=decision,
        client_key=client_key,
    )


def _still_stands(decision: ModerationDecision) -> bool:
    """Whether nobody has decided about the statement after this decision."""
    return not _overruled([decision])


def _overruled(decisions: list[ModerationDecision]) -> set[int]:
    """Return the keys of the statements about which somebody has decided after these decisions."""
    about = {decision.statement_id: decision.pk for decision in decisions}
    later = ModerationDecision.objects.filter(statement__in=about).values_list("statement_id", "pk")
    return {statement for statement, key in later if key > about[statement]}


def _was_meta(before: ModerationDecision | None) -> bool:
    return bool(before.event.payload.body.get("is_meta", False)) if before else False
