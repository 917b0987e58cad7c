"""How many answers are judged by how many principles, and from where on a preference is clear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Drawn = Literal["even", "near"]
FEWEST = 2
"""Fewer principles cannot pull apart."""


@dataclass(frozen=True)
class ConflictSettings:
    """Everything about conflicts that decides what a run looks at; it may be another one each time.

    Attributes:
        pairs: at most this many pairs of answers are judged; None for all.
        principles: at most this many principles take part; None for all. With k of them there are
            k (k - 1) / 2 pairs of principles, among which the prompts are divided.
        principles_a_pair: by how many of them each pair of answers is judged.
        drawn: which principles take part: drawn by their hash ("even"), or those whose texts a sentence
            encoder finds nearest to another ("near"), since principles on the same subject meet more often.
        clear: a preference is clear if it is the same in both orders and at least so far from one half.
        examples: how many prompts are kept as examples of each pair of principles.
    """

    pairs: int | None = 24
    principles: int | None = 6
    principles_a_pair: int = 4
    drawn: Drawn = "even"
    clear: float = 0.05
    examples: int = 2

    def __post_init__(self) -> None:
        """Refuse settings by which nothing could pull apart."""
        if self.pairs is not None and self.pairs < 1:
            raise ValueError("pairs must be at least 1, or None for all")
        if self.principles is not None and self.principles < FEWEST:
            raise ValueError(
                "principles must be at least 2, or None for all: one has nothing to conflict with"
            )
        if self.principles_a_pair < FEWEST:
            raise ValueError("principles_a_pair must be at least 2: one has nothing to conflict with")
        if self.drawn not in get_args(Drawn):
            raise ValueError(f"drawn must be one of {', '.join(get_args(Drawn))}")
        if not 0 <= self.clear < 0.5:
            raise ValueError("clear must be at least 0 and less than one half")
        if self.examples < 0:
            raise ValueError("examples must be at least 0")
