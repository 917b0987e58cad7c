"""One author sending much of the same, or much that was rejected as spam.

Rejection for any other reason is a moderator's judgement of the text and not of the person; many such
rejections make somebody worth a look and no more, or moderation could decide whose votes count.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

SPAM_STATEMENTS = 3
REJECTED_STATEMENTS = 6
MOST_FOR_REJECTIONS = 0.8


@dataclass(frozen=True)
class AuthoredText:
    """A statement as far as it tells of its author."""

    author: int
    text: str
    is_rejected: bool
    is_spam: bool


@dataclass(frozen=True)
class SpamTexts:
    """How many of an author's statements are alike, were rejected as spam, and rejected at all."""

    strength: float
    repeated: int
    spam: int
    rejected: int
    written: int


def spam_texts(texts: Sequence[AuthoredText]) -> dict[int, SpamTexts]:
    """Return the authors of whom there is something to say, by participant number."""
    by_author: dict[int, list[AuthoredText]] = {}
    for text in texts:
        by_author.setdefault(text.author, []).append(text)
    found = {author: _judged(written) for author, written in by_author.items()}
    return {author: judged for author, judged in found.items() if judged.strength > 0}


def _judged(written: Sequence[AuthoredText]) -> SpamTexts:
    bare = Counter(_bare(text.text) for text in written)
    repeated = sum(count - 1 for count in bare.values())
    spam = sum(text.is_spam for text in written)
    rejected = sum(text.is_rejected for text in written)
    strength = max(
        (repeated + spam) / SPAM_STATEMENTS, min(MOST_FOR_REJECTIONS, rejected / REJECTED_STATEMENTS)
    )
    return SpamTexts(strength, repeated, spam, rejected, len(written))


def _bare(text: str) -> str:
    """The text without case, accents, spaces and signs."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKD", text).casefold())
