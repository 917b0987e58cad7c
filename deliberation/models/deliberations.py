from datetime import datetime
from typing import ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deliberation.models.public_ids import new_public_id


class DeliberationQuerySet(models.QuerySet["Deliberation"]):
    """Deliberations, read as sentences."""

    def listed(self) -> "DeliberationQuerySet":
        """Deliberations that the public may see, the newest first."""
        return self.exclude(state=Deliberation.State.DRAFT).order_by("-created_at", "-id")

    def open_for_voting(self) -> "DeliberationQuerySet":
        """Deliberations in which people may vote and propose now."""
        return self.filter(state=Deliberation.State.OPEN)


class Deliberation(models.Model):
    """One question to the public, with its statements, participants and results."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    class Access(models.TextChoices):
        OPEN = "open", _("Everyone who has the link")
        INVITATION = "invitation", _("People with an invitation code")
        ACCOUNT = "account", _("People who sign in")

    class Moderation(models.TextChoices):
        BEFORE = "before", _("Before people can vote on them")
        AFTER = "after", _("Afterwards: they can be voted on at once")

    class ResultsVisibility(models.TextChoices):
        ALWAYS = "always", _("Everyone, at any time")
        AFTER_VOTING = "after_voting", _("Those who have voted, and everyone once voting has ended")
        AFTER_CLOSE = "after_close", _("Everyone, once voting has ended")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="en")
    languages = models.JSONField(default=list, blank=True)
    """Languages beside `language` in which statements may be written, as codes such as "zh-hans"."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    access = models.CharField(max_length=10, choices=Access.choices, default=Access.OPEN)
    proposing_from = models.DateTimeField(null=True, blank=True)
    proposing_until = models.DateTimeField(null=True, blank=True)
    voting_from = models.DateTimeField(null=True, blank=True)
    voting_until = models.DateTimeField(null=True, blank=True)
    ratifying_from = models.DateTimeField(null=True, blank=True)
    ratifying_until = models.DateTimeField(null=True, blank=True)
    moderation = models.CharField(max_length=10, choices=Moderation.choices, default=Moderation.BEFORE)
    moderation_policy = models.TextField(blank=True)
    blind_moderation = models.BooleanField(default=True)
    """Whether moderators decide without seeing who wrote a statement and how people vote on it."""
    results_visibility = models.CharField(
        max_length=15, choices=ResultsVisibility.choices, default=ResultsVisibility.ALWAYS
    )
    asks_proof_of_work = models.BooleanField(default=False)
    consent_text = models.TextField(blank=True)
    consent_version = models.PositiveIntegerField(default=1)
    population = models.JSONField(default=dict, blank=True)
    """Shares of the population to weight by: `{"age_band": {"18-29": 0.2, ...}, ...}`; empty: no weights."""
    statement_length = models.PositiveIntegerField(default=280)
    next_participant_number = models.PositiveBigIntegerField(default=1)
    next_statement_number = models.PositiveBigIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["Deliberation"]] = DeliberationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether the organisers have opened it and not closed it; its phases may say more."""
        return self.state == self.State.OPEN

    @property
    def takes_statements(self) -> bool:
        """Whether people may propose now."""
        return self.is_open and _is_now(self.proposing_from, self.proposing_until)

    @property
    def takes_votes(self) -> bool:
        """Whether people may vote now."""
        return self.is_open and _is_now(self.voting_from, self.voting_until)

    @property
    def takes_ratification_votes(self) -> bool:
        """Whether people may vote on a constitution now; closing the deliberation does not end that."""
        return self.state != self.State.DRAFT and _is_now(self.ratifying_from, self.ratifying_until)

    @property
    def voting_has_ended(self) -> bool:
        """Whether no more votes will come, unless the organisers open it again."""
        past = self.voting_until is not None and self.voting_until <= timezone.now()
        return self.state == self.State.CLOSED or past

    @property
    def statement_languages(self) -> list[str]:
        """The languages in which statements may be written, its own first."""
        return [self.language, *(code for code in self.languages if code != self.language)]

    def reserve_participant_number(self) -> int:
        """Return a participant number nobody else gets."""
        return self._reserve("next_participant_number")

    def reserve_statement_number(self) -> int:
        """Return a statement number nobody else gets."""
        return self._reserve("next_statement_number")

    @transaction.atomic
    def _reserve(self, field: str) -> int:
        locked = Deliberation.objects.select_for_update().get(pk=self.pk)
        number: int = getattr(locked, field)
        setattr(locked, field, number + 1)
        locked.save(update_fields=[field])
        return number


def _is_now(start: datetime | None, end: datetime | None) -> bool:
    now = timezone.now()
    return (start is None or start <= now) and (end is None or now < end)


class DeliberationTranslation(models.Model):
    """What the organisers wrote about a deliberation, in another language."""

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    consent_text = models.TextField(blank=True)
    moderation_policy = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "language"], name="deliberation_translated_once"),
        ]

    def __str__(self) -> str:
        return f"{self.deliberation} ({self.language})"


class ConsentText(models.Model):
    """The consent text of a deliberation as it read in one version; participants refer to it by number."""

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="consent_texts")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "version"], name="consent_version_once"),
        ]

    def __str__(self) -> str:
        return f"consent {self.version} of {self.deliberation}"
