"""Settings of the critic."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CriticSettings:
    """Which rows a critic reads and what it may write. The critic is the model that judges answers.

    Attributes:
        rows: at most this many training rows are sampled as they are.
        planted: at most this many others get a fault planted. None of them is trained on.
        helpful_share: the part of both that are helpful examples; the others are revisions.
        flags: at most this many flags of one row are kept.
        few_shots: how many example readings the critic sees; None for all.
        tokens: the longest reading of one row.
    """

    rows: int = 16
    planted: int = 14
    helpful_share: float = 0.25
    flags: int = 3
    few_shots: int | None = None
    tokens: int = 96

    def __post_init__(self) -> None:
        """Refuse settings by which nothing could be found out."""
        if self.rows < 1:
            raise ValueError("the critic needs at least one row to read: rows must be 1 or more")
        if self.planted < 0:
            raise ValueError("planted must be 0 or more")
        if not 0 <= self.helpful_share <= 1:
            raise ValueError("helpful_share must be between 0 and 1")
        if not 1 <= self.flags <= 10:
            raise ValueError("flags must be 1 to 10")
        if self.few_shots is not None and self.few_shots < 0:
            raise ValueError("few_shots must be 0 or more")
        if self.tokens < 8:
            raise ValueError("a flag needs room: tokens must be at least 8")
