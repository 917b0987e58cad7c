"""What the script of a text tells: in which direction it runs, and which language it cannot be. PURE."""

import unicodedata
from collections import Counter
from collections.abc import Sequence

SCRIPT_OF_LANGUAGE = {
    "ar": "ARABIC", "fa": "ARABIC", "ur": "ARABIC", "ps": "ARABIC", "ckb": "ARABIC", "ug": "ARABIC",
    "he": "HEBREW", "yi": "HEBREW", "zh": "CJK", "ja": "CJK", "ko": "HANGUL", "ru": "CYRILLIC",
    "uk": "CYRILLIC", "be": "CYRILLIC", "bg": "CYRILLIC", "mk": "CYRILLIC", "ky": "CYRILLIC",
    "tg": "CYRILLIC", "el": "GREEK", "hi": "DEVANAGARI", "mr": "DEVANAGARI", "ne": "DEVANAGARI",
    "bn": "BENGALI", "ta": "TAMIL", "te": "TELUGU", "kn": "KANNADA", "ml": "MALAYALAM", "th": "THAI",
    "ka": "GEORGIAN",
    "hy": "ARMENIAN", "km": "KHMER", "my": "MYANMAR",
}  # fmt: skip
"""The script of a language by the part of its code before the hyphen; other languages use Latin letters."""

ALIKE = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "IDEOGRAPHIC": "CJK"}


def direction_of(text: str) -> str:
    """Return "rtl" where most letters of the text run from right to left, else "ltr".

    A sentence about an "AI" in Arabic may begin with Latin letters, so the first letter does not decide.
    """
    classes = Counter(unicodedata.bidirectional(character) for character in text)
    return "rtl" if classes["R"] + classes["AL"] > classes["L"] else "ltr"


def script_of(text: str) -> str:
    """Return the script of most letters as Unicode names it, such as "LATIN" or "CJK"; "" without letters."""
    names = (unicodedata.name(character, "").partition(" ")[0] for character in text if character.isalpha())
    scripts = Counter(ALIKE.get(name, name) for name in names if name)
    return scripts.most_common(1)[0][0] if scripts else ""


def language_by_script(text: str, chosen: str, offered: Sequence[str]) -> str:
    """Return the chosen language, unless the text is in a script of which only another offered one is.

    Somebody who writes Arabic and leaves the choice at English wrote Arabic. Languages that share a script
    are never told apart.
    """
    script = script_of(text)
    if not script or script == _script_of_language(chosen):
        return chosen
    return next((code for code in offered if _script_of_language(code) == script), chosen)


def same_language(first: str, second: str) -> bool:
    """Return whether who reads one reads the other: the same code, or variants other than of Chinese."""
    first, second = first.lower(), second.lower()
    if first == second:
        return True
    base = first.partition("-")[0]
    return base != "zh" and base == second.partition("-")[0]


def _script_of_language(code: str) -> str:
    return SCRIPT_OF_LANGUAGE.get(code.lower().partition("-")[0], "LATIN")
