"""What the participants answer when a draft is put to them."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from constitution.models.principles import Principle
from constitution.models.versions import ConstitutionVersion
from deliberation.models import Event, Participant


class RatificationVoteQuerySet(models.QuerySet["RatificationVote"]):
    """Ratification votes, read as sentences."""

    def by(self, participant: Participant, version: ConstitutionVersion) -> "RatificationVoteQuerySet":
        """What a participant decided about the principles of one version."""
        return self.filter(participant=participant, principle__version=version)


class RatificationVote(models.Model):
    """A participant's current vote on one principle; the history is in the events."""

    class Value(models.IntegerChoices):
        ADOPT = 1, _("Adopt")
        PASS = 0, _("Pass")
        REJECT = -1, _("Reject")
        CHANGE = 2, _("Change")

    principle = models.ForeignKey(Principle, on_delete=models.CASCADE, related_name="ratification_votes")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="ratification_votes")
    value = models.SmallIntegerField(choices=Value.choices)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    cast_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["RatificationVote"]] = RatificationVoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["principle", "participant"], name="one_vote_per_principle"),
            models.CheckConstraint(
                condition=models.Q(value__in=[-1, 0, 1, 2]), name="ratification_vote_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.get_value_display()}"


class VersionVote(models.Model):
    """A participant's current vote on a version as a whole; the history is in the events."""

    class Value(models.IntegerChoices):
        ADOPT = 1, _("Adopt")
        PASS = 0, _("Pass")
        REJECT = -1, _("Reject")

    version = models.ForeignKey(ConstitutionVersion, on_delete=models.CASCADE, related_name="votes_on_whole")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="version_votes")
    value = models.SmallIntegerField(choices=Value.choices)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    cast_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "participant"], name="one_vote_per_version"),
            models.CheckConstraint(condition=models.Q(value__in=[-1, 0, 1]), name="version_vote_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.get_value_display()}"


class Suggestion(models.Model):
    """How a participant would word a principle, or why not; shown once somebody has let it in."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SHOWN = "shown", _("Shown")
        HIDDEN = "hidden", _("Kept out")

    principle = models.ForeignKey(Principle, on_delete=models.CASCADE, related_name="suggestions")
    participant = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, null=True, blank=True, related_name="suggestions"
    )
    text = models.TextField()
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    kept_out_why = models.CharField(max_length=500, blank=True)
    theme = models.PositiveSmallIntegerField(null=True, blank=True)
    """Suggestions of one principle with the same theme ask for the same; None until they are grouped."""
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    suggested_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["principle", "participant"], name="one_suggestion_per_principle"),
        ]

    def __str__(self) -> str:
        return self.text
