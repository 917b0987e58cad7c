"""Where a sentence differs from another that says about the same. PURE."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

PIECE = re.compile(r"\w+|[^\w\s]|\s+")


def pieces_that_differ(text: str, other: str) -> list[tuple[str, bool]]:
    """Return the text in pieces, each with whether the other text does not have it at this place.

    The pieces make up the whole text. Texts without spaces are compared character by character.
    """
    mine, theirs = _pieces(text), _pieces(other)
    result: list[tuple[str, bool]] = []
    matcher = SequenceMatcher(None, theirs, mine, autojunk=False)
    for tag, _start, _stop, start, stop in matcher.get_opcodes():
        if start < stop:
            result.append(("".join(mine[start:stop]), tag != "equal"))
    return result


def _pieces(text: str) -> list[str]:
    pieces = PIECE.findall(text)
    return pieces if any(piece.isspace() for piece in pieces) else list(text)
