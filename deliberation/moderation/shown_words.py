"""Which statements' words the public log shows, and why it does not show the others."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from deliberation.models import Deliberation, ModerationDecision, Statement, StatementLineage, Vote

Reason = ModerationDecision.Reason
Outcome = ModerationDecision.Outcome
NEVER_SHOWN: Final = (Reason.HATEFUL, Reason.PERSONAL_DATA, Reason.SPAM)
"""Reasons for which the words themselves are the harm."""
TAKEN_BACK, WAITING, UNSAID, REPLACED = "taken_back", "waiting", "no_reason", "replaced"
WHY: Final = {
    TAKEN_BACK: _("taken back by its author"),
    WAITING: _("it waits for a moderator"),
    UNSAID: _("rejected without a stated reason"),
    REPLACED: _("its author chose other words before anybody voted"),
    Reason.HATEFUL: _("hateful or abusive"),
    Reason.PERSONAL_DATA: _("personal data"),
    Reason.SPAM: _("spam"),
}


@dataclass(frozen=True)
class ShownWords:
    """A statement's words, or why they are not shown."""

    text: str
    language: str
    hidden_because: str = ""

    @property
    def why(self) -> str:
        """Why they are not shown, in the reader's language; empty where they are."""
        return str(WHY[self.hidden_because]) if self.hidden_because else ""


def shown_words(deliberation: Deliberation, numbers: Collection[int] | None = None) -> dict[int, ShownWords]:
    """Return what of each statement's words is public, by number, in two queries; None means all of them.

    Words are public while the statement is let in. Otherwise only if it was rejected for another reason
    than `NEVER_SHOWN`, now and ever before, or put into other words after people had seen it.
    """
    statements = deliberation.statements.all()
    rejections = ModerationDecision.objects.filter(
        statement__deliberation=deliberation, outcome=Outcome.REJECTED
    )
    if numbers is not None:
        statements = statements.filter(number__in=numbers)
        rejections = rejections.filter(statement__number__in=numbers)
    reasons: dict[int, list[str]] = {}
    for number, reason in rejections.order_by("id").values_list("statement__number", "reason"):
        reasons.setdefault(number, []).append(reason)
    rows = statements.annotate(
        is_replaced=Exists(StatementLineage.objects.filter(source=OuterRef("pk"))),
        was_seen=Exists(Vote.objects.filter(statement=OuterRef("pk"))),
    )
    columns = ("number", "text", "language", "state", "erased_at", "is_replaced", "was_seen")
    return {
        number: _shown(text, language, _why_hidden(state, erased_at, replaced, seen, reasons.get(number, [])))
        for number, text, language, state, erased_at, replaced, seen in rows.values_list(*columns)
    }


def _shown(text: str, language: str, hidden_because: str) -> ShownWords:
    return ShownWords("" if hidden_because else text, language, hidden_because)


def _why_hidden(state: str, erased_at: object, is_replaced: bool, was_seen: bool, reasons: list[str]) -> str:
    if erased_at is not None:
        return TAKEN_BACK
    if state == Statement.State.ACCEPTED:
        return ""
    harmful = [reason for reason in reasons if reason in NEVER_SHOWN]
    if harmful:
        return harmful[-1]
    if state == Statement.State.PENDING:
        return WAITING
    if is_replaced:
        return "" if was_seen else REPLACED
    return "" if reasons and reasons[-1] else UNSAID
