"""Which of the languages with word lists a statement is in. PURE."""

from __future__ import annotations

import functools
import re

from deliberation.semantics.opposition.english import ENGLISH
from deliberation.semantics.opposition.language_rules import BOUNDARY
from deliberation.semantics.opposition.lexicon import Lexicon

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-zA-Z\u00c0-\u024f]")
LEAST_KNOWN = 0.4
"""Share of a text's words that must be in a language's lists for the text to be read with them."""


@functools.cache
def lexicon_of(code: str) -> Lexicon:
    """Return the compiled lists of a language: en, es, ar or zh."""
    if code == "es":
        from deliberation.semantics.opposition.spanish import SPANISH

        return Lexicon(SPANISH)
    if code == "ar":
        from deliberation.semantics.opposition.arabic import ARABIC

        return Lexicon(ARABIC)
    if code == "zh":
        from deliberation.semantics.opposition.chinese import CHINESE

        return Lexicon(CHINESE)
    return Lexicon(ENGLISH)


@functools.lru_cache(maxsize=50_000)
def language_of(text: str) -> str:
    """Return en, es, ar or zh, or an empty text where the lists know too few of the words.

    The script decides between Arabic, Chinese and the rest; between English and Spanish decides whose lists
    know more of the words.
    """
    arabic, han, latin = (len(pattern.findall(text)) for pattern in (_ARABIC, _HAN, _LATIN))
    if han and 3 * han >= max(arabic, latin):
        return "zh"
    if arabic > latin:
        return "ar"
    shares = {code: _known_share(text, lexicon_of(code)) for code in ("en", "es")}
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] >= LEAST_KNOWN else ""


def _known_share(text: str, lexicon: Lexicon) -> float:
    units = tuple(unit for unit in lexicon.rules.words(text) if unit != BOUNDARY)
    known, start = 0, 0
    while start < len(units):
        length, entry = lexicon.find(units, start, len(units))
        known += length if entry else 0
        start += length
    return known / max(1, len(units))
