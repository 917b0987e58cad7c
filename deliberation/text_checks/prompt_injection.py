"""Whether a text speaks to the software that reads it instead of to people. PURE.

A principle ends up inside requests to a language model: one that critiques, revises or judges answers. So a
statement that gives orders to such a model, imitates the turns of a conversation, or hides what it says is
shown to a moderator. The bridge to training does not rely on this: there no text can change the turns.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from deliberation.text_checks.clues_arabic import ARABIC_CLUES
from deliberation.text_checks.clues_chinese import CHINESE_CLUES
from deliberation.text_checks.clues_english import ENGLISH_CLUES
from deliberation.text_checks.clues_others import OTHER_CLUES
from deliberation.text_checks.clues_spanish import SPANISH_CLUES
from deliberation.text_checks.flag import Flag, excerpt
from deliberation.text_checks.injection_arabic import ARABIC
from deliberation.text_checks.injection_chinese import CHINESE
from deliberation.text_checks.injection_english_answers import ANSWERS
from deliberation.text_checks.injection_english_orders import ORDERS
from deliberation.text_checks.injection_others import OTHERS
from deliberation.text_checks.injection_overrides import OVERRIDES
from deliberation.text_checks.injection_pattern import Pattern
from deliberation.text_checks.injection_spanish import SPANISH
from deliberation.text_checks.injection_structure import STRUCTURES
from deliberation.text_checks.normalisation import (
    BIDI_OVERRIDES,
    FLAG_SEQUENCE,
    TAG_CHARACTERS,
    considered,
    leaves_no_ink,
    look_alikes,
    script_of,
    visible,
)
from deliberation.text_checks.readings import Reading, readings
from deliberation.text_checks.squeezed import squeezed_order

_BY_SCRIPT: tuple[tuple[re.Pattern[str], tuple[Pattern, ...]], ...] = (
    (re.compile("[A-Za-z]{2}"), (*ORDERS, *ANSWERS, *SPANISH)),
    (re.compile("[\u0620-\u06ff]"), ARABIC),
    (re.compile("[\u3400-\u9fff]"), CHINESE),
    (re.compile(r"[^\W\d_]"), OTHERS),
)
_CLUES = (
    (re.compile("[A-Za-z]{2}"), (ENGLISH_CLUES, SPANISH_CLUES)),
    (re.compile("[\u0620-\u06ff]"), (ARABIC_CLUES,)),
    (re.compile("[\u3400-\u9fff]"), (CHINESE_CLUES,)),
    (re.compile(r"[^\W\d_]"), (OTHER_CLUES,)),
)
_REPORTED = re.compile(
    r"(?:(?<=says )|(?<=reads )|(?<=diga )|(?<=dice )|(?<=تقول )|(?<=يقول )|(?<=[写寫][着著])|(?<=[说說]))"
    r"[\"“「『«][^\"”」』»]{1,80}[\"”」』»](?=[^.。]{0,40}(?:(?:must|should|may|can) ?(?:not|never)"
    r"|no (?:debe|puede)|(?:يجب|ينبغي) [أا]لا"
    r"|不应|不應|不得|不能|不可))",
    re.IGNORECASE,
)
"""What some text is said to say, of which the statement then says that it must change nothing."""
_GAP_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK"})
_SELECTORS = re.compile(
    "[\ufe00-\ufe0e\U000e0100-\U000e01ef]{2,}|[A-Za-z .][\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
_MARKS_PILED_UP = re.compile("[\u0300-\u036f\u0488\u0489]{3,}|(?:[a-zA-Z][\u0334-\u0338]){4,}")


def injection_flags(text: str) -> tuple[Flag, ...]:
    """Return why a text may be addressed to software: each sign once, the plainest first."""
    text = considered(text)
    found: dict[str, Flag] = {}
    for flag in (*_orders(text), *_hidden_parts(text)):
        found.setdefault(flag.sign, flag)
    return tuple(found.values())


def _orders(text: str) -> Iterator[Flag]:
    """Yield what the text orders, read as it stands and with each disguise taken off."""
    for reading in readings(text):
        signs = list(_signs(reading))
        yield from signs
        if signs and not reading.hidden_by:
            return
        if reading.is_decoded:
            yield Flag("injection", "encoded", excerpt(reading.text), reading.hidden_by)
    spelt_out = squeezed_order(visible(text))
    if spelt_out:
        yield Flag("injection", "override", excerpt(spelt_out), "spelt out")


def _signs(reading: Reading) -> Iterator[Flag]:
    text = _REPORTED.sub("", reading.text)
    for pattern in _patterns_for(text):
        match = pattern.search(text)
        if match:
            yield Flag("injection", pattern.sign, excerpt(match[0]), reading.hidden_by)
    for letters, languages in _CLUES:
        if not letters.search(text):
            continue
        for weighed in filter(None, (language.weighed(text) for language in languages)):
            yield Flag("injection", weighed[0], excerpt(weighed[1]), reading.hidden_by)
    for override in OVERRIDES:
        match = override.search(text)
        if match:
            yield Flag("injection", "override", excerpt(text[match.start() :]), reading.hidden_by)


def _patterns_for(text: str) -> Iterator[Pattern]:
    """Yield the patterns that a text in its scripts could match."""
    yield from STRUCTURES
    for letters, patterns in _BY_SCRIPT:
        if letters.search(text):
            yield from patterns


def _hidden_parts(text: str) -> Iterator[Flag]:
    """Yield what stands in the text without being seen, and words of letters that only look right."""
    if text.isascii():
        return
    bare = FLAG_SEQUENCE.sub("", text)
    if (
        TAG_CHARACTERS.search(bare)
        or BIDI_OVERRIDES.search(text)
        or _SELECTORS.search(text)
        or _hides_inside_words(text)
        or _MARKS_PILED_UP.search(unicodedata.normalize("NFD", text))
    ):
        yield Flag("injection", "hidden_characters", excerpt(visible(text)))
    word = _mixed_word(visible(text))
    if word:
        yield Flag("injection", "mixed_script", excerpt(word))


def _hides_inside_words(text: str) -> bool:
    """Return whether an invisible character stands between two letters that never need one there."""
    return any(
        leaves_no_ink(character)
        and character != "\u00ad"
        and script_of(text[place - 1]) in _GAP_SCRIPTS
        and script_of(_next_drawn(text, place)) in _GAP_SCRIPTS
        for place, character in enumerate(text)
        if place and not character.isascii()
    )


def _next_drawn(text: str, place: int) -> str:
    return next((c for c in text[place + 1 : place + 12] if not leaves_no_ink(c)), " ")


def _mixed_word(text: str) -> str:
    """Return the first word that mixes Latin letters with look-alikes of another script; "" if none does.

    One Greek letter in a short word is a unit ("kΩ", "μm").
    """
    for word in re.findall(r"[^\W\d_]{2,}", text):
        scripts = {script_of(character) for character in word}
        if "LATIN" not in scripts or scripts <= {"LATIN"}:
            continue
        foreign = [
            c for c in word if script_of(c) in {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"}
        ]
        if any(c in look_alikes() for c in foreign) and not (len(word) <= 3 and len(foreign) == 1):
            return str(word)
    return ""
