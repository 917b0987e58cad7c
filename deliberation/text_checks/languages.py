"""Whether a text is in none of the expected languages. Silent wherever that is not certain. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from deliberation.text_checks.flag import Flag
from deliberation.text_checks.normalisation import script_of, visible

LEAST_LETTERS = 20
LEAST_WORDS = 5
"""Of a shorter text in Latin letters nobody can say for certain; most of what is short is names and loans."""
LEAST_CONFIDENCE = 0.9
MOST_LEFT_FOR_EXPECTED = 0.02
KNOWN = ("en", "es", "fr", "de", "pt", "it", "nl", "ca", "pl", "tr", "id", "vi", "sv", "ro", "tl", "sw")
"""Languages in Latin letters that are told apart; those expected come on top."""

_LANGUAGES_OF_SCRIPT = {
    "CJK": ("zh", "ja", "ko", "yue"),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "HANGUL": ("ko",),
    "ARABIC": ("ar", "fa", "ur", "ps", "ku", "ug", "sd"),
    "CYRILLIC": ("ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg"),
    "GREEK": ("el",),
    "HEBREW": ("he", "yi"),
    "DEVANAGARI": ("hi", "mr", "ne", "sa"),
    "THAI": ("th",),
    "BENGALI": ("bn", "as"),
    "TAMIL": ("ta",),
    "TELUGU": ("te",),
    "GEORGIAN": ("ka",),
    "ARMENIAN": ("hy",),
    "ETHIOPIC": ("am", "ti"),
    "KHMER": ("km",),
    "MYANMAR": ("my",),
    "GUJARATI": ("gu",),
    "GURMUKHI": ("pa",),
}
"""The first language of each script stands for it where only the script is known."""
_EVERYDAY_WORDS = {
    "en": frozenset(
        "the and should is are that with it this for not must they people can from be all have has".split()
    ),
    "es": frozenset("el los las una debe del y es debería deben hay más sus".split()),
}
"""Two different ones, and a text is in that language: foreign names mislead a detector, these do not."""
_SHARE_OF_LETTERS = 0.7
_LEAST_LETTERS_OF_A_SCRIPT = 6


def language_flags(text: str, expected: Sequence[str]) -> tuple[Flag, ...]:
    """Return a flag where a text is certainly in a language that is not expected.

    Args:
        text: the statement.
        expected: language codes such as "en" or "zh-hans"; only their first part counts. None: no flag.

    The flag's `found` is the code of the language seen.
    """
    wanted = {code.lower().replace("_", "-").split("-")[0] for code in expected}
    seen = _language_of(visible(text), frozenset(wanted)) if wanted else ""
    return (Flag("language", "other_language", seen),) if seen and seen not in wanted else ()


def _language_of(text: str, wanted: frozenset[str]) -> str:
    """Return the language of a text where it is certain; empty where it is one expected, or nobody knows."""
    letters = [script_of(character) for character in text if character.isalpha()]
    if not letters:
        return ""
    script, count = Counter(letters).most_common(1)[0]
    if "HIRAGANA" in letters or "KATAKANA" in letters:
        script, count = "HIRAGANA", sum(letter in {"HIRAGANA", "KATAKANA", "CJK"} for letter in letters)
    if count < _SHARE_OF_LETTERS * len(letters):
        return ""
    if script != "LATIN":
        of_script = _LANGUAGES_OF_SCRIPT.get(script, ())
        certain = of_script and count >= _LEAST_LETTERS_OF_A_SCRIPT and not set(of_script) & set(wanted)
        return of_script[0] if certain else ""
    if len(letters) < LEAST_LETTERS or len(text.split()) < LEAST_WORDS:
        return ""
    return _latin_language(text, wanted)


def _latin_language(text: str, wanted: frozenset[str]) -> str:
    # Shouting and names in capitals mislead the detector.
    confidence = {
        each.language.iso_code_639_1.name.lower(): each.value
        for each in _detector(wanted).compute_language_confidence_values(text.lower())
    }
    if any(
        len(_EVERYDAY_WORDS[code] & set(text.lower().split())) >= 2 for code in wanted & set(_EVERYDAY_WORDS)
    ):
        return ""
    best = max(confidence, key=lambda code: confidence[code])
    left = sum(value for code, value in confidence.items() if code in wanted)
    return best if confidence[best] >= LEAST_CONFIDENCE and left <= MOST_LEFT_FOR_EXPECTED else ""


@lru_cache(maxsize=8)
def _detector(wanted: frozenset[str]) -> Any:
    """Return a detector for the known languages and those expected; loads their models when first asked.

    In low accuracy mode: an eighth of the memory and a tenth of the time to load, and no worse where only
    certainty counts.
    """
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, code.upper(), None) for code in dict.fromkeys((*KNOWN, *sorted(wanted)))]
    return (
        LanguageDetectorBuilder.from_iso_codes_639_1(*(code for code in codes if code))
        .with_low_accuracy_mode()
        .build()
    )
