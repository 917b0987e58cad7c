"""A constitution grows version by version: drafted, put to the vote, ratified, and then final."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deliberation.models import Analysis, Deliberation, Event, Participant, Statement, User


class RatifiedIsFinal(Exception):
    """Raised when code tries to change what has been ratified."""


class Constitution(models.Model):
    """The constitution that comes out of one deliberation; what it says is in its versions."""

    deliberation = models.OneToOneField(Deliberation, on_delete=models.CASCADE, related_name="constitution")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"constitution of {self.deliberation}"


class ConstitutionVersionQuerySet(models.QuerySet["ConstitutionVersion"]):
    """Versions, read as sentences."""

    def of(self, deliberation: Deliberation) -> "ConstitutionVersionQuerySet":
        """The versions of a deliberation's constitution, the newest first."""
        return (
            self.filter(constitution__deliberation=deliberation)
            .select_related("constitution__deliberation", "analysis", "parent")
            .order_by("-number")
        )

    def ratified(self) -> "ConstitutionVersionQuerySet":
        """Versions that were ratified, the one in force and those before it."""
        return self.exclude(ratified_at=None)

    def in_force(self) -> "ConstitutionVersionQuerySet":
        """The ratified version that no later one has replaced."""
        return self.filter(state=ConstitutionVersion.State.RATIFIED)

    def unfinished(self) -> "ConstitutionVersionQuerySet":
        """Versions still being drafted or voted on."""
        return self.filter(state__in=[ConstitutionVersion.State.DRAFT, ConstitutionVersion.State.RATIFYING])


class ConstitutionVersion(models.Model):
    """One version of a constitution.

    Draft, then open for ratification, then ratified, then superseded by a later one; or rejected, where the
    vote adopted nothing. Nothing of a ratified version changes any more but its state, to superseded; the
    database refuses everything else.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        RATIFYING = "ratifying", _("Open for ratification")
        RATIFIED = "ratified", _("Ratified")
        SUPERSEDED = "superseded", _("Replaced by a later version")
        REJECTED = "rejected", _("Not adopted")

    class DecidedBy(models.TextChoices):
        CITIZENS = "citizens", _("The participants, by vote")
        ORGANISER = "organiser", _("The organiser")

    constitution = models.ForeignKey(Constitution, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    analysis = models.ForeignKey(Analysis, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=10, default="en")
    preamble = models.TextField(blank=True)
    selection = models.JSONField(default=dict)
    """How the statements were chosen: the size asked for and the rules of `constitution.selection`."""
    contested = models.JSONField(default=list)
    """Where the groups do not agree: `{"statement", "text", "by_group": [...]}` each."""
    not_selected = models.JSONField(default=list)
    """Every other statement that is no principle: `{"statement", "text", "reason", "explanation"}` each."""
    rule = models.JSONField(null=True, blank=True)
    """What a principle needs to be adopted, set before the vote; None without a citizens' vote."""
    ratification = models.JSONField(null=True, blank=True)
    """What the vote or the decision gave; None before that."""
    decided_by = models.CharField(max_length=10, choices=DecidedBy.choices, blank=True)
    content = models.JSONField(null=True, blank=True)
    """The hashed content as it was ratified; None before that."""
    content_sha256 = models.CharField(max_length=64, blank=True)
    drafted_at = models.DateTimeField(default=timezone.now)
    ratification_opened_at = models.DateTimeField(null=True, blank=True)
    ratified_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["ConstitutionVersion"]] = ConstitutionVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["constitution", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["constitution"],
                condition=models.Q(state="ratified"),
                name="one_version_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"

    @property
    def deliberation(self) -> Deliberation:
        """The deliberation this version came out of."""
        return self.constitution.deliberation

    @property
    def is_ratified(self) -> bool:
        """Whether it was ratified, even if a later version has replaced it since."""
        return self.ratified_at is not None

    @property
    def may_be_edited(self) -> bool:
        """Whether its wording may still change: only before the vote opens."""
        return self.state == self.State.DRAFT

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the version; of a ratified one only the change to superseded is stored."""
        only_state = set(kwargs.get("update_fields") or ()) == {"state"}
        if self.pk and not only_state and _is_ratified(self.pk):
            raise RatifiedIsFinal("A ratified version is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete a version that was not ratified."""
        if _is_ratified(self.pk):
            raise RatifiedIsFinal("A ratified version is never deleted.")
        return super().delete(*args, **kwargs)


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
        _refuse_if_ratified(self.version_id)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the principle, unless its version has been ratified."""
        _refuse_if_ratified(self.version_id)
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

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.rule or self.edited_by}: {self.after}"

    @property
    def who(self) -> str:
        """Who made the change, without a name: what is published names no persons."""
        return "rule" if self.rule else "organiser"


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
                condition=models.Q(value__in=[-1, 0, 1]), name="ratification_vote_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.get_value_display()}"


def _is_ratified(version_id: int) -> bool:
    return ConstitutionVersion.objects.ratified().filter(pk=version_id).exists()


def _refuse_if_ratified(version_id: int) -> None:
    if _is_ratified(version_id):
        raise RatifiedIsFinal("The principles of a ratified version are never changed.")
