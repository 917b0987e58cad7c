"""From a statement to a principle with its critique request and its revision request. PURE.

word_principle("The AI should not be threatening or aggressive.", "en").text
"Choose the response that is least threatening or aggressive."
"""

from collections.abc import Sequence

from constitution.wording.chinese import (
    is_traditional,
    requests_for_edited_chinese,
    word_chinese,
    word_chinese_together,
)
from constitution.wording.english import (
    requests_for_edited_english,
    word_english,
    word_english_together,
)
from constitution.wording.principle_wording import Kind, Wording, WordingStep

__all__ = ["Kind", "Wording", "WordingStep", "requests_for_edited", "word_principle", "word_together"]


def word_principle(statement: str, language: str = "en") -> Wording:
    """Word an English or Chinese statement as a principle; in other languages it is quoted."""
    if language.lower().startswith("zh"):
        return word_chinese(statement, traditional=is_traditional(statement, language))
    return word_english(statement)


def word_together(statements: Sequence[str], language: str = "en") -> Wording:
    """Word several statements that say the same, or belong together, as one principle.

    The first statement leads: where the parts of the others cannot be joined to it, its own wording stands
    and `needs_review` is set. One statement alone is worded as by `word_principle`.

    Raises:
        ValueError: there is no statement.
    """
    if not statements:
        raise ValueError("There is no statement to word.")
    if language.lower().startswith("zh"):
        return word_chinese_together(statements, traditional=is_traditional("".join(statements), language))
    return word_english_together(statements)


def requests_for_edited(principle: str, language: str = "en") -> tuple[str, str]:
    """Return a critique request and a revision request for a principle that a person worded."""
    if language.lower().startswith("zh"):
        return requests_for_edited_chinese(principle, traditional=is_traditional(principle, language))
    return requests_for_edited_english(principle)
