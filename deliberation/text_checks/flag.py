"""What a check hands back. PURE."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["language", "personal_data", "link", "spam", "toxicity", "injection"]
KINDS: tuple[Kind, ...] = ("language", "personal_data", "link", "spam", "toxicity", "injection")

LONGEST_EXCERPT = 80
"""As many characters of what was found are shown; the statement stands beside it."""


@dataclass(frozen=True)
class Flag:
    """Something in a text that a person may want to look at. A suggestion, never a decision.

    Attributes:
        kind: what it is about.
        sign: what it was recognised by, a word of `deliberation.moderation.flags.SENTENCES`.
        found: the words in question, shortened.
        hidden_by: how they were disguised, a word of `readings.DISGUISES`; empty where they stand openly.
    """

    kind: Kind
    sign: str
    found: str = ""
    hidden_by: str = ""


def excerpt(text: str) -> str:
    """Return what is shown of the words found: in one line, without invisible characters, shortened."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    # Patterns take in the end of the sentence before.
    shown = line.lstrip(" .,;:!?…。，！？؛،") or line
    return shown if len(shown) <= LONGEST_EXCERPT else shown[: LONGEST_EXCERPT - 1].rstrip() + "…"
