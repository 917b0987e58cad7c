from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deliberation.models.people import Participant
from deliberation.models.public_ids import new_public_id


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

    def __str__(self) -> str:
        return f"notices for {self.participant_id}"


class Notice(models.Model):
    """One message to one participant; its key makes sure that nobody is told the same thing twice."""

    class Kind(models.TextChoices):
        CONFIRMATION = "confirmation", _("Confirm your address")
        DECISION = "decision", _("Something of yours was decided")
        RESULTS = "results", _("Results are open")
        RATIFICATION = "ratification", _("A ratification is open")

    subscription = models.ForeignKey(NoticeSubscription, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    key = models.CharField(max_length=100)
    context = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "key"], name="told_once"),
        ]

    def __str__(self) -> str:
        return self.key
