"""A constitution grows version by version: drafted, put to the vote, ratified, and then final."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deliberation.models import Analysis, Deliberation


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
    """How the statements were chosen.

    The rules of `constitution.selection`: `{"rule": "equal_shares", "size", "minimum_votes", "least_share",
    "least_score", "contested_difference", "contested_without_groups"}`. What they were applied to, absent
    from older drafts: `"voters"`, `"groups"`, `"resamples"` (numbers, None without); `"weighting":
    {"effective_sample_size", "design_effect", ...} | None`; `"tie": {"in": [...], "out": [...]} | None`,
    statement numbers between which only the order of settling ties decided the last place;
    `"possible_duplicates": [{"statements": [4, 17], "similarity"}]`, pairs in the draft that nobody has
    confirmed or dismissed yet.
    """
    rule_outcomes = models.JSONField(default=list)
    """What each rule would have chosen, the draft's own among them, in the order of `selection.RULES`.

    `{"rule", "is_slate", "statements": [numbers in the order chosen], "in_draft": how many of them the
    draft has, "topics": how many topics they cover, "justified_representation": {"ok", "worst"},
    "only_here": [{"statement", "text", "language", "place", "score", "places": {rule: place by that rule's
    score}}]}` each; `only_here` are those that no other rule chooses. Empty in older drafts.
    """
    justified_representation = models.JSONField(default=dict)
    """The audit of the slate: whether a cohesive part of the public got less than its share, and which.

    `{"ok", "worst", "all_statements": {"ok", "worst"}, "voters", "people_per_principle"}`. `worst` is None
    or `{"statement", "text", "language", "people", "share", "due", "have", "by_group": [{"group",
    "share"}]}`: `people` (a `share` of the public) agree with the statement, were due `due` principles that
    they agree with, and have `have` on average. `ok` and `worst` are among the statements that every group
    agrees with; `all_statements` among all trainable ones: what asking every group costs. Where `people`
    is below ten it is not to be published exactly. Empty in older drafts.
    """
    topic_coverage = models.JSONField(default=list)
    """Each topic of the deliberation and what of it is in the draft.

    `{"topic": number, "name", "is_other", "principles", "statements", "best"}` each; `best` is None where
    the topic has a principle or no statement with votes, otherwise its best statement, `{"statement",
    "text", "language", "geometric_mean", "lower_bound", "reason", "detail"}`, with the reason why it is none
    as in `not_selected`. Empty without topics.
    """
    contested = models.JSONField(default=list)
    """Where the groups do not agree: `{"statement", "text", "by_group": [...]}` each."""
    not_selected = models.JSONField(default=list)
    """Every other statement that is no principle: `{"statement", "text", "reason", "explanation"}` each."""
    rule = models.JSONField(null=True, blank=True)
    """What a principle needs to be adopted, set before the vote; None without a citizens' vote."""
    ratification = models.JSONField(null=True, blank=True)
    """What the vote or the decision gave; None before that."""
    decided_by = models.CharField(max_length=10, choices=DecidedBy.choices, blank=True)
    reason_for_amending = models.CharField(max_length=500, blank=True)
    """Why this version was started from its parent; empty for a draft made anew from an analysis."""
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
        if self.pk and not only_state and is_ratified(self.pk):
            raise RatifiedIsFinal("A ratified version is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete a version that was not ratified."""
        if is_ratified(self.pk):
            raise RatifiedIsFinal("A ratified version is never deleted.")
        return super().delete(*args, **kwargs)


def is_ratified(version_id: int) -> bool:
    """Return whether a version has been ratified, as the database has it."""
    return ConstitutionVersion.objects.ratified().filter(pk=version_id).exists()


def refuse_if_ratified(version_id: int) -> None:
    """Refuse where the version has been ratified.

    Raises:
        RatifiedIsFinal: it has.
    """
    if is_ratified(version_id):
        raise RatifiedIsFinal("The principles of a ratified version are never changed.")
