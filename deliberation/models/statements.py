from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from deliberation.models.deliberations import Deliberation
from deliberation.models.people import Participant, User
from deliberation.models.public_ids import new_public_id

if TYPE_CHECKING:
    from deliberation.models.moderation import ModerationDecision, PendingDecision


class StatementQuerySet(models.QuerySet["Statement"]):
    """Statements, read as sentences."""

    def accepted(self) -> "StatementQuerySet":
        """Statements that a moderator let in."""
        return self.filter(state=Statement.State.ACCEPTED)

    def open_for_voting(self) -> "StatementQuerySet":
        """Accepted statements that have not been merged into another."""
        return self.accepted().filter(merged_into=None)

    def awaiting_moderation(self) -> "StatementQuerySet":
        """Statements nobody has decided about, the oldest first.

        Where moderators read afterwards, these are also the statements that people vote on already; they
        stay to be read if moderators read beforehand from some day on (their place in the queue tells).
        Those that wait for their author, or for a second moderator, are not among them.
        """
        unread = models.Q(
            ~models.Q(decisions__isnull=False),
            models.Q(deliberation__moderation=Deliberation.Moderation.AFTER)
            | models.Q(queue_place__isnull=False),
            state=Statement.State.ACCEPTED,
            merged_into=None,
            is_seed=False,
        )
        waiting = self.filter(models.Q(state=Statement.State.PENDING) | unread)
        return waiting.exclude(models.Exists(_open_decisions())).order_by("number")

    def waiting_for_somebody(self) -> "StatementQuerySet":
        """Statements whose author, or a second moderator, has been asked and has not answered."""
        return self.filter(models.Exists(_open_decisions()))

    def not_voted_by(self, participant: Participant) -> "StatementQuerySet":
        """Statements on which the participant holds no vote."""
        return self.exclude(votes__participant=participant)

    def proposed_by(self, participant: Participant) -> "StatementQuerySet":
        """The participant's own statements, the newest first."""
        return self.filter(author=participant).order_by("-number")

    def to_translate_into(self, language: str) -> "StatementQuerySet":
        """Statements people vote on that are in another language and were not taken back."""
        return self.open_for_voting().filter(erased_at=None).exclude(language=language).order_by("number")

    def without_translation_into(self, language: str) -> "StatementQuerySet":
        """Statements that nobody and nothing has put into this language."""
        return self.exclude(translations__language=language)


def _open_decisions() -> models.QuerySet["PendingDecision"]:
    from deliberation.models.moderation import PendingDecision

    return PendingDecision.objects.open().filter(statement=models.OuterRef("pk"))


class Statement(models.Model):
    """One sentence that people agree with, disagree with or pass on."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Rejected")

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="statements")
    number = models.PositiveBigIntegerField()
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    author = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, null=True, blank=True, related_name="statements"
    )
    text = models.TextField()
    language = models.CharField(max_length=10, default="en")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    is_seed = models.BooleanField(default=False)
    is_meta = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_statements"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    """When its author took the text back; the tallies of the votes on it stay."""

    objects: ClassVar[models.Manager["Statement"]] = StatementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "number"], name="statement_number_once"),
        ]
        indexes = [models.Index(fields=["deliberation", "state"], name="statement_by_state")]

    def __str__(self) -> str:
        return self.text

    @property
    def shown_text(self) -> str:
        """The text for a page or a list; in its place a remark where the author took it back."""
        return self.text or gettext("[taken back by its author]")

    @property
    def is_open_for_voting(self) -> bool:
        """Whether a vote on this statement is accepted now."""
        return (
            self.state == self.State.ACCEPTED
            and self.merged_into_id is None
            and self.deliberation.takes_votes
        )

    def last_decision(self) -> "ModerationDecision | None":
        """The decision that gave this statement its present state, if any."""
        return self.decisions.order_by("-id").first()


class StatementTranslationQuerySet(models.QuerySet["StatementTranslation"]):
    """Translations, read as sentences."""

    def of(self, statements: Iterable[int]) -> "StatementTranslationQuerySet":
        """Translations of the statements with these primary keys."""
        return self.filter(statement__in=list(statements))

    def into(self, language: str) -> "StatementTranslationQuerySet":
        """Translations into one language."""
        return self.filter(language=language)

    def by_people(self) -> "StatementTranslationQuerySet":
        """Translations by people, which no machine replaces."""
        return self.filter(source=StatementTranslation.Source.PERSON)


class StatementTranslation(models.Model):
    """A statement in another language, and where the translation comes from; shown beside the original."""

    class Source(models.TextChoices):
        PERSON = "person", _("translated by a person")
        MACHINE = "machine", _("translated by a machine")

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=10)
    text = models.TextField()
    source = models.CharField(max_length=10, choices=Source.choices)
    translator = models.CharField(max_length=100, blank=True)
    """Name of the translating program, for a machine's translation."""
    translated_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    translated_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["StatementTranslation"]] = StatementTranslationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "language"], name="statement_translated_once"),
        ]

    def __str__(self) -> str:
        return self.text
