"""Moderators' decisions about statements."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.integrity.plain_text import clean_text
from deliberation.models import (
    DuplicateCandidate,
    Event,
    ModerationDecision,
    PendingDecision,
    Statement,
    StatementLineage,
    User,
)
from deliberation.moderation.answers import close_decision
from deliberation.moderation.attached import attached_to
from deliberation.moderation.deciding_rules import (
    BY_ONE_PERSON,
    DecisionRefused,
    NeedsSecondPerson,
    Outcome,
    agreed_to,
    check_nobody_votes,
    check_two_people,
    checked_target,
    holds_votes,
    is_own,
    role_that_decides,
)
from deliberation.people.notices import notify_decisions
from deliberation.results.semantic_index import request_index
from deliberation.webhooks.announcing import announce_statements

STATES = {
    Outcome.ACCEPTED: Statement.State.ACCEPTED,
    Outcome.REJECTED: Statement.State.REJECTED,
    Outcome.DUPLICATE: Statement.State.ACCEPTED,
    Outcome.REOPENED: Statement.State.PENDING,
    Outcome.REPLACED: Statement.State.REJECTED,
}


@transaction.atomic
def moderate_statement(
    *,
    statement: Statement,
    outcome: str,
    decided_by: User | None,
    reason: str = "",
    note: str = "",
    public_reason: str = "",
    duplicate_of: Statement | None = None,
    is_meta: bool | None = None,
    confirmed: PendingDecision | None = None,
    replaced_by: Sequence[Statement] = (),
    takes_back: ModerationDecision | None = None,
    tells_author: bool = True,
    client_key: str = "",
    origin: str = Event.Origin.WEB,
) -> ModerationDecision:
    """Record a decision and give the statement its new state.

    A merged statement keeps its own votes; `duplicate_of` names the one that people vote on from now on.
    Rejecting a statement that holds votes takes two people: `confirmed` is what the first proposed and
    `decided_by`, the second, has agreed to. `replaced_by` are the statements that say it in other words,
    as `deliberation.moderation.replacing` makes them; they leave the vote again when their source comes
    back. `takes_back` is the decision of the same person that this one undoes. `tells_author` is for who
    knows already, having agreed.

    Raises:
        NeedsSecondPerson: one person alone rejects a statement that people have voted on, or puts one back
            into the queue on which they vote.
        DecisionRefused: a rejection without a reason, or a merge with itself, with a statement that is not
            open for voting, or in a circle; or people have voted on what replaces it.
        PermissionError: the account holds no role that decides in this deliberation.
    """
    role = role_that_decides(decided_by, statement)
    locked = Statement.objects.select_for_update().get(pk=statement.pk)
    locked.deliberation = statement.deliberation
    attached = attached_to([locked.pk])
    if outcome == Outcome.REOPENED and locked.merged_into_id and locked.pk in attached.voted_on:
        # Out of a merge it comes back into the vote: waiting again would take its votes out of it.
        outcome = Outcome.ACCEPTED
    target = checked_target(locked, attached, outcome=outcome, reason=reason, duplicate_of=duplicate_of)
    agreed = agreed_to(locked, confirmed)
    key = client_key or uuid.uuid4().hex
    if outcome == Outcome.REJECTED and origin not in BY_ONE_PERSON:
        check_two_people(locked, agreed, decided_by, key)
    if outcome == Outcome.REOPENED and not is_own(takes_back, locked, decided_by):
        check_nobody_votes(locked, attached, key)
    if (outcome == Outcome.REPLACED) != bool(replaced_by) or (confirmed is not None and agreed is None):
        raise DecisionRefused(_("Other words need their author's consent; propose them instead."))
    body = body_of(locked, target, outcome=outcome, reason=reason, note=note, is_meta=is_meta, role=role) | {
        **({"public_reason": clean_text(public_reason)} if public_reason else {}),
        **({"replaced_by": [result.number for result in replaced_by]} if replaced_by else {}),
        **_who_agreed(agreed),
    }
    event, is_new = record_event(
        locked.deliberation,
        EventDraft(
            kind=Event.Kind.STATEMENT_MODERATED, body=body, user=decided_by, client_key=key, origin=origin
        ),
    )
    if not is_new:
        return ModerationDecision.objects.get(event=event)
    if locked.pk in attached.reworded:
        _take_out_replacements(locked, event)
    _give_state(locked, target, body)
    statement.state, statement.merged_into, statement.is_meta = locked.state, target, locked.is_meta
    StatementLineage.objects.bulk_create(
        [StatementLineage(source=locked, result=result, event=event) for result in replaced_by]
    )
    request_index(deliberation=locked.deliberation)
    decision = decision_of(locked, target, event, body)
    decision.save(force_insert=True)
    if locked.pk in attached.asked:
        _withdraw_open(locked, event)
    if tells_author:
        notify_decisions(decisions=[decision])
    if outcome == Outcome.ACCEPTED:
        announce_statements(locked.deliberation, [locked], origin=origin)
    return decision


def dismiss_candidate(*, candidate: DuplicateCandidate) -> None:
    """Say that the two statements are not the same; the pair is not offered again."""
    candidate.state = DuplicateCandidate.State.DISMISSED
    candidate.save(update_fields=["state"])


def body_of(
    statement: Statement,
    target: Statement | None,
    *,
    outcome: str,
    reason: str,
    note: str,
    is_meta: bool | None,
    role: str,
) -> dict[str, Any]:
    """Return what the event of a decision says whatever comes of it."""
    return {
        "statement": statement.number,
        "outcome": str(outcome),
        "reason": str(reason),
        "note": clean_text(note),
        "duplicate_of": target.number if target else None,
        "is_meta": statement.is_meta if is_meta is None else is_meta,
        "role": role,
    }


def decision_of(
    statement: Statement, target: Statement | None, event: Event, body: dict[str, Any]
) -> ModerationDecision:
    """Return the row of a decision that an event has recorded, not yet saved."""
    return ModerationDecision(
        statement=statement,
        outcome=body["outcome"],
        reason=body["reason"],
        note=body["note"],
        public_reason=body.get("public_reason", ""),
        role=body["role"],
        duplicate_of=target,
        decided_by=event.user,
        event=event,
    )


def _who_agreed(agreed: PendingDecision | None) -> dict[str, Any]:
    """Return what the event says of those without whom the decision would not stand."""
    if agreed is None:
        return {}
    if agreed.answered_by_id is None:
        return {"agreed": "author", "accounts": [agreed.proposed_by_id]}
    return {"agreed": "second_person", "accounts": [agreed.proposed_by_id, agreed.answered_by_id]}


def _give_state(statement: Statement, target: Statement | None, body: dict[str, Any]) -> None:
    former_target = statement.merged_into
    statement.state = STATES[Outcome(body["outcome"])]
    statement.merged_into = target
    statement.is_meta = body["is_meta"]
    statement.save(update_fields=["state", "merged_into", "is_meta"])
    _settle_candidates(statement, former_target, target)


def _take_out_replacements(statement: Statement, because: Event) -> None:
    """Let the old words take the place of the new ones again, where nobody has voted on those."""
    for line in StatementLineage.objects.filter(source=statement).select_related("result"):
        words = line.result
        numbers = {"new": words.number, "old": statement.number}
        if words.number < statement.number:
            raise DecisionRefused(
                _("No. %(new)s stands in its place again; propose other words for that one.") % numbers
            )
        line.delete()
        if words.replacements.exists():
            raise DecisionRefused(
                _("Its new words, no. %(new)s, were put into others themselves; put those back first.")
                % numbers
            )
        if words.state == Statement.State.REJECTED:
            continue
        if holds_votes(words):
            raise NeedsSecondPerson(
                _(
                    "People have voted on the new words, no. %(new)s. Those have to be rejected, which needs "
                    "a second moderator, before no. %(old)s can come back."
                )
                % numbers
            )
        moderate_statement(
            statement=words,
            outcome=Outcome.REPLACED,
            decided_by=because.user,
            replaced_by=[statement],
            client_key=f"{because.client_key[:40]}.{words.number}",
            origin=because.origin,
        )


def _withdraw_open(statement: Statement, because: Event) -> None:
    """A decision settles whatever was being asked about the statement."""
    open_ones = PendingDecision.objects.select_for_update().filter(
        statement=statement, state=PendingDecision.State.OPEN
    )
    for asked in open_ones:
        close_decision(
            asked,
            PendingDecision.State.WITHDRAWN,
            by=because.user,
            client_key=f"{because.client_key[:48]}.closed",
            origin=because.origin,
        )


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
