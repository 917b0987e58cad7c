"""Adding, changing and removing webhooks, and sending messages anew; all by owners, and recorded."""

import base64
import secrets
import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deliberation.integrity.kept_secrets import seal_secret
from deliberation.models import Deliberation, User, Webhook, WebhookDelivery
from deliberation.organising.services import record_change
from deliberation.webhooks.delivering import SECRET_PURPOSE, switch_off
from deliberation.webhooks.facts import deliberation_facts
from deliberation.webhooks.services import message_id, request_delivery
from deliberation.webhooks.targets import Resolver, TargetRefused, check_target, read_target, resolve_name
from deliberation.webhooks.words import WORDS

MOST_WEBHOOKS = 10
SECRET_BYTES = 32
CHOSEN_KINDS = tuple(kind for kind in Webhook.Kind if kind != Webhook.Kind.TEST)
State = WebhookDelivery.State


class WebhookRefused(Exception):
    """The webhook cannot be set up or used so; the text says why, for its owner."""


def add_webhook(
    *,
    deliberation: Deliberation,
    address: str,
    kinds: Sequence[str],
    user: User,
    resolve: Resolver = resolve_name,
) -> tuple[Webhook, str]:
    """Add a webhook and return it with its secret, which is shown this once.

    Raises:
        WebhookRefused: nothing is sent to this address, no kind is chosen, or there are too many already.
    """
    chosen = _checked_kinds(kinds)
    _check_address(address, resolve)
    with transaction.atomic():
        locked = Deliberation.objects.select_for_update().get(pk=deliberation.pk)
        if locked.webhooks.count() >= MOST_WEBHOOKS:
            raise WebhookRefused(_("There are %(most)d webhooks already.") % {"most": MOST_WEBHOOKS})
        if locked.webhooks.filter(address=address).exists():
            raise WebhookRefused(_("There is a webhook to this address already."))
        secret = new_secret()
        webhook = Webhook.objects.create(
            deliberation=locked,
            address=address,
            kinds=chosen,
            secret=seal_secret(secret, SECRET_PURPOSE),
            created_by=user,
        )
        _record(webhook, {}, recorded(webhook), user)
    return webhook, secret


def change_webhook(
    *, webhook: Webhook, address: str, kinds: Sequence[str], user: User, resolve: Resolver = resolve_name
) -> Webhook:
    """Send to another address, or about other things; what waits goes to the new address.

    Raises:
        WebhookRefused: nothing is sent to this address, or no kind is chosen.
    """
    chosen = _checked_kinds(kinds)
    if address != webhook.address:
        _check_address(address, resolve)
    with transaction.atomic():
        locked = _locked(webhook)
        before = recorded(locked)
        if locked.address != address:
            locked.failing_since = locked.rests_until = None
        locked.address, locked.kinds = address, chosen
        locked.save(update_fields=["address", "kinds", "failing_since", "rests_until"])
        if recorded(locked) != before:
            _record(locked, before, recorded(locked), user)
    return locked


@transaction.atomic
def change_secret(*, webhook: Webhook, user: User) -> str:
    """Make a new secret and return it, shown this once; for a day the former one signs as well."""
    locked = _locked(webhook)
    secret = new_secret()
    locked.former_secret, locked.secret = locked.secret, seal_secret(secret, SECRET_PURPOSE)
    locked.secret_changed_at = timezone.now()
    locked.save(update_fields=["secret", "former_secret", "secret_changed_at"])
    _record(locked, {}, {**recorded(locked), "secret": "changed"}, user)
    return secret


@transaction.atomic
def set_on(*, webhook: Webhook, is_on: bool, user: User) -> Webhook:
    """Switch a webhook on or off; off, what waits is given up and can be sent again later."""
    locked = _locked(webhook)
    if locked.is_on == is_on:
        return locked
    before = recorded(locked)
    if is_on:
        locked.is_on, locked.off_because = True, ""
        locked.failing_since = locked.rests_until = None
        locked.save(update_fields=["is_on", "off_because", "failing_since", "rests_until"])
    else:
        switch_off(locked, Webhook.OffBecause.OWNER)
    _record(locked, before, recorded(locked), user)
    return locked


