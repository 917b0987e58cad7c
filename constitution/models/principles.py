"""What a version says, and what stands behind each sentence."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from constitution.models.versions import ConstitutionVersion, refuse_if_ratified
from deliberation.models import Event, Statement, User


class PrincipleQuerySet(models.QuerySet["Principle"]):
    """Principles, read as sentences."""

    def with_sources(self) -> "PrincipleQuerySet":
        """Principles in order, with their statements and edits."""
        return self.order_by("number").prefetch_related("statement_links__statement", "edits")


class Principle(models.Model):
    """What an AI should do, in the form that training uses: "Choose the response that …"."""

    class Kind(models.TextChoices):
        PROMOTE = "promote", _("Promotes")
        AVOID = "avoid", _("Avoids")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ADOPTED = "adopted", _("Adopted")
        REJECTED = "rejected", _("Not adopted")

    version = models.ForeignKey(ConstitutionVersion, on_delete=models.CASCADE, related_name="principles")
    number = models.PositiveIntegerField()
    text = models.TextField()
    language = models.CharField(max_length=10, default="en")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    critique_request = models.TextField()
    revision_request = models.TextField()
    needs_review = models.BooleanField(default=False)
    """Whether the rules of wording could not settle it and a person should look."""
    revision = models.PositiveIntegerField(default=1)
    """Counts the edits, so that two people editing at once notice each other."""
    weight = models.FloatField(default=1.0)
    group_aware_consensus = models.FloatField()
    """Normalised: the geometric mean over the groups of the smoothed share that agrees."""
    lower_bound = models.FloatField()
    scores = models.JSONField(default=dict)
    """Every score of the stored analysis that a rule may rank by, None where it was not measured.

    `{"polis_product", "ccai_product", "geometric_mean", "minimum", "lower_bound", "bridging",
    "weighted_agree", "weighted_geometric_mean", "weighted_lower_bound"}`, numbers each; `"by_group":
    [{"group": "A", "low", "high"}]`, the credible bounds of the share of each group that agrees;
    `"chosen_by": ["equal_shares", ...]`, the rules that would have chosen it too. Empty in older drafts.
    """
    robustness_added = models.PositiveIntegerField(null=True, blank=True)
    """Least number of added votes that would end the agreement on its least firm statement."""
    robustness_changed = models.PositiveIntegerField(null=True, blank=True)
    """The same for votes changed."""
    stability = models.FloatField(null=True, blank=True)
    """Share of the analysis' stored resamples in which its statement is chosen; None without resamples."""
    topic_number = models.PositiveSmallIntegerField(null=True, blank=True)
    """Number of its statement's topic when the draft was made; None without topics."""
    topic_name = models.CharField(max_length=200, blank=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    """The principle of the parent version that this one goes on from."""
    votes = models.JSONField()
    """`{"agree", "disagree", "pass", "by_group": [{"group": "A", "agree", "disagree", "pass", "votes"}]}`."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    ratification = models.JSONField(null=True, blank=True)
    """`{"adopt", "reject", "pass", "by_group": [...], "reason"}` once the vote is closed."""

    objects: ClassVar[models.Manager["Principle"]] = PrincipleQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="principle_number_once"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def label(self) -> str:
        """The principle's name within its version, and its anchor on the page: p01, p02 and so on."""
        return f"p{self.number:02d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the principle, unless its version has been ratified."""
        refuse_if_ratified(self.version_id)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the principle, unless its version has been ratified."""
        refuse_if_ratified(self.version_id)
        return super().delete(*args, **kwargs)


class PrincipleStatement(models.Model):
    """A statement that stands behind a principle, with its text as it was when the draft was made."""

    principle = models.ForeignKey(Principle, on_delete=models.CASCADE, related_name="statement_links")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="principle_links")
    text = models.TextField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["principle", "statement"], name="statement_once_per_principle"),
        ]

    def __str__(self) -> str:
        return self.text


class PrincipleEditQuerySet(models.QuerySet["PrincipleEdit"]):
    """Edits, read as sentences."""

    def by_hand(self) -> "PrincipleEditQuerySet":
        """Edits by which a person gave a principle other words; not those that made it, or one of two."""
        return self.filter(rule="", event__kind=Event.Kind.CONSTITUTION_EDITED).exclude(before="")


class PrincipleEdit(models.Model):
    """One change of wording: by a rule when the draft was made, by a person afterwards."""

    principle = models.ForeignKey(Principle, on_delete=models.CASCADE, related_name="edits")
    edited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rule = models.CharField(max_length=120, blank=True)
    """Name of the wording rule; empty when a person made the change."""
    before = models.TextField()
    after = models.TextField()
    why = models.CharField(max_length=500, blank=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["PrincipleEdit"]] = PrincipleEditQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.rule or self.edited_by}: {self.after}"

    @property
    def who(self) -> str:
        """Who made the change, without a name: what is published names no persons."""
        return "rule" if self.rule else "organiser"
