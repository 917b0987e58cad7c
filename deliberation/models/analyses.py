from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone

from deliberation.models.deliberations import Deliberation
from deliberation.models.people import Participant
from deliberation.models.statements import Statement

if TYPE_CHECKING:
    from deliberation.models.places import Place, Places


class AnalysesAreFinal(Exception):
    """Raised when code tries to change a stored analysis."""


class AnalysisQuerySet(models.QuerySet["Analysis"]):
    """Analyses, read as sentences."""

    def latest_of(self, deliberation: Deliberation) -> "Analysis | None":
        """The last good analysis of a deliberation, which its pages show."""
        return self.filter(deliberation=deliberation).latest_first().first()

    def latest_first(self) -> "AnalysisQuerySet":
        """Analyses by the votes that they have seen: a long one may end after refreshes that saw more."""
        return self.order_by("-event_watermark", "-id")

    def full(self) -> "AnalysisQuerySet":
        """Analyses that found their opinion groups themselves; all others refresh one of these."""
        return self.filter(grouped_by=None)

    def refreshes(self) -> "AnalysisQuerySet":
        """Analyses that kept the opinion space and the groups of an earlier one."""
        return self.exclude(grouped_by=None)


class Analysis(models.Model):
    """An immutable result: the same input hash and parameters always give the same result hash.

    A full one finds the opinion space and the groups; a refresh keeps those of `grouped_by` and places and
    counts everybody on them. `membership_hash` is of who stands where, which `result_hash` says nothing of.
    `event_watermark` is the highest event id whose votes it may have seen; it tells whether newer ones exist.
    `summary` holds the small results that pages and commands quote (explained variance, majority
    statements, the note on the number of groups); the large ones are rows of their own.
    """

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="analyses")
    mode = models.CharField(max_length=10)
    parameters = models.JSONField()
    seed = models.BigIntegerField()
    input_hash = models.CharField(max_length=64)
    result_hash = models.CharField(max_length=64)
    membership_hash = models.CharField(max_length=64, blank=True, default="")
    grouped_by = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="refreshed_by"
    )
    participant_count = models.PositiveIntegerField()
    statement_count = models.PositiveIntegerField()
    vote_count = models.PositiveIntegerField()
    agree = models.PositiveIntegerField()
    disagree = models.PositiveIntegerField()
    passed = models.PositiveIntegerField()
    summary = models.JSONField()
    event_watermark = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["Analysis"]] = AnalysisQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "analyses"
        indexes = [models.Index(fields=["deliberation", "input_hash"], name="analysis_by_input")]

    def __str__(self) -> str:
        return f"analysis {self.result_hash[:12]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new analysis; a stored one cannot be saved again."""
        if self.pk is not None:
            raise AnalysesAreFinal("A stored analysis is never changed.")
        super().save(*args, **kwargs)

    @property
    def is_refresh(self) -> bool:
        """Whether it kept the opinion groups of an earlier analysis."""
        return self.grouped_by_id is not None

    @property
    def is_weighted(self) -> bool:
        """Whether it holds measures weighted to a population."""
        weighting = self.summary.get("weighting")
        return bool(weighting) and "refused" not in weighting

    @property
    def grouping(self) -> "Analysis":
        """The full analysis that found its opinion groups: itself, or the one it refreshes."""
        return self.grouped_by or self

    def places(self) -> "Places":
        """Where it puts its participants."""
        places: Places = self.participant_places.together()
        return places

    def place_of(self, participant: Participant) -> "Place | None":
        """Where it puts one participant, or None where it has not seen them."""
        place: Place | None = self.participant_places.of_number(participant.number)
        return place


class OpinionGroup(models.Model):
    """People who voted alike, numbered from 0 and shown as A, B, C; mode `stable` puts the largest first."""

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField()
    center_x = models.FloatField()
    center_y = models.FloatField()
    stability = models.FloatField(null=True, blank=True)
    """How well the group is found again in resamples, from 0 to 1; None where it was not measured."""
    representative = models.JSONField(default=list)
    """The group's representative statements in order: `{"statement": number, "position": "agree" |
    "disagree", ...}` with the test values of `representativeness`."""

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["analysis", "number"], name="group_number_once")]

    def __str__(self) -> str:
        return self.letter

    @property
    def letter(self) -> str:
        """The name on pages: A for group 0."""
        return chr(ord("A") + self.number)


class StatementResult(models.Model):
    """What an analysis says about one statement; None where it was not measured.

    `center` and `component_x`, `component_y` are its column of the opinion space: everybody's mean vote and
    the weights on the two axes. `robustness_added` and `robustness_changed` are the least numbers of votes
    added or changed that would end the agreement, None where there is none. `greatest_difference` is the one
    between any two groups in the share that agrees.
    """

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="statement_results")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="results")
    votes = models.PositiveIntegerField()
    agree = models.PositiveIntegerField()
    disagree = models.PositiveIntegerField()
    passed = models.PositiveIntegerField()
    x = models.FloatField()
    y = models.FloatField()
    extremity = models.FloatField()
    center = models.FloatField(null=True, blank=True)
    component_x = models.FloatField(null=True, blank=True)
    component_y = models.FloatField(null=True, blank=True)
    group_aware_consensus = models.FloatField()
    consensus_geometric_mean = models.FloatField()
    consensus_lower_bound = models.FloatField()
    consensus_minimum = models.FloatField(null=True, blank=True)
    consensus_unsmoothed = models.FloatField(null=True, blank=True)
    weighted_agree = models.FloatField(null=True, blank=True)
    weighted_consensus_geometric_mean = models.FloatField(null=True, blank=True)
    weighted_lower_bound = models.FloatField(null=True, blank=True)
    bridging = models.FloatField(null=True, blank=True)
    divisiveness = models.FloatField()
    divisiveness_low = models.FloatField(null=True, blank=True)
    divisiveness_high = models.FloatField(null=True, blank=True)
    greatest_difference = models.FloatField(null=True, blank=True)
    agreed = models.BooleanField(default=False)
    robustness_added = models.PositiveIntegerField(null=True, blank=True)
    robustness_changed = models.PositiveIntegerField(null=True, blank=True)
    resample_share = models.FloatField(null=True, blank=True)
    priority = models.FloatField()
    by_group = models.JSONField(default=list)
    """One object per opinion group in order: `{"agree", "disagree", "pass", "votes"}`."""
    group_bounds = models.JSONField(default=list, blank=True)
    """The lower and the upper credible bound of the share of each group that agrees, in order."""
    marks = models.JSONField(null=True, blank=True)
    """What people added to their votes: `{"important": votes, "meanings": {reason: passes}}`; None before
    analyses counted it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["analysis", "statement"], name="one_result_per_statement"),
        ]

    def __str__(self) -> str:
        return f"result of {self.statement_id}"

    @property
    def agree_share(self) -> float:
        """Share of those who saw the statement and agreed, from 0 to 1; 0 when nobody saw it."""
        return self.agree / self.votes if self.votes else 0.0
