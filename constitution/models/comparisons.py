"""A version beside another constitution."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from constitution.models.principles import Principle
from constitution.models.versions import ConstitutionVersion
from deliberation.models import User


class Comparison(models.Model):
    """A version held against another constitution, whoever wrote that one."""

    version = models.ForeignKey(ConstitutionVersion, on_delete=models.CASCADE, related_name="comparisons")
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=500, blank=True)
    """Citation or address of the other constitution."""
    library_key = models.CharField(max_length=60, blank=True)
    """Its key in the library of known sources; empty for an uploaded one."""
    principles = models.JSONField()
    """The other one's principles as plain texts, in order."""
    encoders = models.JSONField(default=list)
    """Names of the sentence encoders that were asked; none where words alone were compared."""
    compared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_public = models.BooleanField(default=True)
    compared_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "library_key"],
                condition=~models.Q(library_key=""),
                name="source_compared_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} and {self.name}"


class ComparisonMatch(models.Model):
    """A principle that has, or may have, its like or its opposite in the other constitution.

    Proposed by the method of `constitution.comparing`; a person confirms.
    """

    class Kind(models.TextChoices):
        MATCHED = "matched", _("Says the same")
        PARTIAL = "partial", _("Overlaps")
        OPPOSED = "opposed", _("Says the opposite")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Not alike")

    comparison = models.ForeignKey(Comparison, on_delete=models.CASCADE, related_name="matches")
    principle = models.ForeignKey(Principle, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    """Place of its like among the other one's principles, from 0."""
    kind = models.CharField(max_length=10, choices=Kind.choices)
    confidence = models.FloatField()
    why = models.JSONField(default=list)
    """What keeps it from being a plain match, as sentences of the word lists."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["comparison", "principle", "position"], name="match_once"),
        ]

    def __str__(self) -> str:
        return f"{self.principle_id} ~ {self.position}"
