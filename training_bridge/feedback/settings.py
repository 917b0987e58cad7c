"""How answers are sampled and judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Calibration = Literal["content-free", "none"]
Ties = Literal["drop", "weight", "keep"]


@dataclass(frozen=True)
class FeedbackSettings:
    """What decides the preference pairs of a run.

    Attributes:
        pairs: at most this many prompts get a pair of answers; None for all.
        helpful_share: the part of those prompts that are helpful ones, so that preferences do not come from
            harmful requests alone.
        temperature: of the two samples.
        answer_tokens: the longest answer.
        resamples: how often an answer that is empty or the same as the other one is sampled again.
        few_shots: how many of the judge's example comparisons it reads, an even number so that the better
            answer stands first and second equally often; None for all.
        chain_of_thought: whether the judge writes its reasons before it chooses.
        reason_tokens: the longest reasons.
        calibration: whether the probabilities of the two letters are divided by those the judge gives them
            when there is nothing to compare. Not used after a chain of thought.
        clamp: a label after a chain of thought stays between this and one minus this; 0 leaves it alone.
        ties: what becomes of near-ties: dropped, kept with a weight that is 0 at an exact tie, or kept.
        tie_margin: a label closer than this to one half is a near-tie.
        least_agreement: a judge that prefers the same answer in both orders less often than this on the
            hand-written pairs follows the place of an answer and not its content: the stage stops.
        allow_poor_judge: go on nevertheless. None lets the demonstration model go on and no other: how
            weak it is stands beside every figure.
        checked_pairs: at most this many hand-written pairs check the judge first; None for the whole half
            that no prompt was written on.
    """

    pairs: int | None = 24
    helpful_share: float = 0.25
    temperature: float = 1.0
    answer_tokens: int = 48
    resamples: int = 2
    few_shots: int | None = 4
    chain_of_thought: bool = False
    reason_tokens: int = 40
    calibration: Calibration = "content-free"
    clamp: float = 0.4
    ties: Ties = "drop"
    tie_margin: float = 0.01
    least_agreement: float = 0.2
    allow_poor_judge: bool | None = None
    checked_pairs: int | None = None

    def __post_init__(self) -> None:
        """Refuse settings that no judge could follow."""
        if self.few_shots is not None and (self.few_shots < 0 or self.few_shots % 2):
            raise ValueError("few_shots must be an even number, so that no place wins more often")
        if not 0 <= self.clamp < 0.5:
            raise ValueError("clamp must be at least 0 and less than one half")
        if not 0 <= self.tie_margin < 0.5:
            raise ValueError("tie_margin must be at least 0 and less than one half")
        if not 0 <= self.helpful_share < 1:
            raise ValueError("helpful_share must be at least 0 and less than 1")
        if any(number is not None and number < 1 for number in (self.pairs, self.checked_pairs)):
            raise ValueError("pairs and checked_pairs must be at least 1, or None for all")
