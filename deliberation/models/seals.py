from django.db import models
from django.utils import timezone

from deliberation.models.deliberations import Deliberation
from deliberation.models.events import Event


class LogSeal(models.Model):
    """The signed head of a deliberation's log: the Merkle root over its first `size` events. Append-only."""

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="log_seals")
    number = models.PositiveIntegerField()
    """1 for a deliberation's first seal, then one more each."""
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    """Ed25519 over the canonical JSON of what the head says, in hexadecimal."""
    public_key = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "number"], name="seal_number_once"),
        ]

    def __str__(self) -> str:
        return f"seal {self.number} over {self.size}"


class SealedEvent(models.Model):
    """The place of an event in the sealed log. Append-only."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="sealed")
    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="sealed_events")
    seal = models.ForeignKey(LogSeal, on_delete=models.CASCADE, related_name="events")
    """The seal with which it was sealed."""
    position = models.PositiveBigIntegerField()
    """From 0, without gaps, in the order of sealing."""
    leaf = models.CharField(max_length=64)
    """Hash of everything the event says, in hexadecimal."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "position"], name="sealed_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} at {self.position}"
