from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils import timezone

from deliberation.models.deliberations import Deliberation
from deliberation.models.people import Participant, User

EVERYDAY = (
    "vote.cast",
    "vote.undone",
    "vote.marked",
    "reason.given",
    "participant.joined",
    "statement.proposed",
    "ratification.vote_cast",
    "ratification.vote_on_whole_cast",
    "ratification.suggested",
)
"""Kinds of events that participants cause as they take part, and of which there are many."""
DECISIVE = ~models.Q(kind__in=EVERYDAY)


class EventsAreFinal(Exception):
    """Raised when code tries to change or delete a recorded event."""


class EventQuerySet(models.QuerySet["Event"]):
    """Events, which can be added and read but not changed."""

    def update(self, **values: Any) -> NoReturn:
        """Refuse: events are never updated."""
        raise EventsAreFinal("Events are never updated.")

    def decisive(self) -> "EventQuerySet":
        """Events after which a page that anybody may read is made anew at once: all but the everyday ones."""
        return self.filter(DECISIVE)


class Event(models.Model):
    """One thing that changed an outcome. Append-only: database triggers refuse updates.

    The commitment binds the payload without revealing it; the payload and its salt are stored apart
    (`EventPayload`), so that what a person wrote can be erased while the log stays verifiable.
    """

    class Kind(models.TextChoices):
        DELIBERATION_CREATED = "deliberation.created"
        DELIBERATION_CONFIGURED = "deliberation.configured"
        STATEMENT_PROPOSED = "statement.proposed"
        STATEMENT_MODERATED = "statement.moderated"
        STATEMENT_TRANSLATED = "statement.translated"
        STATEMENT_ERASED = "statement.erased"
        DECISION_PROPOSED = "decision.proposed"
        DECISION_ANSWERED = "decision.answered"
        VOTE_CAST = "vote.cast"
        VOTE_UNDONE = "vote.undone"
        VOTE_MARKED = "vote.marked"
        REASON_GIVEN = "reason.given"
        REASON_MODERATED = "reason.moderated"
        PARTICIPANT_JOINED = "participant.joined"
        PARTICIPANT_ERASED = "participant.erased"
        PARTICIPANT_EXCLUDED = "participant.excluded"
        PARTICIPANT_INCLUDED = "participant.included"
        CONSTITUTION_DRAFTED = "constitution.drafted"
        CONSTITUTION_EDITED = "constitution.edited"
        CONSTITUTION_CONCERN_DECIDED = "constitution.concern_decided"
        CONSTITUTION_COMPARED = "constitution.compared"
        RATIFICATION_OPENED = "ratification.opened"
        RATIFICATION_VOTE_CAST = "ratification.vote_cast"
        RATIFICATION_VOTE_ON_WHOLE_CAST = "ratification.vote_on_whole_cast"
        RATIFICATION_SUGGESTED = "ratification.suggested"
        RATIFICATION_SUGGESTION_MODERATED = "ratification.suggestion_moderated"
        RATIFICATION_CLOSED = "ratification.closed"
        CONSTITUTION_RATIFIED = "constitution.ratified"
        TRAINING_STARTED = "training.started"
        TRAINING_DATA_SIGNED = "training.data_signed"
        TRAINING_COMPARING_CLOSED = "training.comparing_closed"
        TRAINING_FINISHED = "training.finished"
        TRAINING_GOES_ON = "training.goes_on"

    class Origin(models.TextChoices):
        WEB = "web"
        COMMAND = "command"
        IMPORTED = "imported"
        SIMULATED = "simulated"

    # Not checked by the database: all who vote at once would lock the row of their deliberation against being
    # deleted, a third of what a vote costs the database. Participants and statements hold it in place.
    deliberation = models.ForeignKey(
        Deliberation, on_delete=models.CASCADE, related_name="events", db_constraint=False
    )
    kind = models.CharField(max_length=40, choices=Kind.choices)
    # Without an index of its own: `one_event_per_participant_key` begins with the participant.
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, null=True, blank=True, db_index=False
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True)
    client_key = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.WEB)
    occurred_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["Event"]] = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "client_key"],
                condition=models.Q(participant__isnull=False),
                name="one_event_per_participant_key",
            ),
            models.UniqueConstraint(
                fields=["deliberation", "client_key"],
                condition=models.Q(participant__isnull=True),
                name="one_event_per_key",
            ),
        ]
        indexes = [
            # With the id: those of a kind since an event are found without reading all of that kind.
            models.Index(fields=["deliberation", "kind", "id"], name="event_by_kind_since"),
            # Small, and what a page for readers asks for each time: see `results/readers_state.py`.
            models.Index(fields=["deliberation", "-id"], condition=DECISIVE, name="decisive_event"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Record a new event; a recorded one cannot be saved again."""
        if self.pk is not None:
            raise EventsAreFinal("Events are never updated.")
        super().save(*args, **kwargs)


class EventPayload(models.Model):
    """What an event says, with the salt of its commitment. The erasable half of the log."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="payload")
    salt = models.CharField(max_length=32, blank=True)
    body = models.JSONField()

    def __str__(self) -> str:
        return f"payload of {self.event_id}"
