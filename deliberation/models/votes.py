from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deliberation.models.deliberations import Deliberation
from deliberation.models.events import Event
from deliberation.models.people import Participant, User
from deliberation.models.statements import Statement


class VoteQuerySet(models.QuerySet["Vote"]):
    """Votes, read as sentences."""

    def by(self, participant: Participant) -> "VoteQuerySet":
        """A participant's current votes, the latest first."""
        return self.filter(participant=participant).order_by("-event_id")


class Vote(models.Model):
    """A participant's current vote on a statement; the history is in the events."""

    class Value(models.IntegerChoices):
        AGREE = 1, _("Agree")
        PASS = 0, _("Pass")
        DISAGREE = -1, _("Disagree")

    VALUES = frozenset(Value.values)

    class PassReason(models.TextChoices):
        UNSURE = "unsure", _("I am not sure")
        UNCLEAR = "unclear", _("The wording is unclear")
        NOT_RELEVANT = "not_relevant", _("It is not relevant")

    # Not checked by the database, as in `Event`: the participant's deliberation is.
    deliberation = models.ForeignKey(
        Deliberation, on_delete=models.CASCADE, related_name="votes", db_constraint=False
    )
    # Without an index of its own: `one_vote_per_statement` begins with the participant.
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="votes", db_index=False
    )
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="votes")
    value = models.SmallIntegerField(choices=Value.choices)
    pass_reason = models.CharField(max_length=12, choices=PassReason.choices, blank=True)
    is_important = models.BooleanField(default=False)
    cast_at = models.DateTimeField(null=True, blank=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager["Vote"]] = VoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "statement"], name="one_vote_per_statement"),
            models.CheckConstraint(condition=models.Q(value__in=[-1, 0, 1]), name="vote_is_known"),
            models.CheckConstraint(
                condition=models.Q(pass_reason="") | models.Q(value=0), name="only_a_pass_has_a_pass_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.get_value_display()}"


class VoteReasonQuerySet(models.QuerySet["VoteReason"]):
    """Reasons people gave, read as sentences."""

    def accepted(self) -> "VoteReasonQuerySet":
        """Reasons that a moderator let in."""
        return self.filter(state=Statement.State.ACCEPTED)

    def shown(self) -> "VoteReasonQuerySet":
        """Accepted reasons whose giver still votes as they did when they gave them."""
        held = Vote.objects.filter(
            participant=models.OuterRef("participant"),
            statement=models.OuterRef("statement"),
            value=models.OuterRef("value"),
        )
        return self.accepted().filter(models.Exists(held))

    def awaiting_moderation(self) -> "VoteReasonQuerySet":
        """Reasons nobody has decided about, the oldest first."""
        return self.filter(state=Statement.State.PENDING).order_by("pk")


class VoteReason(models.Model):
    """Why somebody voted as they did, in one sentence; shown with the results once a moderator accepts it."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="vote_reasons")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="vote_reasons")
    value = models.SmallIntegerField(choices=Vote.Value.choices)
    text = models.CharField(max_length=280)
    language = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=Statement.State.choices, default=Statement.State.PENDING)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["VoteReason"]] = VoteReasonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "statement"], name="one_reason_per_statement"),
        ]

    def __str__(self) -> str:
        return self.text
