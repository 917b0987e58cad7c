"""From a statement to a principle with its critique request and its revision request. PURE.

word_principle("The AI should not be threatening or aggressive.", "en").text
"Choose the response that is least threatening or aggressive."
"""

from constitution.wording.chinese import is_traditional, requests_for_edited_chinese, word_chinese
from constitution.wording.english import requests_for_edited_english, word_english
from constitution.wording.principle_wording import Kind, Wording

__all__ = ["Kind", "Wording", "requests_for_edited", "word_principle"]


def word_principle(statement: str, language: str = "en") -> Wording:
    """Word an English or Chinese statement as a principle; in other languages it is quoted."""
    if language.lower().startswith("zh"):
        return word_chinese(statement, traditional=is_traditional(statement, language))
    return word_english(statement)


def requests_for_edited(principle: str, language: str = "en") -> tuple[str, str]:
    """Return a critique request and a revision request for a principle that a person worded."""
    if language.lower().startswith("zh"):
        return requests_for_edited_chinese(principle, traditional=is_traditional(principle, language))
    return requests_for_edited_english(principle)
