"""Moderators' decisions about statements."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.integrity.plain_text import clean_text
from deliberation.models import DuplicateCandidate, Event, ModerationDecision, Statement, User
from deliberation.people.notices import notify_decision
from deliberation.results.semantic_index import request_index

Outcome = ModerationDecision.Outcome
STATES = {
    Outcome.ACCEPTED: Statement.State.ACCEPTED,
    Outcome.REJECTED: Statement.State.REJECTED,
    Outcome.DUPLICATE: Statement.State.ACCEPTED,
    Outcome.REOPENED: Statement.State.PENDING,
    Outcome.REPLACED: Statement.State.REJECTED,
}


class DecisionRefused(Exception):
    """The decision cannot be taken; the text says why, in words for the moderator."""


@transaction.atomic
def moderate_statement(
    *,
    statement: Statement,
    outcome: str,
    decided_by: User | None,
    reason: str = "",
    note: str = "",
    duplicate_of: Statement | None = None,
    is_meta: bool | None = None,
    client_key: str = "",
    origin: str = Event.Origin.WEB,
) -> ModerationDecision:
    """Record a decision and give the statement its new state.

    A merged statement keeps its own votes; `duplicate_of` names the one that people vote on from now on.

    Raises:
        DecisionRefused: a rejection without a reason, or a merge with itself, with a statement that is not
            open for voting, or in a circle.
        PermissionError: the account holds no role that decides in this deliberation.
    """
    role = decided_by.role_in(statement.deliberation) if decided_by else None
    if decided_by is not None and not (role and role.may_moderate):
        raise PermissionError(_("Only moderators and owners of this deliberation decide about statements."))
    locked = Statement.objects.select_for_update().get(pk=statement.pk)
    target = _checked_target(locked, outcome, reason, duplicate_of)
    event, is_new = record_event(
        locked.deliberation,
        EventDraft(
            kind=Event.Kind.STATEMENT_MODERATED,
            body={
                "statement": locked.number,
                "outcome": str(outcome),
                "reason": str(reason),
                "note": clean_text(note),
                "duplicate_of": target.number if target else None,
                "is_meta": locked.is_meta if is_meta is None else is_meta,
            },
            user=decided_by,
            client_key=client_key or uuid.uuid4().hex,
            origin=origin,
        ),
    )
    if not is_new:
        return ModerationDecision.objects.get(event=event)
    former_target = locked.merged_into
    locked.state = STATES[Outcome(outcome)]
    locked.merged_into = target
    locked.is_meta = locked.is_meta if is_meta is None else is_meta
    locked.save(update_fields=["state", "merged_into", "is_meta"])
    statement.refresh_from_db()
    _settle_candidates(locked, former_target, target)
    request_index(deliberation=locked.deliberation)
    decision = ModerationDecision.objects.create(
        statement=locked,
        outcome=outcome,
        reason=reason,
        note=clean_text(note),
        duplicate_of=target,
        decided_by=decided_by,
        event=event,
    )
    notify_decision(statement=locked, decision=decision)
    return decision


def dismiss_candidate(*, candidate: DuplicateCandidate) -> None:
    """Say that the two statements are not the same; the pair is not offered again."""
    candidate.state = DuplicateCandidate.State.DISMISSED
    candidate.save(update_fields=["state"])


def _checked_target(
    statement: Statement, outcome: str, reason: str, duplicate_of: Statement | None
) -> Statement | None:
    if statement.erased_at is not None:
        raise DecisionRefused(_("Its author took the words back; there is nothing left to decide about."))
    if outcome not in Outcome.values:
        raise DecisionRefused(_("Accept, reject, merge or put back: nothing else can be decided."))
    if outcome == Outcome.REJECTED and reason not in ModerationDecision.Reason.values:
        raise DecisionRefused(_("A rejection needs a reason; its author will read it."))
    if outcome != Outcome.ACCEPTED and statement.merged_statements.exists():
        raise DecisionRefused(_("Other statements were merged into this one; merge those elsewhere first."))
    if outcome != Outcome.DUPLICATE:
        return None
    if duplicate_of is None or duplicate_of.deliberation_id != statement.deliberation_id:
        raise DecisionRefused(_("Say which statement of this deliberation it duplicates."))
    if duplicate_of.pk == statement.pk:
        raise DecisionRefused(_("A statement cannot be a duplicate of itself."))
    if duplicate_of.state != Statement.State.ACCEPTED or duplicate_of.merged_into_id is not None:
        raise DecisionRefused(_("A statement can only be merged into one that is open for voting."))
    return duplicate_of


def _settle_candidates(
    statement: Statement, former_target: Statement | None, target: Statement | None
) -> None:
    """A merge confirms the proposal it follows; taking the merge back offers the pair again."""
    if former_target is not None:
        _set_candidate(statement, former_target, DuplicateCandidate.State.PROPOSED)
    if target is not None:
        _set_candidate(statement, target, DuplicateCandidate.State.CONFIRMED)


def _set_candidate(statement: Statement, other: Statement, state: str) -> None:
    first, second = sorted((statement.pk, other.pk))
    DuplicateCandidate.objects.filter(first_id=first, second_id=second).update(state=state)
