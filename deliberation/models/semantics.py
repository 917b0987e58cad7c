from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from deliberation.models.deliberations import Deliberation
from deliberation.models.statements import Statement


class TextVector(models.Model):
    """The vector of a text under one encoder, wherever it is said: no text is embedded twice."""

    encoder = models.CharField(max_length=200)
    text_hash = models.CharField(max_length=64)
    vector = models.BinaryField()
    """Little-endian float32, unit length."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["encoder", "text_hash"], name="one_vector_per_text"),
        ]

    def __str__(self) -> str:
        return f"{self.encoder} of {self.text_hash[:12]}"


class StatementEmbedding(models.Model):
    """Where a statement stands under one encoder; the hash of its vector's text tells whether still."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="embeddings")
    encoder = models.CharField(max_length=200)
    text_vector = models.ForeignKey(TextVector, on_delete=models.PROTECT, related_name="statements")
    is_compared = models.BooleanField(default=False)
    """Whether near-duplicates among the statements before it have been looked for."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "encoder"], name="one_vector_per_encoder"),
        ]

    def __str__(self) -> str:
        return f"{self.encoder} of {self.statement_id}"


class DuplicateCandidate(models.Model):
    """Two statements that may say the same. A person decides; nothing is merged by itself."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        CONFIRMED = "confirmed", _("Confirmed")
        DISMISSED = "dismissed", _("Dismissed")

    deliberation = models.ForeignKey(
        Deliberation, on_delete=models.CASCADE, related_name="duplicate_candidates"
    )
    first = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="+")
    similarity = models.FloatField()
    warning = models.CharField(max_length=200, blank=True)
    """Why the two may be opposites rather than duplicates; empty when nothing speaks for it."""
    shared_voters = models.PositiveIntegerField(default=0)
    """How many people have voted agree or disagree on both."""
    vote_agreement = models.FloatField(null=True, blank=True)
    """Share of them who voted the same on both; none while nobody has."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="one_candidate_per_pair")]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}"


class TopicMap(models.Model):
    """One clustering of a deliberation's accepted statements into topics."""

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="topic_maps")
    encoder = models.CharField(max_length=200)
    input_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"topics {self.input_hash[:12]}"


class Topic(models.Model):
    """Statements about the same matter, named by their typical words.

    A topic that goes on from one map to the next keeps its number and its name; a number is never given
    to another topic.
    """

    topic_map = models.ForeignKey(TopicMap, on_delete=models.CASCADE, related_name="topics")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    is_other = models.BooleanField(default=False)
    """Whether it gathers the statements that belong to no topic; it has no name of its own."""

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name as pages show it, in the reader's language."""
        return gettext("Other") if self.is_other else self.name


class StatementTopic(models.Model):
    """The topic of one statement."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="members")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="topics")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "statement"], name="statement_once_per_topic")
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} in {self.topic_id}"
