from typing import ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deliberation.models.public_ids import new_public_id


class DeliberationQuerySet(models.QuerySet["Deliberation"]):
    """Deliberations, read as sentences."""

    def listed(self) -> "DeliberationQuerySet":
        """Deliberations that the public may see, the newest first."""
        return self.exclude(state=Deliberation.State.DRAFT).order_by("-created_at", "-id")

    def open_for_voting(self) -> "DeliberationQuerySet":
        """Deliberations in which people may vote and propose now."""
        return self.filter(state=Deliberation.State.OPEN)


class Deliberation(models.Model):
    """One question to the public, with its statements, participants and results."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="en")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    consent_text = models.TextField(blank=True)
    consent_version = models.PositiveIntegerField(default=1)
    population = models.JSONField(default=dict, blank=True)
    """Shares of the population to weight by: `{"age_band": {"18-29": 0.2, ...}, ...}`; empty: no weights."""
    statement_length = models.PositiveIntegerField(default=280)
    next_participant_number = models.PositiveBigIntegerField(default=1)
    next_statement_number = models.PositiveBigIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["Deliberation"]] = DeliberationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether people may vote and propose now."""
        return self.state == self.State.OPEN

    def reserve_participant_number(self) -> int:
        """Return a participant number nobody else gets."""
        return self._reserve("next_participant_number")

    def reserve_statement_number(self) -> int:
        """Return a statement number nobody else gets."""
        return self._reserve("next_statement_number")

    @transaction.atomic
    def _reserve(self, field: str) -> int:
        locked = Deliberation.objects.select_for_update().get(pk=self.pk)
        number: int = getattr(locked, field)
        setattr(locked, field, number + 1)
        locked.save(update_fields=[field])
        return number
