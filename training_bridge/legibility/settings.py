"""Who reads the critiques, and what becomes of those that nobody could follow."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LegibilitySettings:
    """Everything about legibility that decides what a run produces.

    Attributes:
        model: the model that reads, best a smaller one than the one that writes; None for the judge.
        few_shots: how many of the example readings it sees, an even number so that the rewritten answer
            stands first and second equally often; None for all.
        drop_below: accepted revisions whose critique gave the reader less than this probability of finding
            them are not learnt from; None for learning from all.
        listed: how many of the least legible critiques are listed.
    """

    model: str | None = None
    few_shots: int | None = 4
    drop_below: float | None = None
    listed: int = 8

    def __post_init__(self) -> None:
        """Refuse what no reader could follow."""
        if self.model is not None and not self.model.strip():
            raise ValueError("the model that reads critiques needs a name, or None for the judge")
        if self.few_shots is not None and (self.few_shots < 0 or self.few_shots % 2):
            raise ValueError("few_shots must be an even number, so that no place wins more often")
        if self.drop_below is not None and not 0 < self.drop_below <= 1:
            raise ValueError("drop_below must be above 0 and at most 1, or None for learning from all")
        if self.listed < 0:
            raise ValueError("listed must be at least 0")
