"""What a person should look at before a draft is put to the vote."""

import hashlib
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from constitution.models.principles import Principle
from constitution.models.versions import ConstitutionVersion
from deliberation.models import Event, User


class ConcernQuerySet(models.QuerySet["Concern"]):
    """Concerns, read as sentences."""

    def with_principles(self) -> "ConcernQuerySet":
        """Concerns in the order of their principles, those about the vote's safety first."""
        place = models.Case(
            *(models.When(kind=kind, then=place) for place, kind in enumerate(BY_GRAVITY)),
            default=len(BY_GRAVITY),
        )
        return self.select_related("principle", "other", "prevails").order_by(
            place, "principle__number", "other__number"
        )

    def open(self) -> "ConcernQuerySet":
        """Concerns that nobody has decided about."""
        return self.filter(state=Concern.State.OPEN)

    def decided(self) -> "ConcernQuerySet":
        """Concerns that a person has decided about, or whose principle has been worded anew."""
        return self.exclude(state=Concern.State.OPEN)

    def grave(self) -> "ConcernQuerySet":
        """Open concerns that nobody should put to the vote unread: injection and contradictions."""
        return self.open().filter(kind__in=GRAVE)

    def orders_of(self, version: ConstitutionVersion) -> "ConcernQuerySet":
        """The orders between contradicting principles of a version, of those that were not rejected.

        `concern.prevails` goes before `concern.gives_way` where the two conflict.
        """
        rejected = Principle.State.REJECTED
        return (
            self.filter(version=version, state=Concern.State.ORDERED, prevails__isnull=False)
            .exclude(models.Q(principle__state=rejected) | models.Q(other__state=rejected))
            .with_principles()
            .order_by("prevails__number", "principle__number", "other__number")
        )


class Concern(models.Model):
    """Something about the wording of a draft that a person should look at; nothing is decided by itself."""

    class Kind(models.TextChoices):
        SAME_MEANING = "same meaning", _("Two principles say the same")
        CONTRADICTION = "contradiction", _("Two principles contradict each other")
        NEGATION = "negation", _("One principle negates another")
        TWO_IDEAS = "two ideas", _("Two ideas in one principle")
        DOUBLE_MEANING = "double meaning", _("Can be understood in two ways")
        INJECTION = "injection", _("Reads like an instruction to software")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DISMISSED = "dismissed", _("Both stay as they are")
        MERGED = "merged", _("Made one principle")
        ORDERED = "ordered", _("One goes before the other")
        REWORDED = "reworded", _("Worded anew")

    version = models.ForeignKey(ConstitutionVersion, on_delete=models.CASCADE, related_name="concerns")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    principle = models.ForeignKey(Principle, on_delete=models.CASCADE, related_name="concerns")
    other = models.ForeignKey(
        Principle, on_delete=models.CASCADE, null=True, blank=True, related_name="concerns_as_other"
    )
    found_by = models.CharField(max_length=20)
    """"words", "semantics", "votes" or "training"."""
    confidence = models.FloatField(null=True, blank=True)
    detail = models.JSONField(default=dict)
    """What was found, for the sentence that the page makes of it.

    `{"sign", "words", "hidden_by", "texts": [...], "votes": {"people", "same", "correlation"}}`: the rule or
    the English sentence of the comparison, the words in question, the principles as they read then, and what
    people voted who took a side on both; `seen_in` names a training run that brought it up. Of principles
    made one: `{"merges": [...]}`, all that is needed to take them apart again, the last merge last.
    """
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    prevails = models.ForeignKey(
        Principle, on_delete=models.SET_NULL, null=True, blank=True, related_name="prevails_over"
    )
    """The principle that goes before the other where they conflict."""
    why = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    found_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["Concern"]] = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "principle", "other"],
                condition=models.Q(other__isnull=False),
                name="one_concern_per_pair",
            ),
            models.UniqueConstraint(
                fields=["kind", "principle"],
                condition=models.Q(other__isnull=True),
                name="one_concern_per_principle",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.principle_id}"

    @property
    def gives_way(self) -> Principle | None:
        """The principle that goes after the other where they conflict; None where neither does."""
        if self.prevails_id is None:
            return None
        return self.other if self.prevails_id == self.principle_id else self.principle

    @property
    def is_of_two(self) -> bool:
        """Whether it is about two principles."""
        return self.other_id is not None

    @property
    def seen_mark(self) -> str:
        """Stands for what a page showed; one half changes with a decision, the other with a wording."""
        wording = [self.principle_id, self.principle.revision]
        if self.other is not None:
            wording += [self.other_id, self.other.revision]
        halves = ([self.pk, str(self.state), self.event_id], wording)
        return "".join(hashlib.sha256(repr(half).encode()).hexdigest()[:HALF_A_MARK] for half in halves)


GRAVE = (Concern.Kind.INJECTION, Concern.Kind.CONTRADICTION, Concern.Kind.NEGATION)
BY_GRAVITY = (*GRAVE, Concern.Kind.SAME_MEANING, Concern.Kind.TWO_IDEAS, Concern.Kind.DOUBLE_MEANING)
HALF_A_MARK = 10
