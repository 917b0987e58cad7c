"""How many prompts are made for each principle, and how principles are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Weighting = Literal["uniform", "consensus"]


@dataclass(frozen=True)
class PromptSettings:
    """What decides the prompts of a run beside those that are given.

    Attributes:
        tailored_a_principle: prompts that the writing model makes for each principle; 0 for none.
        weighting: how a principle is drawn for a round of revision.
        largest_share: no principle takes part in more than this share of the rounds; None for a bound
            that follows from the number of principles.
    """

    tailored_a_principle: int = 0
    weighting: Weighting = "uniform"
    largest_share: float | None = None
