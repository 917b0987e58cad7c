from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deliberation.models.deliberations import Deliberation
from deliberation.models.people import Participant, User


class Question(models.Model):
    """One question of the organisers' questionnaire; every question can be left out."""

    class Kind(models.TextChoices):
        CHOICE = "choice", _("One of several answers")
        TEXT = "text", _("A short text")

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=40)
    """Name of the answer in a participant's profile, such as "age_band"; margins and quotas refer to it."""
    position = models.PositiveIntegerField(default=0)
    text = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.CHOICE)
    options = models.JSONField(default=list, blank=True)
    """The answers one can choose from, as texts."""
    translations = models.JSONField(default=dict, blank=True)
    """By language: `{"es": {"text": "...", "options": ["...", ...]}}`, options in the order of `options`."""

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "key"], name="question_key_once"),
        ]

    def __str__(self) -> str:
        return self.text


class Quota(models.Model):
    """How many people of one kind may join by invitation.

    A kind is a cell of answers, such as `{"age_band": "18-29", "region": "north"}`; the empty cell is
    everybody whom no other quota of the deliberation fits.
    """

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="quotas")
    cell = models.JSONField(default=dict, blank=True)
    seats = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return ", ".join(str(answer) for answer in self.cell.values()) or "everybody else"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, read as sentences."""

    def usable(self) -> "InvitationQuerySet":
        """Invitations with which somebody can join now."""
        in_time = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
        return self.filter(in_time, used_at=None, revoked_at=None)


class Invitation(models.Model):
    """A code with which one person can join; only a keyed digest of it is kept."""

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="invitations")
    code_digest = models.CharField(max_length=64, unique=True)
    batch = models.CharField(max_length=80, blank=True)
    """What the organisers call the codes that were made together."""
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    participant = models.OneToOneField(
        Participant, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitation"
    )

    objects: ClassVar[models.Manager["Invitation"]] = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["deliberation", "batch"], name="invitation_by_batch")]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
