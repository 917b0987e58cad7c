from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deliberation.models.people import Participant
from deliberation.models.public_ids import new_public_id

DECISION_STANDS_FOR = timedelta(minutes=1)
"""How long a decision or a question has stood before its author is told; moderators take back in seconds."""
GIVE_UP_AFTER = timedelta(days=7)
"""How long an e-mail that cannot be delivered is tried again, and an address waits for its confirmation."""


class NoticeSubscriptionQuerySet(models.QuerySet["NoticeSubscription"]):
    """Subscriptions, read as sentences."""

    def confirmed(self) -> "NoticeSubscriptionQuerySet":
        """Subscriptions whose address has said yes."""
        return self.filter(confirmed_at__isnull=False)

    def never_confirmed(self) -> "NoticeSubscriptionQuerySet":
        """Subscriptions whose address had its time and said nothing."""
        return self.filter(confirmed_at=None, created_at__lt=timezone.now() - GIVE_UP_AFTER)


class NoticeSubscription(models.Model):
    """Where and about what a participant wishes to be told, from when they confirm the address on."""

    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, primary_key=True, related_name="notice_subscription"
    )
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    email = models.EmailField()
    language = models.CharField(max_length=10, default="en")
    on_decision = models.BooleanField(default=True)
    on_results = models.BooleanField(default=True)
    on_ratification = models.BooleanField(default=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["NoticeSubscription"]] = NoticeSubscriptionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"notices for {self.participant_id}"

    @property
    def is_confirmed(self) -> bool:
        """Whether the address has said yes."""
        return self.confirmed_at is not None


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices, read as sentences."""

    def due(self) -> "NoticeQuerySet":
        """Notices to be sent now: to confirmed addresses, and the requests to confirm one."""
        now = timezone.now()
        may_be_taken_back = Q(kind__in=[Notice.Kind.DECISION, Notice.Kind.QUESTION])
        settled = ~may_be_taken_back | Q(created_at__lte=now - DECISION_STANDS_FOR)
        wanted = Q(kind=Notice.Kind.CONFIRMATION) | Q(subscription__confirmed_at__isnull=False)
        return self.filter(
            settled, wanted, sent_at=None, created_at__lte=now, created_at__gt=now - GIVE_UP_AFTER
        )


class Notice(models.Model):
    """One message to one participant; its key makes sure that nobody is told the same thing twice."""

    class Kind(models.TextChoices):
        CONFIRMATION = "confirmation", _("Confirm your address")
        DECISION = "decision", _("Something of yours was decided")
        QUESTION = "question", _("A moderator asks you something")
        RESULTS = "results", _("Results are open")
        RATIFICATION = "ratification", _("A ratification is open")

    subscription = models.ForeignKey(NoticeSubscription, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    key = models.CharField(max_length=100)
    context = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    """When it may be sent from; later than now for what begins on a day to come."""
    sent_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Notice"]] = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "key"], name="told_once"),
        ]

    def __str__(self) -> str:
        return self.key
