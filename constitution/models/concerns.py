"""What a person should look at before a draft is put to the vote."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from constitution.models.principles import Principle
from constitution.models.versions import ConstitutionVersion
from deliberation.models import Event, User


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
    """"words", "semantics" or "votes"."""
    confidence = models.FloatField(null=True, blank=True)
    detail = models.JSONField(default=dict)
    """What was found, for the sentence that the page makes of it: the words, the share of shared voters."""
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
