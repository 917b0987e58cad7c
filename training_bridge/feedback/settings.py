"""How answers are sampled and judged."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FeedbackSettings:
    """What decides the preference pairs of a run.

    Attributes:
        pairs: at most this many prompts get a pair of answers; None for all.
        temperature: of the two samples.
        answer_tokens: the longest answer.
    """

    pairs: int | None = 24
    temperature: float = 1.0
    answer_tokens: int = 48
