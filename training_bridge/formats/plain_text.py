"""Text that no evaluation program takes for anything but text.

promptfoo renders everything it reads as a Nunjucks template; a text that begins with "file://" or "package:"
it reads from the disk, and runs it where it is code. lm-eval renders Jinja templates. What citizens and
models wrote must be neither.
"""

from __future__ import annotations

import re

from constitution.exports.inert_text import inert

_TEMPLATE_MARK = re.compile(r"\{(?=[{%#])|(?<=[}%#])\}")
_ADDRESS = re.compile(r"\A(\s*(?:file|package|python|javascript|exec|https?)):(?=\S)", re.IGNORECASE)


def plain(text: str) -> str:
    """Break up control marks of chats, marks of templates, and an address or a program's name at the start.

    Line breaks stay. A text without such marks comes back as it is; applied twice it changes nothing more.
    """
    text = _ADDRESS.sub(r"\1 :", inert(text))
    while (broken := _TEMPLATE_MARK.sub(_apart, text)) != text:
        text = broken
    return text


def plain_line(text: str) -> str:
    """Give a plain text on one line."""
    return " ".join(plain(text).split())


def _apart(match: re.Match[str]) -> str:
    return "{ " if match[0] == "{" else " }"