@transaction.atomic
def remove_webhook(*, webhook: Webhook, user: User) -> None:
    """Remove a webhook with all its messages."""
    locked = _locked(webhook)
    _record(locked, recorded(locked), {}, user)
    locked.delete()


@transaction.atomic
def send_test(*, webhook: Webhook) -> WebhookDelivery:
    """Have a message sent that says no more than that it is a test; it is tried once.

    Raises:
        WebhookRefused: the webhook is off.
    """
    locked = _ready(webhook)
    key = uuid.uuid4().hex
    now = timezone.now()
    delivery = WebhookDelivery.objects.create(
        webhook=locked,
        message_id=message_id(locked.deliberation, Webhook.Kind.TEST, key),
        kind=Webhook.Kind.TEST,
        payload={
            "type": str(Webhook.Kind.TEST),
            "timestamp": now.isoformat(),
            "data": {"deliberation": deliberation_facts(locked.deliberation)},
        },
    )
    request_delivery(locked)
    return delivery


@transaction.atomic
def replay(*, delivery: WebhookDelivery) -> WebhookDelivery:
    """Send a message again from its first attempt on, with the same id; one that waits is sent now.

    Raises:
        WebhookRefused: the webhook is off.
    """
    webhook = _ready(delivery.webhook)
    _send_again(webhook, webhook.deliveries.filter(pk=delivery.pk))
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def replay_given_up(*, webhook: Webhook) -> int:
    """Send every message that was given up again, except tests; return how many.

    Raises:
        WebhookRefused: the webhook is off.
    """
    locked = _ready(webhook)
    given_up = locked.deliveries.filter(state=State.GIVEN_UP).exclude(kind=Webhook.Kind.TEST)
    return _send_again(locked, given_up)


def new_secret() -> str:
    """Return a fresh secret as Standard Webhooks writes it."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"


def recorded(webhook: Webhook) -> dict[str, Any]:
    """Return what the log says of a webhook: the server, not the address, which may hold a key."""
    return {
        "webhook": webhook.public_id,
        "server": read_target(webhook.address).origin,
        "kinds": sorted(webhook.kinds),
        "is_on": webhook.is_on,
    }


def _send_again(webhook: Webhook, deliveries: Any) -> int:
    count: int = deliveries.update(
        state=State.WAITING,
        attempts=0,
        next_attempt_at=timezone.now(),
        last_error="",
        last_status=None,
        arrived_at=None,
    )
    if count:
        request_delivery(webhook)
    return count


def _ready(webhook: Webhook) -> Webhook:
    """Lock a webhook and let it rest no longer: its owner asks now."""
    locked = _locked(webhook)
    if not locked.is_on:
        raise WebhookRefused(_("This webhook is off. Switch it on first."))
    locked.rests_until = None
    locked.save(update_fields=["rests_until"])
    return locked


def _locked(webhook: Webhook) -> Webhook:
    found = Webhook.objects.select_for_update(no_key=True, of=("self",)).select_related("deliberation")
    return found.get(pk=webhook.pk)


def _checked_kinds(kinds: Sequence[str]) -> list[str]:
    chosen = [str(kind) for kind in CHOSEN_KINDS if kind in kinds]
    if not chosen or set(kinds) - set(chosen):
        raise WebhookRefused(_("Choose what is told: at least one of the kinds there are."))
    return chosen


def _check_address(address: str, resolve: Resolver) -> None:
    try:
        check_target(read_target(address), allowed=settings.WEBHOOK_ALLOWED_NETWORKS, resolve=resolve)
    except TargetRefused as refusal:
        raise WebhookRefused(str(WORDS[refusal.reason])) from None


def _record(webhook: Webhook, before: dict[str, Any], after: dict[str, Any], user: User) -> None:
    record_change(
        deliberation=webhook.deliberation, subject="webhooks", before=before, after=after, user=user
    )
