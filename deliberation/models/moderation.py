from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deliberation.models.deliberations import Deliberation
from deliberation.models.events import Event
from deliberation.models.people import User
from deliberation.models.semantics import Topic
from deliberation.models.statements import Statement

CLAIM_LASTS = timedelta(minutes=5)
"""How long a statement stays on somebody's desk without a sign of life."""
ANSWER_WITHIN = timedelta(days=14)
"""How long an author has to answer before the statement is put back into the queue."""


class ModerationDecision(models.Model):
    """What a moderator decided about a statement, and why. The latest one counts."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Rejected")
        DUPLICATE = "duplicate", _("Merged into another statement")
        REOPENED = "reopened", _("Put back into the queue")
        REPLACED = "replaced", _("Put into other words")

    class Reason(models.TextChoices):
        OFF_TOPIC = "off_topic", _("Off topic")
        DUPLICATE = "duplicate", _("Says the same as another statement")
        HATEFUL = "hateful", _("Hateful or abusive")
        PERSONAL_DATA = "personal_data", _("Contains personal data")
        SPAM = "spam", _("Spam")
        NOT_FEASIBLE = "not_feasible", _("Not feasible")
        NOT_A_PRINCIPLE = "not_a_principle", _("Not about how an AI answers")
        UNCLEAR = "unclear", _("Unclear")

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    note = models.CharField(max_length=500, blank=True)
    """What the author is told."""
    public_reason = models.CharField(max_length=500, blank=True)
    """What everybody is told; needed where people had voted on the statement already."""
    role = models.CharField(max_length=12, blank=True)
    """The role of whoever decided, at that time; the public log names it and not the person."""
    duplicate_of = models.ForeignKey(
        Statement, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.outcome}"


class PendingDecisionQuerySet(models.QuerySet["PendingDecision"]):
    """Decisions that need somebody else, read as sentences."""

    def open(self) -> "PendingDecisionQuerySet":
        """Those that nobody has answered yet, and that still can be."""
        return self.filter(state=PendingDecision.State.OPEN, proposed_at__gt=timezone.now() - ANSWER_WITHIN)

    def overdue(self) -> "PendingDecisionQuerySet":
        """Those that nobody has answered in time, and of which that has not been noted yet."""
        return self.filter(state=PendingDecision.State.OPEN, proposed_at__lte=timezone.now() - ANSWER_WITHIN)


class PendingDecision(models.Model):
    """A decision that counts only once somebody else agrees: a second moderator, or the author.

    Rejecting a statement that people have voted on needs a second moderator; other words for a statement
    need its author.
    """

    class Kind(models.TextChoices):
        REJECT = "reject", _("Reject although people have voted on it")
        REWORD = "reword", _("Say it in other words")
        SPLIT = "split", _("Split into several statements")

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for an answer")
        AGREED = "agreed", _("Agreed")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Not answered in time")

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="pending_decisions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=20, choices=ModerationDecision.Reason.choices, blank=True)
    note = models.CharField(max_length=500, blank=True)
    public_reason = models.CharField(max_length=500, blank=True)
    texts = models.JSONField(default=list, blank=True)
    """The new words: one text to reword, two or more to split."""
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The second moderator; none where the author answered."""
    answered_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["PendingDecision"]] = PendingDecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement"], condition=Q(state="open"), name="one_open_decision_per_statement"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.statement_id}: {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether it still can be answered."""
        return self.state == self.State.OPEN and self.proposed_at > timezone.now() - ANSWER_WITHIN

    @property
    def answer_until(self) -> datetime:
        """When it lapses, if nobody answers."""
        return self.proposed_at + ANSWER_WITHIN


class StatementLineage(models.Model):
    """Which statement came out of which, by rewording or splitting."""

    source = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="replacements")
    result = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="origins")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "result"], name="one_lineage_per_pair")]

    def __str__(self) -> str:
        return f"{self.source_id} -> {self.result_id}"


class ModerationClaim(models.Model):
    """A statement that lies on somebody's desk, so that nobody decides the same thing twice."""

    statement = models.OneToOneField(
        Statement, on_delete=models.CASCADE, primary_key=True, related_name="claim"
    )
    claimed_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.statement_id} until {self.until}"


class QueuePlace(models.Model):
    """Where a waiting statement stands in the moderators' queue: with what says the same, by topic."""

    statement = models.OneToOneField(
        Statement, on_delete=models.CASCADE, primary_key=True, related_name="queue_place"
    )
    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="queue_places")
    group = models.PositiveBigIntegerField()
    """Number of the first statement of its group: of those waiting that say about the same."""
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["deliberation", "group"], name="queue_place_by_group")]

    def __str__(self) -> str:
        return f"{self.statement_id} in {self.group}"


class StatementFlag(models.Model):
    """Something about a statement's text that a moderator may want to look at. A suggestion, no decision."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="flags")
    kind = models.CharField(max_length=20)
    """As `deliberation.text_checks` names it: language, personal_data, link, spam, toxicity, injection."""
    detail = models.JSONField(default=dict)
    """What was found, for the sentence that says why."""

    class Meta:
        indexes = [models.Index(fields=["statement", "kind"], name="flag_by_statement")]

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.kind}"
