"""People who were invited to compare answers and to look for faults, and what they said."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deliberation.models import User
from training_bridge.models.runs import TrainingRun
from training_bridge.people.comparisons import LONGEST_REASON


class TrainingInvitationQuerySet(models.QuerySet["TrainingInvitation"]):
    """Invitations, read as sentences."""

    def usable(self) -> TrainingInvitationQuerySet:
        """Those whose link still works."""
        return self.filter(withdrawn_at=None)


class TrainingInvitation(models.Model):
    """One person who was asked to help with a run, by a link of their own; only its keyed digest is kept.

    The name is for those who organise. Files and pages call the person by the pseudonym. Where the invitation
    is withdrawn, the name is erased, with what the person has said as far as nothing was learnt from it.
    """

    run = models.ForeignKey(TrainingRun, on_delete=models.CASCADE, related_name="invitations")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=150)
    key_digest = models.CharField(max_length=64, unique=True)
    is_simulated = models.BooleanField(default=False)
    """Whether a program answers in place of a person."""
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[TrainingInvitation]] = TrainingInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to a training run")
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="invited_person_has_one_number"),
            models.UniqueConstraint(
                "run", Lower("name"), condition=Q(withdrawn_at=None), name="person_is_invited_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="invited_person_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.pseudonym} of {self.run}"

    @property
    def pseudonym(self) -> str:
        """What files call this person, or what answers in a person's place."""
        return f"{'simulated-' if self.is_simulated else ''}person-{self.number}"


class HumanComparisonQuerySet(models.QuerySet["HumanComparison"]):
    """What people said of two answers, read as sentences."""

    def of_run(self, run: TrainingRun) -> HumanComparisonQuerySet:
        """All that a run learns from, in a fixed order."""
        return (
            self.filter(invitation__run=run).select_related("invitation").order_by("invitation__number", "pk")
        )


class HumanComparison(models.Model):
    """What one person said of two answers; it can be changed until the comparing is closed."""

    class Place(models.TextChoices):
        FIRST = "first"
        SECOND = "second"

    class Choice(models.TextChoices):
        FIRST = "first"
        SECOND = "second"
        SAME = "same"
        SKIP = "skip"

    invitation = models.ForeignKey(TrainingInvitation, on_delete=models.CASCADE, related_name="comparisons")
    item_id = models.CharField(max_length=64)
    shown_first = models.CharField(max_length=6, choices=Place.choices)
    choice = models.CharField(max_length=6, choices=Choice.choices)
    """Which of the item's answers, whichever place it stood in."""
    reason = models.TextField(blank=True, max_length=LONGEST_REASON)
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[HumanComparison]] = HumanComparisonQuerySet.as_manager()

    class Meta:
        verbose_name = _("comparison by a person")
        constraints = [
            models.UniqueConstraint(fields=["invitation", "item_id"], name="person_compares_an_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.invitation} on {self.item_id}"


class RowReviewQuerySet(models.QuerySet["RowReview"]):
    """What people found in training rows, read as sentences."""

    def of_run(self, run: TrainingRun) -> RowReviewQuerySet:
        """All of a run, in a fixed order."""
        return (
            self.filter(invitation__run=run).select_related("invitation").order_by("invitation__number", "pk")
        )


class RowReview(models.Model):
    """What one person found in one training row, with a critic's flags beside it or without."""

    invitation = models.ForeignKey(TrainingInvitation, on_delete=models.CASCADE, related_name="reviews")
    row_id = models.CharField(max_length=64)
    with_critic = models.BooleanField()
    answer = models.JSONField()
    """Faults, answers to flags, and whether nothing was found (`critic.reviews.Review`)."""
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[RowReview]] = RowReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of a training row")
        constraints = [
            models.UniqueConstraint(fields=["invitation", "row_id"], name="person_reviews_a_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.invitation} on {self.row_id}"
