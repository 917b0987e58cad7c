"""The ways in which a text can be read: as it stands, and with each disguise taken off. PURE."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from deliberation.text_checks.normalisation import (
    FLAG_SEQUENCE,
    TAG_CHARACTERS,
    skeleton,
    visible,
)
from deliberation.text_checks.spelling import is_of_a_command, mended

DISGUISES = (
    "invisible",
    "lookalikes",
    "leet",
    "shifted",
    "reversed",
    "base64",
    "hex",
    "numbers",
    "percent",
    "escapes",
    "morse",
    "misspelt",
)
"""How a text can be hidden; "" is the text as it stands."""
DEPTH = 2
"""Encoded text inside encoded text is read as well, this deep."""
SHORTEST_DECODED = 6
LEAST_HIDDEN_LETTERS = 4

_BASE64 = re.compile(r"(?<![\w+/=])[A-Za-z0-9+/_-]{12,}={0,2}(?![\w+/])")
_BASE64_RUN = re.compile(r"(?:[A-Za-z0-9+/]{4,}\s){2,}[A-Za-z0-9+/]{2,}={0,2}")
_BASE32 = re.compile(r"\b[A-Z2-7]{16,}={0,6}(?![\w=])")
_HEX = re.compile(r"(?:(?:0x|\\x)?[0-9a-fA-F]{2}[\s:,;-]{0,2}){8,}")
_QUOTED_PRINTABLE = re.compile(r"(?:=[0-9A-F]{2}){6,}")
_BINARY = re.compile(r"(?:\b[01]{7,8}\b[\s,]*){4,}|(?<!\d)(?:[01]{8}){4,}(?!\d)")
_DECIMAL = re.compile(r"(?:\b\d{2,3}\b[\s,;-]+){7,}\d{2,3}\b")
_PERCENT = re.compile(r"(?:[\w.~+-]*(?:%[0-9a-fA-F]{2})+[\w.~+-]*){1,}")
_ESCAPE = re.compile(
    r"\\u\{?([0-9a-fA-F]{4,6})\}?|\\U([0-9a-fA-F]{8})|\\x([0-9a-fA-F]{2})|\bU\+([0-9a-fA-F]{4,5})\b\s?"
    r"|(?<![\w\\])=([0-9A-F]{2})(?==)|\\([0-7]{3})"
)
_CODED = re.compile(rf"%[0-9a-fA-F]{{2}}|&#?\w+;|{_ESCAPE.pattern}")
_LINE_ESCAPE = re.compile(r"\\[nrt]")
_ENDS_FIRST = re.compile(r"[。．.!！?？]\s?\w")
_APART = re.compile(
    r"(?<![^\W_])[^\W_](?P<gap>[ ._*|+~/·-])[^\W_](?![^\W_])"
    r"(?:(?P=gap)(?:\s*(?P=gap))?\s*[^\W_](?![^\W_])){6,}"
)
_PIG_LATIN = re.compile(
    r"([a-z]+?)(?:way|((?:bl|br|ch|cl|cr|dr|fl|fr|gl|gr|pl|pr|sc|sh|sk|sl|sm|sn|sp|st|str|th|tr|tw|wh|qu"
    r"|[b-df-hj-np-tvxyz]))ay)\W*",
    re.IGNORECASE,
)
LEAST_PIG_LATIN = 5
LEAST_WORDS_TURNED = 5
_MORSE = re.compile(r"(?:[.\-·•–—−]{1,6}[ /|]+){7,}[.\-·•–—−]{1,6}")
_MORSE_LETTERS = dict(
    zip(
        ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .--"
        " -..- -.-- "
        "--..".split(),
        "abcdefghijklmnopqrstuvwxyz",
        strict=True,
    )
)
_LEET = str.maketrans("013456789@$!|€£+()", "oieasgtbg" + "asil" + "eltcd")
_LEET_ONE = str.maketrans("1!|", "lll")
_LEET_WORD = re.compile(r"(?=\S*[^\W\d_])(?=\S*[013456789@$!|€£+])\S{2,}")
_TELLING = re.compile(
    r"\b(?:ignor\w+|disregard\w*|forget|instructions?|previous|prompts?|assistant|system|respon\w+"
    r"|answers?|principles?|always"
    r"|outputs?|override\w*|pretend|human|reveal|you are|reply|rules|longer"
    r"|respuestas?|instrucci\w+|siguientes?|usuarios?|ignora|filtros|reglas|principios?|siempre)\b",
    re.IGNORECASE,
)
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_SHIFTS = tuple(
    str.maketrans(_LATIN + _LATIN.upper(), (moved := _LATIN[n:] + _LATIN[:n]) + moved.upper())
    for n in range(1, 26)
) + (str.maketrans(_LATIN + _LATIN.upper(), _LATIN[::-1] + _LATIN[::-1].upper()),)


@dataclass(frozen=True)
class Reading:
    """A text, what it was disguised by (empty: not at all), and the words that hid it."""

    text: str
    hidden_by: str = ""
    source: str = ""

    @property
    def is_decoded(self) -> bool:
        """Whether somebody wrote it in a code that no reader takes in at a glance.

        A web address with Chinese characters in it, or a letter with an accent that some program encoded,
        is no such thing: there the plain letters stand as they are.
        """
        if self.hidden_by in {"percent", "escapes"}:
            return (
                _plain_letters(self.text) - _plain_letters(_CODED.sub("", self.source))
                >= LEAST_HIDDEN_LETTERS
            )
        return self.hidden_by in {"invisible", "base64", "hex", "numbers", "morse"}


def _plain_letters(text: str) -> int:
    return sum(character.isascii() and character.isalpha() for character in text)


def readings(text: str, depth: int = DEPTH) -> Iterator[Reading]:
    """Yield the ways to read a text, the plain one first, each once."""
    plain = visible(text)
    seen = {plain}
    yield Reading(plain)
    for reading in _undisguised(text, plain):
        if reading.text in seen:
            continue
        seen.add(reading.text)
        yield reading
        if depth > 1 and reading.is_decoded:
            for inner in readings(reading.text, depth - 1):
                if inner.text not in seen:
                    seen.add(inner.text)
                    yield Reading(inner.text, reading.hidden_by, reading.source)


def _undisguised(text: str, plain: str) -> Iterator[Reading]:
    bare = FLAG_SEQUENCE.sub("", text)
    for run in TAG_CHARACTERS.findall(bare):
        yield Reading("".join(chr(ord(c) - 0xE0000) for c in run), "invisible", run)
    selected = _from_variation_selectors(text)
    if selected:
        yield Reading(selected, "invisible", selected)
    alike = skeleton(plain)
    yield Reading(alike, "lookalikes", plain)
    yield from _decoded(plain)
    yield from _rewritten(alike)


def _rewritten(text: str) -> Iterator[Reading]:
    """Yield the text with its letters exchanged, turned round or mended."""
    if _LEET_WORD.search(text):
        yield Reading(" ".join(map(_without_digits, text.split(" "))), "leet", text)
    for table in _SHIFTS:
        shifted = text.translate(table)
        if _TELLING.search(shifted):
            yield Reading(shifted, "shifted", text)
    words = text.split()
    for turned in (text[::-1], " ".join(w[::-1] for w in words)):
        if (_TELLING.search(turned) or _ENDS_FIRST.match(text)) and turned != text:
            yield Reading(turned, "reversed", text)
    if len(words) >= LEAST_WORDS_TURNED and words[0][-1:] in ".!?" and words[-1][:1].isupper():
        yield Reading(" ".join(words[::-1]), "reversed", text)
    if _APART.search(text):
        yield Reading(_APART.sub(_together, text), "spelt out", text)
    if len(words) >= LEAST_PIG_LATIN and sum(bool(_PIG_LATIN.fullmatch(w)) for w in words) > 0.6 * len(words):
        yield Reading(" ".join(_PIG_LATIN.sub(_from_pig_latin, word) for word in words), "shifted", text)
    lowered = text.lower()
    repaired = mended(lowered)
    if repaired != lowered:
        yield Reading(repaired, "misspelt", text)


def _from_pig_latin(match: re.Match[str]) -> str:
    return f"{match[2] or ''}{match[1]}"


def _together(match: re.Match[str]) -> str:
    """Join letters that were pulled apart; a wider gap than the usual one ends a word."""
    gap = re.escape(match["gap"])
    wide = rf"{gap}\s+{gap}" if match["gap"] != " " else r"\s{2,}"
    return " ".join(re.sub(gap, "", word) for word in re.split(wide, match[0]))


def _without_digits(word: str) -> str:
    """Replace the digits of a word by the letters they stand for; 1 is an i unless an l makes it a word."""
    if not _LEET_WORD.search(word):
        return word
    with_l = word.translate(_LEET_ONE).translate(_LEET)
    return with_l if is_of_a_command(with_l.strip(".,!?").lower()) else word.translate(_LEET)


def _decoded(text: str) -> Iterator[Reading]:
    """Yield what the encoded parts of a text say, where they say something readable."""
    for pattern, decode, disguise in _CODES:
        for match in pattern.finditer(text):
            said = _readable(decode, match[0])
            if said:
                yield Reading(said, disguise, match[0])
    unescaped = html.unescape(text)
    if unescaped != text:
        yield Reading(visible(unescaped), "escapes", text)
    characters = _ESCAPE.sub(_escaped_character, text)
    if characters != text:
        yield Reading(visible(characters), "escapes", text)
    broken = _LINE_ESCAPE.sub("\n", text)
    if broken != text:
        yield Reading(broken, "", text)
    if len(_PERCENT.findall(text)) and text.count("%") >= 2:
        unquoted = unquote(text.replace("+", " "))
        if unquoted != text and "\ufffd" not in unquoted:
            yield Reading(visible(unquoted), "percent", text)


def _readable(decode: Callable[[str], bytes | str], code: str) -> str:
    """Return the decoded text, or nothing where it is not one."""
    try:
        said = decode(code)
        words = said.decode("utf-8") if isinstance(said, bytes) else said
    except (ValueError, binascii.Error):
        return ""
    words = visible(words).strip()
    letters = sum(character.isalpha() or character == " " for character in words)
    printable = all(character.isprintable() or character in "\n\t" for character in words)
    readable = printable and len(words) >= SHORTEST_DECODED and letters >= 0.7 * len(words)
    return words if readable else ""


def _from_base64(code: str) -> bytes:
    bare = re.sub(r"\s", "", code).rstrip("=").replace("-", "+").replace("_", "/")
    if len(bare) % 4 == 1:
        raise ValueError("no base64 has this length")
    return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)


def _from_base32(code: str) -> bytes:
    bare = code.rstrip("=")
    return base64.b32decode(bare + "=" * (-len(bare) % 8))


def _from_hex(code: str) -> bytes:
    digits = re.sub(r"0x|\\x|[\s:,;-]", "", code)
    return bytes.fromhex(digits[: len(digits) // 2 * 2])


def _from_quoted_printable(code: str) -> bytes:
    return bytes.fromhex(code.replace("=", ""))


def _from_binary(code: str) -> bytes:
    groups = re.findall(r"[01]+", code)
    if len(groups) == 1:
        groups = re.findall(r"[01]{8}", code)
    return bytes(int(group, 2) for group in groups)


def _from_decimal(code: str) -> bytes:
    numbers = [int(number) for number in re.findall(r"\d+", code)]
    if all(1 <= number <= 26 for number in numbers):
        return bytes(96 + number for number in numbers)
    return bytes(number for number in numbers if number < 256)


def _from_morse(code: str) -> str:
    flat = code.translate(str.maketrans("·•–—−|", "..---/"))
    words = [
        "".join(_MORSE_LETTERS.get(letter, "") for letter in word.split())
        for word in re.split(r"\s*/\s*|\s{3,}", flat)
    ]
    return " ".join(words)


def _escaped_character(match: re.Match[str]) -> str:
    octal = match[6]
    code = int(octal, 8) if octal else int(next(filter(None, match.groups()[:5])), 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _from_variation_selectors(text: str) -> str:
    """Read bytes that somebody hid in variation selectors, 0 to 15 and 16 to 255."""
    hidden = [
        ord(c) - 0xFE00 if "\ufe00" <= c <= "\ufe0f" else ord(c) - 0xE0100 + 16
        for c in text
        if "\ufe00" <= c <= "\ufe0f" or "\U000e0100" <= c <= "\U000e01ef"
    ]
    return _readable(lambda _: bytes(hidden), "") if len(hidden) >= SHORTEST_DECODED else ""


_CODES: tuple[tuple[re.Pattern[str], Callable[[str], bytes | str], str], ...] = (
    (_BASE64, _from_base64, "base64"),
    (_BASE64_RUN, _from_base64, "base64"),
    (_BASE32, _from_base32, "base64"),
    (_HEX, _from_hex, "hex"),
    (_BINARY, _from_binary, "numbers"),
    (_DECIMAL, _from_decimal, "numbers"),
    (_MORSE, _from_morse, "morse"),
    (_QUOTED_PRINTABLE, _from_quoted_printable, "hex"),
)
