from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils import timezone

from deliberation.models.deliberations import Deliberation
from deliberation.models.events import Event, EventsAreFinal


class FinalQuerySet(models.QuerySet[Any]):
    """Rows that can be added and read; triggers in the database refuse the same to everybody else."""

    def update(self, **values: Any) -> NoReturn:
        """Refuse: what is sealed is never changed."""
        raise EventsAreFinal("What is sealed is never changed.")

    def delete(self) -> NoReturn:
        """Refuse: what is sealed is never deleted."""
        raise EventsAreFinal("What is sealed is never deleted.")


class LogSeal(models.Model):
    """The signed head of a deliberation's log: the Merkle root over its first `size` events. Append-only.

    Neither this table nor the next makes the database look after the row of the deliberation: that would lock
    the row for as long as a seal takes, and people who join wait for it.
    """

    deliberation = models.ForeignKey(
        Deliberation, on_delete=models.CASCADE, related_name="log_seals", db_constraint=False
    )
    number = models.PositiveIntegerField()
    """1 for a deliberation's first seal, then one more each."""
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    """Ed25519 over the canonical JSON of what the head says, in hexadecimal."""
    public_key = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(default=timezone.now)
    frontier = models.JSONField(default=list)
    """Roots of the complete subtrees over the first `size` events, the largest first: the next seal begins
    there instead of with all events again."""
    consistency = models.JSONField(default=list)
    """Path that proves that the log only grew since the seal before (RFC 9162, section 2.1.4)."""

    objects: ClassVar[models.Manager["LogSeal"]] = FinalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "number"], name="seal_number_once"),
        ]

    def __str__(self) -> str:
        return f"seal {self.number} over {self.size}"


class SealedEvent(models.Model):
    """The place of an event in the sealed log. Append-only."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="sealed")
    deliberation = models.ForeignKey(
        Deliberation, on_delete=models.CASCADE, related_name="sealed_events", db_constraint=False
    )
    seal = models.ForeignKey(LogSeal, on_delete=models.CASCADE, related_name="events")
    """The seal with which it was sealed."""
    position = models.PositiveBigIntegerField()
    """From 0, without gaps, in the order of sealing."""
    leaf = models.CharField(max_length=64)
    """Hash of everything the event says, in hexadecimal."""

    objects: ClassVar[models.Manager["SealedEvent"]] = FinalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "position"], name="sealed_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} at {self.position}"
