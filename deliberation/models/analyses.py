from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from deliberation.models.deliberations import Deliberation
from deliberation.models.people import Participant
from deliberation.models.statements import Statement


class AnalysesAreFinal(Exception):
    """Raised when code tries to change a stored analysis."""


class AnalysisQuerySet(models.QuerySet["Analysis"]):
    """Analyses, read as sentences."""

    def latest_of(self, deliberation: Deliberation) -> "Analysis | None":
        """The last good analysis of a deliberation, which its pages show."""
        return self.filter(deliberation=deliberation).order_by("-id").first()


class Analysis(models.Model):
    """An immutable result: the same input hash and parameters always give the same result hash.

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


class OpinionGroup(models.Model):
    """People who voted alike, numbered from 0 and shown as A, B, C; mode `stable` puts the largest first."""

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField()
    center_x = models.FloatField()
    center_y = models.FloatField()
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
    """What an analysis says about one statement."""

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="statement_results")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="results")
    votes = models.PositiveIntegerField()
    agree = models.PositiveIntegerField()
    disagree = models.PositiveIntegerField()
    passed = models.PositiveIntegerField()
    x = models.FloatField()
    y = models.FloatField()
    extremity = models.FloatField()
    group_aware_consensus = models.FloatField()
    consensus_geometric_mean = models.FloatField()
    consensus_lower_bound = models.FloatField()
    divisiveness = models.FloatField()
    priority = models.FloatField()
    by_group = models.JSONField(default=list)
    """One object per opinion group in order: `{"agree", "disagree", "pass", "votes"}`."""

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


class ParticipantResult(models.Model):
    """Where an analysis puts one participant; `group` is None for those with too few votes."""

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="participant_results")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="results")
    x = models.FloatField()
    y = models.FloatField()
    group = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["analysis", "participant"], name="one_result_per_participant"),
        ]

    def __str__(self) -> str:
        return f"result of {self.participant_id}"
