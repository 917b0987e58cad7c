"""From a statement to a principle with its critique request and its revision request. PURE.

word_principle("The AI should not be threatening or aggressive.", "en").text
"Choose the response that is least threatening or aggressive."
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from constitution.wording.arabic import requests_for_edited_arabic, word_arabic
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
from constitution.wording.rules import LED, step
from constitution.wording.spanish import requests_for_edited_spanish, word_spanish

__all__ = ["Kind", "Wording", "WordingStep", "requests_for_edited", "word_principle", "word_together"]

_FURTHER_LANGUAGES: dict[str, tuple[Callable[[str], Wording], Callable[[str], tuple[str, str]]]] = {
    "es": (word_spanish, requests_for_edited_spanish),
    "ar": (word_arabic, requests_for_edited_arabic),
}


def word_principle(statement: str, language: str = "en") -> Wording:
    """Word a statement as a principle of its language: English, Chinese, Spanish or Arabic.

    In other languages it is quoted and marked for a person, like whatever fits no rule.
    """
    code = _code(language)
    if code == "zh":
        return word_chinese(statement, traditional=is_traditional(statement, language))
    if code in _FURTHER_LANGUAGES:
        return _FURTHER_LANGUAGES[code][0](statement)
    return word_english(statement)


def word_together(statements: Sequence[str], language: str = "en") -> Wording:
    """Word several statements that say the same, or belong together, as one principle.

    The first statement leads: where the parts of the others cannot be joined to it, its own wording stands
    and `needs_review` is set; so it is in Spanish and Arabic, which have no rule for joining. One statement
    alone is worded as by `word_principle`.

    Raises:
        ValueError: there is no statement.
    """
    if not statements:
        raise ValueError("There is no statement to word.")
    code = _code(language)
    if code == "zh":
        return word_chinese_together(statements, traditional=is_traditional("".join(statements), language))
    if code in _FURTHER_LANGUAGES:
        return _led_by_the_first(statements, language)
    return word_english_together(statements)


def requests_for_edited(principle: str, language: str = "en") -> tuple[str, str]:
    """Return a critique request and a revision request for a principle that a person worded."""
    code = _code(language)
    if code == "zh":
        return requests_for_edited_chinese(principle, traditional=is_traditional(principle, language))
    if code in _FURTHER_LANGUAGES:
        return _FURTHER_LANGUAGES[code][1](principle)
    return requests_for_edited_english(principle)


def _led_by_the_first(statements: Sequence[str], language: str) -> Wording:
    wordings = [word_principle(statement, language) for statement in statements]
    leading = wordings[0]
    if all(wording.text == leading.text for wording in wordings):
        return leading
    steps = tuple(one for wording in wordings for one in wording.steps)
    before = "\n".join(wording.text for wording in wordings)
    return replace(leading, needs_review=True, steps=(*steps, step(LED, before, leading.text)))


def _code(language: str) -> str:
    return language.lower().replace("_", "-").split("-")[0]
