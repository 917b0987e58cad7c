from typing import ClassVar

from django.db import models
from django.utils import timezone

from deliberation.models.deliberations import Deliberation
from deliberation.models.people import Participant, User


class ParticipantNetwork(models.Model):
    """From which network a participant came on a day, as a hash whose key is thrown away with the day."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="networks")
    day = models.DateField()
    network_hash = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "day", "network_hash"], name="network_once_per_day"
            ),
        ]
        indexes = [models.Index(fields=["network_hash"], name="participants_by_network")]

    def __str__(self) -> str:
        return f"{self.participant_id} on {self.day}"


class AnomalyReport(models.Model):
    """What looked unusual about how people took part, as of one moment. It excludes nobody."""

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="anomaly_reports")
    event_watermark = models.PositiveBigIntegerField()
    findings = models.JSONField(default=list)
    """`[{"participant": number, "kind": ..., "score": ..., "why": ...}]`, the most unusual first."""
    comparison = models.JSONField(null=True, blank=True)
    """What changes in the results without those proposed for exclusion; none where nobody is."""
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"anomalies up to {self.event_watermark}"


class ParticipantExclusionQuerySet(models.QuerySet["ParticipantExclusion"]):
    """Exclusions, read as sentences."""

    def standing(self) -> "ParticipantExclusionQuerySet":
        """Exclusions that nobody has lifted."""
        return self.filter(lifted_at=None)


class ParticipantExclusion(models.Model):
    """A person's decision that analyses leave a participant's votes out. The votes stay in the log."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="exclusions")
    kind = models.CharField(max_length=20)
    why = models.CharField(max_length=500)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["ParticipantExclusion"]] = ParticipantExclusionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=models.Q(lifted_at=None),
                name="one_standing_exclusion_per_participant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id}: {self.kind}"
