"""What others have said already, as it is shown to somebody who writes a statement."""

import logging
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from deliberation.models import Deliberation, Participant, Statement, StatementTranslation, Vote
from deliberation.results.semantic_index import DIFFERENT_WORD
from deliberation.results.similar_statements import similar_statements
from deliberation.semantics.encoders import EncoderUnavailable
from deliberation.translating.translations import translations_into

logger = logging.getLogger(__name__)

MOST_SHOWN = 3
LEAST_COLUMNS = 8
"""Width of the text from which there is something to compare; a Han character takes two columns."""
VERY_SIMILAR = 0.78
"""Similarity from which two statements mostly say the same: near-duplicates score 0.78 to 0.95."""


@dataclass(frozen=True)
class Hint:
    """A statement that one could vote on instead.

    Attributes:
        warning: why it may say the opposite or something else, in English and marked for translation;
            empty if nothing speaks for that.
        vote: the reader's own vote on it, if there is one.
        is_very_similar: whether it likely says the same, be it with a word that may change the meaning.
    """

    statement: Statement
    translation: StatementTranslation | None
    warning: str
    vote: Vote | None
    is_very_similar: bool


def hints_for(
    deliberation: Deliberation, participant: Participant | None, text: str, *, language: str
) -> tuple[Hint, ...]:
    """Return the statements most similar to what somebody writes, the most similar first.

    Where the encoder is not installed there are no hints, and proposing works without them.
    """
    if columns_of(text) < LEAST_COLUMNS:
        return ()
    try:
        found = similar_statements(deliberation, text, limit=MOST_SHOWN)
    except EncoderUnavailable as error:
        logger.warning("Nobody is told what others have said: %s", error)
        return ()
    statements = [similar.statement for similar in found]
    translations = translations_into(statements, language)
    votes = _votes_on(statements, participant)
    return tuple(
        Hint(
            statement=similar.statement,
            translation=translations.get(similar.statement.pk),
            warning=similar.warning,
            vote=votes.get(similar.statement.pk),
            is_very_similar=similar.similarity >= VERY_SIMILAR and similar.warning in {"", DIFFERENT_WORD},
        )
        for similar in found
    )


def worth_asking_about(hints: Sequence[Hint], seen: Collection[int]) -> bool:
    """Whether something very similar was found that the author has not been shown yet."""
    return any(hint.is_very_similar and hint.statement.number not in seen for hint in hints)


def columns_of(text: str) -> int:
    """Return how wide a text is; a Han character takes two columns."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _votes_on(statements: Sequence[Statement], participant: Participant | None) -> dict[int, Vote]:
    if participant is None or not statements:
        return {}
    return {vote.statement_id: vote for vote in Vote.objects.by(participant).filter(statement__in=statements)}
