from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deliberation.models.events import Event
from deliberation.models.people import User
from deliberation.models.statements import Statement


class ModerationDecision(models.Model):
    """What a moderator decided about a statement, and why. The latest one counts."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Rejected")
        DUPLICATE = "duplicate", _("Merged into another statement")
        REOPENED = "reopened", _("Put back into the queue")

    class Reason(models.TextChoices):
        OFF_TOPIC = "off_topic", _("Off topic")
        DUPLICATE = "duplicate", _("Says the same as another statement")
        HATEFUL = "hateful", _("Hateful or abusive")
        PERSONAL_DATA = "personal_data", _("Contains personal data")
        SPAM = "spam", _("Spam")
        NOT_FEASIBLE = "not_feasible", _("Not feasible")
        NOT_A_PRINCIPLE = "not_a_principle", _("Not about how an AI answers")
        UNCLEAR = "unclear", _("Unclear")

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    note = models.CharField(max_length=500, blank=True)
    duplicate_of = models.ForeignKey(
        Statement, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.outcome}"
