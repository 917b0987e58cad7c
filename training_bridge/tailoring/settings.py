"""How many prompts are made for each principle, and how principles are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Weighting = Literal["uniform", "consensus", "lower bound"]
MOST_TAILORED = 200
"""More prompts than this for one principle differ in words only."""


@dataclass(frozen=True)
class PromptSettings:
    """What decides the prompts of a run beside those that are given.

    Attributes:
        tailored_a_principle: prompts that the writing model makes for each principle; 0 for none.
        attempts: how often a prompt that a filter rejected is asked for again, the first time included.
        one_in: one tailored prompt in so many is kept for evaluation.
        temperature, most_tokens: how tailored prompts are sampled.
        nearest_share: a principle is relevant to a prompt if it is among this share of the principles that
            a sentence encoder finds nearest to it; 1 asks no encoder.
        least_cosine: and if its cosine with a tailored prompt is at least this; else a fifth of all prompts
            would be relevant by chance.
        weighting: how a principle is drawn for a round of revision (`drawing.draw_principles`).
        relevant_principles: whether only principles relevant to the prompt are drawn; without an encoder
            all are, and the figures say so.
        largest_share: no principle takes part in more than this share of the rounds; None for a bound
            that follows from the number of principles (`drawing.share_bound`).
        begun: whether critique and revision are begun for the model (`critique_revision.openings_of`), for
            models too weak to begin them by themselves. A critique that is begun always finds a fault.
        learn_from_unchanged: whether answers in which a critique found no fault are learnt from too.
    """

    tailored_a_principle: int = 0
    attempts: int = 2
    one_in: int = 4
    temperature: float = 0.8
    most_tokens: int = 40
    nearest_share: float = 0.2
    least_cosine: float = 0.22
    weighting: Weighting = "uniform"
    relevant_principles: bool = False
    largest_share: float | None = None
    begun: bool = False
    learn_from_unchanged: bool = False

    def __post_init__(self) -> None:
        """Refuse settings that no run could follow."""
        if not 0 <= self.tailored_a_principle <= MOST_TAILORED:
            raise ValueError(f"tailored_a_principle must be 0 to {MOST_TAILORED}")
        if self.attempts < 1 or self.one_in < 2:
            raise ValueError("attempts must be at least 1 and one_in at least 2")
        if not 0 < self.nearest_share <= 1:
            raise ValueError("nearest_share must be above 0 and at most 1")
        if self.largest_share is not None and not 0 < self.largest_share <= 1:
            raise ValueError("largest_share must be above 0 and at most 1")
