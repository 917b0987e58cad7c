"""What became of the statements that a person has proposed."""

from dataclasses import dataclass

from django.db.models import Prefetch

from deliberation.models import ModerationDecision, Participant, Statement, StatementTranslation, Vote
from deliberation.translating.translations import translations_into


@dataclass(frozen=True)
class OwnStatement:
    """A statement with the decision about it.

    Attributes:
        target_vote: the author's vote on the statement that theirs was merged into, if there is one.
        target_translation: that statement in the reader's language, where it is in another.
    """

    statement: Statement
    decision: ModerationDecision | None
    target_vote: Vote | None
    target_translation: StatementTranslation | None

    @property
    def is_waiting(self) -> bool:
        """Whether a moderator has yet to decide."""
        return self.statement.state == Statement.State.PENDING and self.statement.erased_at is None


def statements_of(participant: Participant, *, language: str) -> list[OwnStatement]:
    """Return the participant's statements, the newest first, in at most four queries."""
    decisions = ModerationDecision.objects.order_by("-id")
    statements = list(
        Statement.objects.proposed_by(participant)
        .select_related("merged_into")
        .prefetch_related(Prefetch("decisions", queryset=decisions))
    )
    targets = [statement.merged_into for statement in statements if statement.merged_into]
    translations = translations_into(targets, language)
    votes = {}
    if targets:
        votes = {
            vote.statement_id: vote for vote in Vote.objects.by(participant).filter(statement__in=targets)
        }
    return [
        OwnStatement(
            statement=statement,
            decision=next(iter(statement.decisions.all()), None),
            target_vote=votes.get(statement.merged_into_id),
            target_translation=translations.get(statement.merged_into_id),
        )
        for statement in statements
    ]
