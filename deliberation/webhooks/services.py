"""Telling other programs what happened: a message per webhook, written in the transaction that causes it."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from deliberation.jobs import request_follow_up
from deliberation.models import Deliberation, Job, Webhook, WebhookDelivery

DELIVER_TASK = "deliberation.tasks.deliver_webhooks"


def announce(*, deliberation: Deliberation, kind: str, key: str, data: dict[str, Any]) -> None:
    """Write down a message for every webhook that wants this kind; call it in the causing transaction.

    Nothing is sent here. A draft announces nothing: nobody but its organisers knows that it exists.

    Args:
        deliberation: where it happened.
        kind: a `Webhook.Kind`.
        key: what happened, such as "statement:12"; the same key is told once.
        data: what the message says: public facts alone, with addresses where to read more.
    """
    announce_all(deliberation=deliberation, kind=kind, data_by_key={key: data})


@transaction.atomic
def announce_all(*, deliberation: Deliberation, kind: str, data_by_key: Mapping[str, dict[str, Any]]) -> None:
    """Write down a message for each of several things that happened at once, as `announce` does for one."""
    if deliberation.state == Deliberation.State.DRAFT or not data_by_key:
        return
    switched_on = Webhook.objects.filter(deliberation=deliberation, is_on=True).order_by("pk")
    wanting = [webhook for webhook in switched_on if webhook.wants(kind)]
    now = timezone.now()
    WebhookDelivery.objects.bulk_create(
        [
            WebhookDelivery(
                webhook=webhook,
                message_id=message_id(deliberation, kind, key),
                kind=kind,
                payload={"type": str(kind), "timestamp": now.isoformat(), "data": data},
                created_at=now,
                next_attempt_at=now,
            )
            for webhook in wanting
            for key, data in data_by_key.items()
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    for webhook in wanting:
        request_delivery(webhook)


def message_id(deliberation: Deliberation, kind: str, key: str) -> str:
    """Return the id of a message: the same for the same happening, whoever is told how often."""
    happening = f"{deliberation.public_id}/{kind}/{key}"
    return f"msg_{hashlib.sha256(happening.encode()).hexdigest()[:32]}"


def request_delivery(webhook: Webhook) -> Job:
    """Ask a worker to send what is due to a webhook; call it in the transaction that makes it due."""
    return request_follow_up(
        task=DELIVER_TASK,
        arguments={"webhook": webhook.public_id},
        subject=webhook.public_id,
        deliberation=webhook.deliberation,
    )


def request_due_deliveries() -> int:
    """Ask for the messages whose time has come to be sent; return for how many webhooks."""
    due = Webhook.objects.with_due_messages().select_related("deliberation")
    for webhook in due:
        request_delivery(webhook)
    return len(due)
