"""What became of the statements that a person has proposed."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch

from deliberation.models import (
    ModerationDecision,
    Participant,
    PendingDecision,
    Statement,
    StatementLineage,
    StatementTranslation,
    Vote,
)
from deliberation.translating.translations import translations_into


@dataclass(frozen=True)
class OwnStatement:
    """A statement with the decision about it.

    Attributes:
        target_vote: the author's vote on the statement that theirs was merged into, if there is one.
        target_translation: that statement in the reader's language, where it is in another.
        question: other words that a moderator proposes, and that wait for the author's answer.
        is_voted_on: whether people's votes would stay with the old words.
        said_as: the statements that say it in other words now.
    """

    statement: Statement
    decision: ModerationDecision | None
    target_vote: Vote | None
    target_translation: StatementTranslation | None
    question: PendingDecision | None = None
    is_voted_on: bool = False
    said_as: tuple[Statement, ...] = ()

    @property
    def is_waiting(self) -> bool:
        """Whether a moderator has yet to decide."""
        return self.statement.state == Statement.State.PENDING and self.statement.erased_at is None


def statements_of(participant: Participant, *, language: str) -> list[OwnStatement]:
    """Return the participant's statements in at most seven queries: those asked about, then the newest."""
    decisions = ModerationDecision.objects.order_by("-id")
    words = PendingDecision.objects.open().exclude(kind=PendingDecision.Kind.REJECT)
    lineage = StatementLineage.objects.select_related("result").order_by("result__number")
    statements = list(
        Statement.objects.proposed_by(participant)
        .select_related("merged_into")
        .prefetch_related(
            Prefetch("decisions", queryset=decisions),
            Prefetch("pending_decisions", queryset=words, to_attr="questions"),
            Prefetch("replacements", queryset=lineage),
        )
        .annotate(is_voted_on=Exists(Vote.objects.filter(statement=OuterRef("pk"))))
    )
    targets = [statement.merged_into for statement in statements if statement.merged_into]
    translations = translations_into(targets, language)
    votes = {}
    if targets:
        votes = {
            vote.statement_id: vote for vote in Vote.objects.by(participant).filter(statement__in=targets)
        }
    rows = [
        OwnStatement(
            statement=statement,
            decision=next(iter(statement.decisions.all()), None),
            target_vote=votes.get(statement.merged_into_id),
            target_translation=translations.get(statement.merged_into_id),
            question=next(iter(statement.questions), None),
            is_voted_on=statement.is_voted_on,
            said_as=tuple(line.result for line in statement.replacements.all()),
        )
        for statement in statements
    ]
    return sorted(rows, key=lambda row: row.question is None)
