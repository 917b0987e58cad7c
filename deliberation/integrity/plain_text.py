"""What a person may type: plain text, without characters that hide or reorder it. PURE."""

import re
import unicodedata

REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
"""Unicode's bidirectional controls: they can make a sentence read as its opposite."""

INVISIBLE = frozenset("\u200b\u2060\ufeff\u00ad\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters without width or ink that are not of the format category, and the commonest that are."""

JOINERS = "\u200c\u200d"
"""Zero-width joiners: Persian, Indic scripts and emoji need them, Latin, Cyrillic and Greek never do."""

_DRAWN_FORMAT_CHARACTERS = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]")
_FLAG_OF_A_REGION = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f")
"""A black flag and the letters of a region in tag characters, as in the flags of Scotland and Wales."""
_ALPHABETIC = "\\s\x21-\u05ff\u1e00-\u1fff"
_JOINER_WITHOUT_USE = re.compile(
    f"(?<![^{_ALPHABETIC}])[{JOINERS}]+|[{JOINERS}]+(?![^{_ALPHABETIC}])|([{JOINERS}])[{JOINERS}]+"
)
"""At either end of a text or beside an alphabet that joins nothing; and all but the first of several."""
_SELECTORS_WITHOUT_USE = re.compile(
    "(?<![\u2010-\ufdff\ufe70-\U0001faff\x23\x2a\x30-\x39\xa9\xae])[\ufe00-\ufe0f]"
    "|(?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af])[\U000e0100-\U000e01ef]"
)
"""Variation selectors that vary nothing: only symbols, emoji, Mongolian and Chinese letters have variants."""
_BREAKS = "\t\n\r\x0b\x0c\x85\u2028\u2029"
_NOT_PLAIN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def clean_text(text: str) -> str:
    """Return the text in one line, composed (NFC), without invisible or reordering characters.

    Runs of white space, line breaks included, become one space. Control characters go, and whatever leaves
    no ink: tag characters outside the flags of regions, fillers, variation selectors that vary nothing.
    Joiners stay where a script or an emoji needs them.
    """
    before = ""
    while text != before:
        before, text = text, _cleaned_once(text)
    return text


def _cleaned_once(text: str) -> str:
    flags = {place for match in _FLAG_OF_A_REGION.finditer(text) for place in range(*match.span())}
    kept = "".join(
        " " if character in _BREAKS else character
        for place, character in enumerate(text)
        if place in flags or _is_kept(character)
    )
    kept = _SELECTORS_WITHOUT_USE.sub("", _JOINER_WITHOUT_USE.sub(r"\1", kept))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _is_kept(character: str) -> bool:
    if character.isascii():
        return character.isprintable() or character in _BREAKS
    if character in REORDERING or character in INVISIBLE:
        return False
    return (
        unicodedata.category(character) not in _NOT_PLAIN
        or character in JOINERS
        or character in _BREAKS
        or bool(_DRAWN_FORMAT_CHARACTERS.match(character))
    )
