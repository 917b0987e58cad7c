"""Reasons that people gave for their votes, as moderators let them in or keep them out."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.utils.translation import gettext as _

from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.models import Deliberation, Event, Statement, User, VoteReason
from deliberation.moderation.marks import marks_in

PER_PAGE = 20
State = Statement.State


class ReasonChanged(Exception):
    """The reason is not what the moderator read any more, or somebody else has decided about it."""


@dataclass(frozen=True)
class ReasonAsRead:
    """A reason as it stood on a moderator's screen: which wording, and what had been decided."""

    reason: int
    event: int
    state: str

    def __str__(self) -> str:
        return f"{self.reason}-{self.event}-{self.state}"

    @classmethod
    def parse(cls, text: str) -> "ReasonAsRead | None":
        """Return what `str` wrote, or None."""
        reason, _dash, rest = text.partition("-")
        event, _dash, state = rest.partition("-")
        if not (reason.isdecimal() and event.isdecimal()) or len(text) > 60 or state not in State.values:
            return None
        return cls(int(reason), int(event), state)


def reasons_in(deliberation: Deliberation, state: str, number: str | None) -> Page:
    """Return one page of the reasons in a state, with what was noticed: the oldest first while they wait."""
    reasons = VoteReason.objects.filter(participant__deliberation=deliberation, state=state)
    order = "pk" if state == State.PENDING else "-decided_at"
    page = Paginator(reasons.select_related("statement").order_by(order, "pk"), PER_PAGE).get_page(number)
    for reason in page:
        reason.as_read = ReasonAsRead(reason.pk, reason.event_id, reason.state)
        reason.marks = marks_in(reason.text)
    return page


@transaction.atomic
def moderate_reason(
    *,
    deliberation: Deliberation,
    as_read: ReasonAsRead,
    outcome: str,
    decided_by: User,
    client_key: str = "",
    origin: str = Event.Origin.WEB,
) -> VoteReason:
    """Let a reason in or keep it out. Sending the same key again does nothing.

    Raises:
        ReasonChanged: its author has worded it anew, or somebody has decided about it, since it was read.
        PermissionError: the account holds no role that decides in this deliberation.
    """
    role = decided_by.role_in(deliberation)
    if not (role and role.may_moderate):
        raise PermissionError(_("Only moderators and owners of this deliberation decide about reasons."))
    if outcome not in {State.ACCEPTED, State.REJECTED}:
        raise ValueError(f"A reason is accepted or rejected, not {outcome}.")
    reason = (
        VoteReason.objects.select_for_update(of=["self"])
        .select_related("participant", "statement")
        .filter(pk=as_read.reason, participant__deliberation=deliberation)
        .first()
    )
    if reason is None:
        raise ReasonChanged
    key = client_key or uuid.uuid4().hex
    if reason.state == outcome and Event.objects.filter(deliberation=deliberation, client_key=key).exists():
        return reason
    if (reason.event_id, reason.state) != (as_read.event, as_read.state):
        raise ReasonChanged
    body = {"participant": reason.participant.number, "statement": reason.statement.number}
    event, _is_new = record_event(
        deliberation,
        EventDraft(
            kind=Event.Kind.REASON_MODERATED,
            body=body | {"outcome": str(outcome), "role": str(role)},
            user=decided_by,
            client_key=key,
            origin=origin,
        ),
    )
    reason.state, reason.decided_by, reason.decided_at = outcome, decided_by, event.recorded_at
    reason.save(update_fields=["state", "decided_by", "decided_at"])
    return reason


def moderate_reasons(
    *,
    deliberation: Deliberation,
    as_read: Sequence[ReasonAsRead],
    outcome: str,
    decided_by: User,
    client_key: str,
) -> int:
    """Decide about several reasons alike; return how many had changed meanwhile and were left alone.

    Raises:
        PermissionError: the account holds no role that decides in this deliberation.
    """
    changed = 0
    for one in as_read:
        try:
            moderate_reason(
                deliberation=deliberation,
                as_read=one,
                outcome=outcome,
                decided_by=decided_by,
                client_key=f"{client_key[:40]}.{one.reason}",
            )
        except ReasonChanged:
            changed += 1
    return changed
