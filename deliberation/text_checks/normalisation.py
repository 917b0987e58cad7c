"""A text as the checks read it: what a reader sees, without what only a machine notices. PURE.

Used by the checks alone. What is stored is what `deliberation.integrity.plain_text.clean_text` leaves.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST_TEXT = 4_000
"""Of a longer text the beginning and the end are read."""
LINE_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
BIDI_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that make a text read differently from how it is stored."""
TAG_CHARACTERS = re.compile("[\U000e0020-\U000e007e]+")
"""Invisible copies of ASCII; outside the flags of England, Scotland and Wales nobody needs them."""
FLAG_SEQUENCE = re.compile("\U0001f3f4[\U000e0061-\U000e007a\U000e0030-\U000e0039]+\U000e007f")
VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
NO_INK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that leave no ink although Unicode does not call them format characters."""

_ENCLOSED = {
    **{chr(0x1F1E6 + place): letter for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")},
    **{chr(0x1F150 + place): letter for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")},
    **{chr(0x1F170 + place): letter for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")},
}
"""Letters drawn as emoji; compatibility composition leaves these alone."""
_DRAWN_ALIKE = {
    **dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz", strict=True)),
    **dict(zip("ɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎıɡɩɑøłđħŧ", "acefghijkmrtvwyigiaoldht", strict=True)),
    # Spanish and French look-alikes are letters of their own and stay.
}
"""Small capitals, letters turned upside down and struck-through ones, as what they stand for."""
_BRAILLE = {chr(0x2800 + dots): letter for dots, letter in zip(
    (1, 3, 9, 25, 17, 11, 27, 19, 10, 26, 5, 7, 13, 29, 21, 15, 31, 23, 14, 30, 37, 39, 58, 45, 61, 53),
    "abcdefghijklmnopqrstuvwxyz",
    strict=True,
)}  # fmt: skip
_DISGUISING_SCRIPTS = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", "LATIN", "DESERET")


def considered(text: str) -> str:
    """Return what is read of a text: all of it, or the two ends of a very long one."""
    half = LONGEST_TEXT // 2
    return text if len(text) <= LONGEST_TEXT else f"{text[:half]}\n{text[-half:]}"


def visible(text: str) -> str:
    """Return the text in compatibility form (NFKC) without characters that leave no ink.

    Full-width, mathematical and circled letters become plain ones; line breaks become one kind of them;
    everything else, upper and lower case too, stays.
    """
    if text.isascii():
        return _one_kind_of_space(text)
    composed = unicodedata.normalize("NFKC", text)
    kept = [character for character in composed if not leaves_no_ink(character)]
    return _one_kind_of_space(unicodedata.normalize("NFKC", "".join(kept)))


def skeleton(text: str) -> str:
    """Return a visible text with every letter that looks like a Latin one replaced by that one.

    After Unicode Technical Standard 39, section 4 (confusables), restricted to letters of alphabets that
    are mistaken for Latin, so that Chinese and Arabic stay as they are; accents go.
    """
    if text.isascii():
        return text
    table = look_alikes()
    bare = (c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) not in {"Mn", "Me"})
    return "".join(table.get(character, character) for character in bare)


@lru_cache(maxsize=1)
def look_alikes() -> dict[str, str]:
    """Return the letters and symbols that are taken for a Latin letter, each with that letter."""
    from confusable_homoglyphs.confusables import confusables_data

    found: dict[str, str] = {}
    for character, alike in confusables_data.items():
        if len(character) != 1 or character.isascii() or not _is_of_an_alphabet(character):
            continue
        latin = [entry["c"] for entry in alike if len(entry["c"]) == 1 and entry["c"].isascii()]
        letters = [letter for letter in latin if letter.isalpha()]
        if letters:
            # A capital I is confused with a small l: the letter of the same case is meant.
            found[character] = next((x for x in letters if x.isupper() == character.isupper()), letters[0])
    return {**found, **_BRAILLE, **_ENCLOSED, **_DRAWN_ALIKE}


@lru_cache(maxsize=4096)
def script_of(character: str) -> str:
    """Return the first word of a letter's Unicode name, which is its script; empty for no letter."""
    return unicodedata.name(character, "").split(" ", 1)[0] if character.isalpha() else ""


@lru_cache(maxsize=4096)
def leaves_no_ink(character: str) -> bool:
    """Return whether a character is invisible: a format character, a variation selector, a filler."""
    if character in NO_INK or VARIATION_SELECTORS.match(character):
        return True
    category = unicodedata.category(character)
    if category == "Cf":
        # Arabic number signs are format characters that are drawn.
        return not unicodedata.name(character, "").startswith(("ARABIC", "SYRIAC", "KAITHI")) or (
            character == "\u061c"
        )
    return category == "Cc" and character not in LINE_BREAKS and character != "\t"


def _one_kind_of_space(text: str) -> str:
    """Make all line breaks alike, and no gap wider than three spaces."""
    return re.sub(r" {4,}", "   ", re.sub(f"[{LINE_BREAKS}]+", "\n", text).replace("\t", " "))


def _is_of_an_alphabet(character: str) -> bool:
    return unicodedata.name(character, "").startswith(_DISGUISING_SCRIPTS) and character.isalpha()
