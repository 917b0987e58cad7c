from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deliberation.models.deliberations import Deliberation
from deliberation.models.events import Event
from deliberation.models.people import Participant
from deliberation.models.statements import Statement


class VoteQuerySet(models.QuerySet["Vote"]):
    """Votes, read as sentences."""

    def by(self, participant: Participant) -> "VoteQuerySet":
        """A participant's current votes, the latest first."""
        return self.filter(participant=participant).order_by("-event_id")


class Vote(models.Model):
    """A participant's current vote on a statement; the history is in the events."""

    class Value(models.IntegerChoices):
        AGREE = 1, _("Agree")
        PASS = 0, _("Pass")
        DISAGREE = -1, _("Disagree")

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="votes")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="votes")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="votes")
    value = models.SmallIntegerField(choices=Value.choices)
    cast_at = models.DateTimeField(null=True, blank=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager["Vote"]] = VoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "statement"], name="one_vote_per_statement"),
            models.CheckConstraint(condition=models.Q(value__in=[-1, 0, 1]), name="vote_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.get_value_display()}"
