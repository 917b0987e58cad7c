"""Passages of a text: its sentences, where quoted words stand, and whether two passages meet. PURE."""

from __future__ import annotations

import re
from dataclasses import dataclass

LEAST_LETTERS = 6
"""A shorter quote could stand anywhere, and points at nothing."""
SHARED_PART = 0.5

_SENTENCE = re.compile(
    r"""\S(?:[^.!?…。！？\n]|[.!?…](?!["'”’)\]]*(?:\s|$)))*(?:[.!?…。！？]+["'”’)\]」』）]*)?"""
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Passage:
    """Part of a text, from the character `start` up to but not including `end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Give the words themselves."""
        return text[self.start : self.end]

    @property
    def length(self) -> int:
        """How many characters it has."""
        return self.end - self.start


def sentences_of(text: str) -> list[Passage]:
    """Give a text's sentences in their order, without the space between them; lines end sentences too."""
    return [Passage(match.start(), _trimmed(match)) for match in _SENTENCE.finditer(text)]


def passage_of(quote: str, text: str) -> Passage | None:
    """Say where the words of a quote stand in a text; None where they do not, or are too few to tell.

    The words must stand there one after another, all of them; case, spaces and marks between them may be
    others, because a transcript writes each text in one line. The first place counts.
    """
    words = _WORD.findall(quote)
    if sum(map(len, words)) < LEAST_LETTERS:
        return None
    joined = r"[\W_]+".join(map(re.escape, words))
    found = re.search(rf"(?<!\w){joined}(?!\w)", text, re.IGNORECASE) or re.search(
        joined, text, re.IGNORECASE
    )
    return Passage(*found.span()) if found else None


def meet(one: Passage, other: Passage) -> bool:
    """Say whether two passages are about the same place: half of the shorter one lies in the other."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared >= max(1.0, SHARED_PART * min(one.length, other.length))


def _trimmed(match: re.Match[str]) -> int:
    return match.start() + len(match[0].rstrip())
