"""Sending the messages of one webhook that are due, one after the other, and noting what came of each."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from standardwebhooks import Webhook as Signing

from deliberation.integrity.kept_secrets import SecretUnreadable, open_secret
from deliberation.models import Webhook, WebhookDelivery
from deliberation.webhooks.retrying import MOST_ATTEMPTS, delay_after, rest_after
from deliberation.webhooks.sending import Answer, TimeLimits, post
from deliberation.webhooks.targets import (
    Reason,
    Resolver,
    TargetRefused,
    check_target,
    read_target,
    resolve_name,
)

SECRET_PURPOSE = "webhook"  # noqa: S105 - says what it is for
LEASE = timedelta(seconds=30)
"""How long nobody else sends to the same webhook while an attempt is made; an attempt takes half of it."""
SIGNED_WITH_FORMER = timedelta(days=1)
FAILS_FOR = timedelta(days=5)
"""After so long without one success, the next message that is given up switches its webhook off."""
ARRIVED_KEPT, GIVEN_UP_KEPT = timedelta(days=30), timedelta(days=90)
AT_ONCE = 200
"""Messages of one job; the rest is another's, so that other webhooks get their turn."""

Failure = WebhookDelivery.Failure
State = WebhookDelivery.State


@dataclass(frozen=True)
class Sending:
    """How messages are sent: how long it may take, and how names are looked up."""

    limits: TimeLimits = TimeLimits()
    resolve: Resolver = resolve_name


def deliver(
    *,
    webhook: Webhook,
    sending: Sending = Sending(),
    report: Callable[[str, float], None] = lambda step, fraction: None,
) -> dict[str, int]:
    """Send what is due to a webhook, up to the first failure; return how many arrived and failed.

    One worker at a time sends to a webhook. A worker that is lost between sending and noting sends the same
    message again, with the same id.
    """
    counts = {"arrived": 0, "failed": 0}
    for sent in range(AT_ONCE):
        delivery = _take_one(webhook)
        if delivery is None:
            break
        report(f"Sending messages: {sent} sent", 0.5)
        arrived = _note(delivery, _attempt(delivery, sending))
        counts["arrived" if arrived else "failed"] += 1
        if not arrived:
            break
    _forget_old(webhook)
    return counts


@transaction.atomic
def _take_one(webhook: Webhook) -> WebhookDelivery | None:
    """Take the lease on a webhook and its next message; None when nothing is due or somebody else sends."""
    now = timezone.now()
    if not Webhook.objects.rested().filter(pk=webhook.pk).update(rests_until=now + LEASE):
        return None
    due = WebhookDelivery.objects.due().filter(webhook=webhook).order_by("next_attempt_at", "pk")
    # Counted before it is sent, so that a message whose worker is lost each time is given up as well.
    due.filter(attempts__gte=MOST_ATTEMPTS).update(state=State.GIVEN_UP, last_error=Failure.CONNECTION)
    delivery = due.filter(kind=Webhook.Kind.TEST).first() or due.first()
    if delivery is None:
        Webhook.objects.filter(pk=webhook.pk).update(rests_until=None)
        return None
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        attempts=F("attempts") + 1, next_attempt_at=now + LEASE
    )
    return WebhookDelivery.objects.select_related("webhook").get(pk=delivery.pk)


def _attempt(delivery: WebhookDelivery, sending: Sending) -> Answer:
    """Check the address, sign the message and send it."""
    body = json.dumps(delivery.payload, ensure_ascii=False, separators=(",", ":"))
    try:
        target = read_target(delivery.webhook.address)
        checked = check_target(target, allowed=settings.WEBHOOK_ALLOWED_NETWORKS, resolve=sending.resolve)
        headers = _signed(delivery, body)
    except TargetRefused as refusal:
        return Answer(None, Failure.NO_NAME if refusal.reason is Reason.NO_NAME else Failure.FORBIDDEN)
    except SecretUnreadable:
        return Answer(None, Failure.SECRET)
    return post(checked, body.encode(), headers, sending.limits)


def _signed(delivery: WebhookDelivery, body: str) -> dict[str, str]:
    """Return the headers of an attempt, after the Standard Webhooks specification (1.0, "Signature scheme").

    For a day after a change of the secret, the former one signs as well.
    """
    now = datetime.now(UTC)
    signatures = [
        Signing(open_secret(secret, SECRET_PURPOSE)).sign(delivery.message_id, now, body)
        for secret in _secrets(delivery.webhook)
    ]
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Concord-Webhooks/1",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _secrets(webhook: Webhook) -> list[str]:
    changed = webhook.secret_changed_at
    if webhook.former_secret and changed and timezone.now() < changed + SIGNED_WITH_FORMER:
        return [webhook.secret, webhook.former_secret]
    return [webhook.secret]


@transaction.atomic
def _note(delivery: WebhookDelivery, answer: Answer) -> bool:
    """Write down what came of an attempt; return whether the message arrived."""
    webhook = Webhook.objects.select_for_update(no_key=True).filter(pk=delivery.webhook_id).first()
    if webhook is None:
        return False
    delivery.last_status, delivery.last_error = answer.status, _failure_of(answer)
    if answer.has_arrived:
        delivery.state, delivery.arrived_at = State.ARRIVED, timezone.now()
        webhook.failing_since = webhook.rests_until = None
    else:
        _note_failure(webhook, delivery)
    delivery.save(update_fields=["state", "last_status", "last_error", "arrived_at", "next_attempt_at"])
    webhook.save(update_fields=["failing_since", "rests_until", "is_on", "off_because"])
    return answer.has_arrived


def _note_failure(webhook: Webhook, delivery: WebhookDelivery) -> None:
    now = timezone.now()
    is_test = delivery.kind == Webhook.Kind.TEST
    delay = None if is_test or not webhook.is_on else delay_after(delivery.attempts)
    if delay is None:
        delivery.state = State.GIVEN_UP
    else:
        delivery.next_attempt_at = now + delay
    webhook.failing_since = webhook.failing_since or now
    webhook.rests_until = now + rest_after(webhook.failing_since, now)
    if delivery.last_error == Failure.GONE:
        delivery.state = State.GIVEN_UP
        switch_off(webhook, Webhook.OffBecause.GONE)
    elif delay is None and not is_test and webhook.is_on and now - webhook.failing_since >= FAILS_FOR:
        switch_off(webhook, Webhook.OffBecause.FAILING)


def switch_off(webhook: Webhook, because: Webhook.OffBecause) -> None:
    """Send nothing more to a locked webhook; what waits is given up, and can be sent again later."""
    webhook.is_on, webhook.off_because = False, because
    webhook.save(update_fields=["is_on", "off_because"])
    webhook.deliveries.filter(state=State.WAITING).update(
        state=State.GIVEN_UP, last_error=Failure.SWITCHED_OFF
    )


def _failure_of(answer: Answer) -> str:
    if answer.has_arrived:
        return ""
    if answer.status is None:
        return answer.failure
    if answer.status == 410:
        return Failure.GONE
    return Failure.REDIRECT if 300 <= answer.status < 400 else Failure.STATUS


def _forget_old(webhook: Webhook) -> None:
    now = timezone.now()
    webhook.deliveries.filter(state=State.ARRIVED, arrived_at__lt=now - ARRIVED_KEPT).delete()
    webhook.deliveries.filter(state=State.GIVEN_UP, created_at__lt=now - GIVEN_UP_KEPT).delete()
