from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deliberation.models.deliberations import Deliberation
from deliberation.models.people import User
from deliberation.models.public_ids import new_public_id


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """Webhooks, read as sentences."""

    def rested(self) -> "WebhookQuerySet":
        """Webhooks that are on and to which nobody is sending now, nor has to wait after a failure."""
        return self.filter(Q(rests_until=None) | Q(rests_until__lte=timezone.now()), is_on=True)

    def with_due_messages(self) -> "WebhookQuerySet":
        """Webhooks to which something could be sent now."""
        due = WebhookDelivery.objects.due().filter(webhook=OuterRef("pk"))
        return self.rested().filter(Exists(due)).order_by("pk")


class Webhook(models.Model):
    """An address of another program that is told when something happens in a deliberation."""

    class Kind(models.TextChoices):
        """What can be told; the values are the message types of the Standard Webhooks payload."""

        STATEMENT_ACCEPTED = "statement.accepted", _("A statement was accepted")
        ANALYSIS_DONE = "analysis.done", _("A new analysis is done")
        RATIFICATION_OPENED = "ratification.opened", _("A version is open for ratification")
        VERSION_RATIFIED = "version.ratified", _("A version was ratified")
        TRAINING_FINISHED = "training.finished", _("A training run has finished")
        TEST = "test", _("A test message")

    class OffBecause(models.TextChoices):
        """Why a webhook is off."""

        OWNER = "owner", _("An owner switched it off.")
        GONE = "gone", _("It was switched off: the address answered that it is gone for good (410).")
        FAILING = "failing", _("It was switched off: no message has arrived for days.")

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="webhooks")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    address = models.URLField(max_length=500)
    kinds = models.JSONField(default=list)
    secret = models.CharField(max_length=300)
    """Encrypted with a key that derives from the site's SECRET_KEY: it has to be used again to sign."""
    former_secret = models.CharField(max_length=300, blank=True, default="")
    """The secret before the last change, encrypted; messages are signed with both for a day."""
    secret_changed_at = models.DateTimeField(null=True, blank=True)
    is_on = models.BooleanField(default=True)
    off_because = models.CharField(max_length=10, choices=OffBecause.choices, blank=True, default="")
    failing_since = models.DateTimeField(null=True, blank=True)
    """Since when every attempt has failed; None while messages arrive."""
    rests_until = models.DateTimeField(null=True, blank=True)
    """Nobody sends before: somebody is sending now, or the last attempt failed."""
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["Webhook"]] = WebhookQuerySet.as_manager()

    def __str__(self) -> str:
        return self.address

    def wants(self, kind: str) -> bool:
        """Whether messages of this kind are sent here; tests always are."""
        return kind == self.Kind.TEST or kind in self.kinds


class WebhookDeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    """Deliveries, read as sentences."""

    def due(self) -> "WebhookDeliveryQuerySet":
        """Messages that wait and whose time has come."""
        return self.filter(
            state=WebhookDelivery.State.WAITING, next_attempt_at__lte=timezone.now(), webhook__is_on=True
        )


class WebhookDelivery(models.Model):
    """One message to one address, until it has arrived or was given up."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ARRIVED = "arrived", _("Arrived")
        GIVEN_UP = "given-up", _("Given up")

    class Failure(models.TextChoices):
        """Why the last attempt failed; in words that say nothing about this site's own network."""

        STATUS = "status", _("The answer was not a success.")
        REDIRECT = "redirect", _("The answer leads elsewhere; redirects are not followed.")
        GONE = "gone", _("The address answered that it is gone for good.")
        TIMEOUT = "timeout", _("There was no answer in time.")
        CONNECTION = "connection", _("No connection, or it broke off.")
        CERTIFICATE = "certificate", _("The certificate of the address is not in order.")
        NO_NAME = "no-name", _("The name of the address was not found.")
        FORBIDDEN = "forbidden", _("The address is one to which nothing is sent.")
        SECRET = "secret", _("The secret cannot be read any more; make a new one.")
        SWITCHED_OFF = "off", _("The webhook was switched off.")

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=100)
    """The same for every attempt and replay of one message, so that a receiver can tell repeats."""
    kind = models.CharField(max_length=40, choices=Webhook.Kind.choices)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    last_status = models.PositiveSmallIntegerField(null=True, blank=True)
    last_error = models.CharField(max_length=12, choices=Failure.choices, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    arrived_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["WebhookDelivery"]] = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webhook", "message_id"], name="message_once_per_webhook"),
        ]
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="webhook_delivery_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"
