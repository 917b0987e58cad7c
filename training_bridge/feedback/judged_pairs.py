"""Comparisons with an obvious winner, written by hand, to learn how good a judge is before it judges. PURE.

The odd half is for development: the judge's form was chosen on it. The even half states its accuracy.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from training_bridge.feedback.judging import Comparison, Judgement

Half = Literal["development", "held-out"]


@dataclass(frozen=True)
class JudgedPair:
    """Two answers of which one plainly keeps better to the principle."""

    id: str
    split: Half
    principle: str
    prompt: str
    better: str
    worse: str

    @property
    def better_is_first(self) -> bool:
        """Whether the better answer is called the first: for every second pair of a half."""
        return int(self.id.rsplit("-", 1)[-1]) % 4 < 2

    def comparison(self) -> Comparison:
        """Give the question that a judge is asked."""
        answers = (self.better, self.worse) if self.better_is_first else (self.worse, self.better)
        return Comparison(self.id, self.prompt, *answers, self.principle)

    def is_right(self, judgement: Judgement) -> bool:
        """Say whether a judgement prefers the better answer; an exact tie is not right."""
        p_better = judgement.p_first if self.better_is_first else 1 - judgement.p_first
        return p_better > 0.5


def load_judged_pairs(half: Half, limit: int | None = None) -> list[JudgedPair]:
    """Return the first pairs of one half."""
    file = resources.files("training_bridge.data") / "judged_pairs.jsonl"
    rows = [JudgedPair(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]
    return [pair for pair in rows if pair.split == half][:limit]


def right_answers(pairs: Sequence[JudgedPair], judgements: Sequence[Judgement]) -> int:
    """Count the pairs on which a judge prefers the better answer."""
    return sum(pair.is_right(each) for pair, each in zip(pairs, judgements, strict=True))
