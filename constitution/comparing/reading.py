"""Principles out of a file: JSON of several shapes, Markdown, or a plain list. PURE.

Read are Concord's constitution.json, any list of texts or of objects with a text, critique and revision
instructions by name, and texts with bullets, numbers or one principle a line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from deliberation.integrity.plain_text import clean_text

LARGEST = 2_000_000
"""Bytes that a file may have."""
MOST_PRINCIPLES = 2_000
LONGEST = 3_000
"""Characters that a principle may have; what stands behind is no principle but an essay."""

TOO_LARGE, NOT_TEXT, BROKEN_JSON, UNKNOWN_SHAPE, NOTHING, TOO_MANY, TOO_LONG = (
    "too large",
    "not text",
    "broken json",
    "unknown shape",
    "nothing",
    "too many",
    "too long",
)
_SENTENCES = {
    TOO_LARGE: "The file is larger than 2 MB.",
    NOT_TEXT: "The file is not text in UTF-8.",
    BROKEN_JSON: "The file begins like JSON and cannot be read as JSON.",
    UNKNOWN_SHAPE: "No list of principles was found in the JSON.",
    NOTHING: "There is no principle in the file.",
    TOO_MANY: "The file has more than 2,000 principles.",
    TOO_LONG: "The file has a principle of more than 3,000 characters; it may not be a list of principles.",
}

_TEXT_NAMES = ("text", "principle", "statement", "instruction", "constitution", "trait", "critic", "content")
_LIST_NAMES = ("principles", "constitution", "constitutions", "instructions", "statements", "rules", "values")
_TITLE_NAMES = ("title", "name")
_ITEM = re.compile(r"^(?P<indent>\s*)(?:[-*+•–]|\(?\d{1,4}[.):]|\(?[a-z][.)])\s+(?P<text>\S.*)$")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(?P<text>.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"^\s*(?:=+|-{3,}|\*{3,}|_{3,})\s*$")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_EMPHASIS = re.compile(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1|(?<!\w)[*_](?=\S)([^*_]+?)(?<=\S)[*_](?!\w)")
_ASKED = re.compile(r"^\s*critique ?request\s*:|\s*critique\s*:\s*$", re.IGNORECASE)


class Unreadable(Exception):
    """A file holds no principles that can be read; `reason` is a name from above, the text a sentence."""

    def __init__(self, reason: str) -> None:
        """Take one of the reasons of this module."""
        super().__init__(_SENTENCES[reason])
        self.reason = reason


@dataclass(frozen=True)
class ReadConstitution:
    """What a file holds: its title, empty if it has none, and its principles in order, each once."""

    title: str
    principles: tuple[str, ...]


def read_constitution(data: bytes) -> ReadConstitution:
    """Return the principles of a file.

    Raises:
        Unreadable: it is too large, no text, broken, or holds no principles.
    """
    if len(data) > LARGEST:
        raise Unreadable(TOO_LARGE)
    text = _decoded(data)
    if text.lstrip()[:1] in {"{", "["} and not _looks_like_markdown(text):
        title, found = _from_json(text)
    else:
        title, found = _from_text(text)
    principles = tuple(dict.fromkeys(clean for one in found if (clean := clean_text(one))))
    if not principles:
        raise Unreadable(NOTHING)
    if len(principles) > MOST_PRINCIPLES:
        raise Unreadable(TOO_MANY)
    if max(map(len, principles)) > LONGEST:
        raise Unreadable(TOO_LONG)
    return ReadConstitution(clean_text(title)[:200], principles)


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(NOT_TEXT) from error
    if "\x00" in text:
        raise Unreadable(NOT_TEXT)
    return text


def _looks_like_markdown(text: str) -> bool:
    """Return whether the file only begins like JSON: with a link, or a box to tick."""
    return bool(re.match(r"\s*\[[^\]\n\"{}]*\]\(", text))


def _from_json(text: str) -> tuple[str, list[str]]:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(BROKEN_JSON) from error
    try:
        found = list(_texts(given))
    except RecursionError as error:
        raise Unreadable(UNKNOWN_SHAPE) from error
    if not found:
        raise Unreadable(NOTHING if given in ([], {}) else UNKNOWN_SHAPE)
    return _title(given), found


def _texts(given: Any) -> Iterable[str]:
    """Return the principles of a JSON value, whichever of the known shapes it has."""
    if isinstance(given, list):
        return [text for one in given if (text := _text_of(one))]
    if not isinstance(given, dict):
        return []
    for name in _LIST_NAMES:
        inner = given.get(name)
        if isinstance(inner, list | dict) and inner:
            return _texts(inner)
        if name in given and isinstance(inner, str) and "\n" in inner:
            return _from_text(inner)[1]
    return [text for name, one in given.items() if name not in _TITLE_NAMES and (text := _text_of(one))]


def _text_of(given: Any) -> str:
    """Return the text of one principle: itself, its text, or its request for a critique."""
    if isinstance(given, str):
        return given
    if not isinstance(given, dict):
        return ""
    prompt = given.get("prompt")
    if isinstance(prompt, list):
        prompt = next((one for one in prompt if isinstance(one, str)), None)
    if isinstance(prompt, str):
        return _ASKED.sub("", prompt)
    return next((given[name] for name in _TEXT_NAMES if isinstance(given.get(name), str)), "")


def _title(given: Any) -> str:
    if not isinstance(given, dict):
        return ""
    places = [given, given.get("about"), given.get("metadata")]
    return next(
        (
            place[name]
            for place in places
            if isinstance(place, dict)
            for name in _TITLE_NAMES
            if isinstance(place.get(name), str)
        ),
        "",
    )


def _from_text(text: str) -> tuple[str, list[str]]:
    """Return the title and the items of Markdown or a plain list; without any items, its lines."""
    title, lines = "", []
    is_code = False
    for number, line in enumerate(text.splitlines()):
        if _FENCE.match(line):
            is_code = not is_code
            continue
        heading = _HEADING.match(line)
        if heading:
            title = title or heading["text"]
            lines.append("")
        elif not is_code and not (_UNDERLINE.match(line) and number):
            lines.append(line)
    items = _items(lines)
    if not items:
        items = [line for line in lines if line.strip() and not line.lstrip().startswith((">", "|", "<!--"))]
    return _unmarked(title), [_unmarked(item) for item in items]


def _items(lines: list[str]) -> list[str]:
    """Return the bullets and numbers, each with the lines that go on below it, indented or not."""
    items: list[str] = []
    is_open = False
    for line in lines:
        item = _ITEM.match(line)
        if item:
            items.append(item["text"])
            is_open = True
        elif not line.strip():
            is_open = False
        elif is_open:
            items[-1] += " " + line.strip()
    return items


def _unmarked(text: str) -> str:
    return _EMPHASIS.sub(lambda match: match[2] or match[3], _LINK.sub(r"\1", text)).strip()
