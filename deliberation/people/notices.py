"""Opt-in e-mail: who wishes to be told what, and the notices that follow from what happens.

A notice is a row written in the transaction that causes it; `deliberation.tasks.send_notices` sends what is
due. Nothing is sent to an address that has not confirmed, except the request to do so.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from deliberation.jobs import request_follow_up
from deliberation.models import (
    Deliberation,
    Job,
    ModerationDecision,
    Notice,
    NoticeSubscription,
    Participant,
    PendingDecision,
)

SEND_TASK = "deliberation.tasks.send_notices"
RESULTS_KEY = "results"
PAUSE_AFTER_FAILURE = timedelta(minutes=5)
"""How long the mail server is left alone after it could not be reached."""


@transaction.atomic
def keep_subscription(
    *,
    participant: Participant,
    email: str,
    language: str,
    on_decision: bool = True,
    on_results: bool = True,
    on_ratification: bool = True,
) -> NoticeSubscription:
    """Keep where and about what somebody wishes to be told; an address that is new to them has to confirm.

    Asking again with an address that has not confirmed yet sends the request again.
    """
    subscription = NoticeSubscription.objects.select_for_update().filter(participant=participant).first()
    if subscription is None:
        subscription = NoticeSubscription(participant=participant)
    if subscription.email != email:
        subscription.email, subscription.confirmed_at = email, None
    if subscription.confirmed_at is None:
        subscription.created_at = timezone.now()
    subscription.language = language
    subscription.on_decision, subscription.on_results = on_decision, on_results
    subscription.on_ratification = on_ratification
    subscription.save()
    if subscription.is_confirmed:
        _leave_out_what_is_known(subscription)
    else:
        _write([subscription], Notice.Kind.CONFIRMATION, f"confirmation:{uuid.uuid4().hex}")
        request_sending(participant.deliberation)
    return subscription


@transaction.atomic
def confirm_subscription(*, subscription: NoticeSubscription) -> None:
    """Note that the address said yes; saying it twice changes nothing."""
    NoticeSubscription.objects.filter(pk=subscription.pk, confirmed_at=None).update(
        confirmed_at=timezone.now()
    )
    _leave_out_what_is_known(subscription)


def stop_notices(*, participant_id: int) -> None:
    """Forget the address of a participant, and everything that was to be sent to it."""
    NoticeSubscription.objects.filter(participant_id=participant_id).delete()


def notify_decisions(*, decisions: Iterable[ModerationDecision]) -> None:
    """Tell the authors of statements what was decided about them, once the decisions have stood for a minute.

    The relay asks for the sending: `request_due_notices`. Call it in the transaction of the decisions.
    """
    quiet = {ModerationDecision.Outcome.REOPENED, ModerationDecision.Outcome.REPLACED}
    told = [each for each in decisions if each.statement.author_id and each.outcome not in quiet]
    if not told:
        return
    authors = {decision.statement.author_id for decision in told}
    subscriptions: dict[int, list[NoticeSubscription]] = {}
    for one in NoticeSubscription.objects.confirmed().filter(participant__in=authors, on_decision=True):
        subscriptions.setdefault(one.participant_id, []).append(one)
    for decision in told:
        if wishes := subscriptions.get(decision.statement.author_id):
            _write(wishes, Notice.Kind.DECISION, f"decision:{decision.pk}", context={"decision": decision.pk})


@transaction.atomic
def notify_question(*, asked: PendingDecision) -> None:
    """Ask the author of a statement to look at the other words that a moderator proposes for it.

    The e-mail goes once the question has stood for a minute. Call it in the transaction that asks.
    """
    told = NoticeSubscription.objects.confirmed().filter(
        participant=asked.statement.author_id, on_decision=True
    )
    _write(told, Notice.Kind.QUESTION, f"question:{asked.pk}", context={"question": asked.pk})


@transaction.atomic
def notify_results_open(*, deliberation: Deliberation) -> int:
    """Tell everybody who wishes it that voting has ended and the results stand; once, however often called.

    Returns:
        How many people will be told.
    """
    if not deliberation.voting_has_ended:
        return 0
    told = _waiting_for_results().filter(participant__deliberation=deliberation)
    written = _write(told, Notice.Kind.RESULTS, RESULTS_KEY)
    if written:
        request_sending(deliberation)
    return written


@transaction.atomic
def notify_ratification_open(*, deliberation: Deliberation, version_number: int, page: str) -> int:
    """Tell everybody who wishes it that a version of the constitution is put to their vote.

    Where the organisers have set a later day for the vote, they are told on that day. Call it in the
    transaction that opens the vote. `page` is the path of the page on which one votes.

    Returns:
        How many people will be told.
    """
    told = NoticeSubscription.objects.confirmed().filter(
        participant__deliberation=deliberation, on_ratification=True
    )
    written = _write(
        told,
        Notice.Kind.RATIFICATION,
        f"ratification:{version_number}",
        context={"version": version_number, "page": page},
        since=deliberation.ratifying_from,
    )
    if written:
        request_sending(deliberation)
    return written


def request_due_notices() -> None:
    """Ask for what no action asks for: ended votes, decisions that have stood, e-mails to try again.

    Addresses that never confirmed are forgotten. Called by the relay now and then.
    """
    NoticeSubscription.objects.never_confirmed().delete()
    now = timezone.now()
    ended = Q(state=Deliberation.State.CLOSED) | Q(state=Deliberation.State.OPEN, voting_until__lte=now)
    waiting = _waiting_for_results().filter(participant__deliberation=OuterRef("pk"))
    for deliberation in Deliberation.objects.filter(ended, Exists(waiting)):
        notify_results_open(deliberation=deliberation)
    due = Notice.objects.due().filter(subscription__participant__deliberation=OuterRef("pk"))
    for deliberation in Deliberation.objects.filter(Exists(due)):
        if not _failed_lately(deliberation):
            request_sending(deliberation)


def request_sending(deliberation: Deliberation) -> Job:
    """Ask for what is due to be sent, unless that waits already."""
    return request_follow_up(
        task=SEND_TASK,
        arguments={"deliberation": deliberation.public_id},
        subject=deliberation.public_id,
        deliberation=deliberation,
    )


def _waiting_for_results() -> Any:
    """Return the subscriptions that wish to hear of results and have not."""
    known = Notice.objects.filter(subscription=OuterRef("pk"), key=RESULTS_KEY)
    return NoticeSubscription.objects.confirmed().filter(~Exists(known), on_results=True)


def _leave_out_what_is_known(subscription: NoticeSubscription) -> None:
    """Take results that are open already as told, so that nobody is written to about what they can see."""
    if subscription.participant.deliberation.voting_has_ended:
        _write([subscription], Notice.Kind.RESULTS, RESULTS_KEY, sent_at=timezone.now())


def _write(
    subscriptions: Iterable[NoticeSubscription],
    kind: Notice.Kind,
    key: str,
    *,
    context: dict[str, Any] | None = None,
    since: datetime | None = None,
    sent_at: datetime | None = None,
) -> int:
    """Write one notice for each subscription that has none of this key; return for how many."""
    now = timezone.now()
    notices = [
        Notice(
            subscription=subscription,
            kind=kind,
            key=key,
            context=context or {},
            created_at=max(since, now) if since else now,
            sent_at=sent_at,
        )
        for subscription in subscriptions
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)
    return len(notices)


def _failed_lately(deliberation: Deliberation) -> bool:
    return Job.objects.about(SEND_TASK, deliberation.public_id).failed_within(PAUSE_AFTER_FAILURE).exists()
