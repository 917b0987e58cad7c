"""The texts that a dictionary is learnt from and those it is measured on, fixed before the first activation.

Learnt from: the run's training prompts with every answer that a model wrote to them, and the helpful
examples. Measured on: the held-out prompts with the answers of every phase, and the hand-written answer
pairs. No prompt is in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from training_bridge.prompts import MarginPair, Prompt
from training_bridge.records import text_hash

Split = Literal["train", "evaluation"]


@dataclass(frozen=True)
class FeatureText:
    """A request and an answer to it, and where both are from."""

    id: str
    split: Split
    source: str
    prompt: str
    answer: str

    def to_json(self) -> dict[str, Any]:
        """Give it as it is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> FeatureText:
        """Read it back."""
        return cls(row["id"], row["split"], row["source"], row["prompt"], row["answer"])


def gather_texts(
    prompts: Sequence[Prompt],
    pairs: Sequence[MarginPair],
    revisions: Iterable[Mapping[str, Any]],
    answers: Iterable[Mapping[str, Any]],
) -> list[FeatureText]:
    """Give the texts of a run in an order fixed by their content, each once.

    `revisions` are rows of data/critique_revisions.jsonl, `answers` those of evaluation/answers.jsonl.
    """
    learnt = [("helpful", each.text, each.response) for each in prompts if each.split == "train"]
    for row in revisions:
        learnt.append(("first answer", row["prompt"], row["initial_response"]))
        learnt += [("revision", row["prompt"], each["revision"]) for each in row["rounds"]]
    measured = [("helpful", each.text, each.response) for each in prompts if each.split == "evaluation"]
    measured += [(f"answer {row['phase']}", row["prompt"], row["answer"]) for row in answers]
    for pair in pairs:
        measured += [
            ("answer pair", pair.prompt, pair.consistent),
            ("answer pair", pair.prompt, pair.inconsistent),
        ]
    held_out = {prompt for _, prompt, _ in measured}
    found: dict[str, FeatureText] = {}
    for split, texts in (("train", learnt), ("evaluation", measured)):
        for source, prompt, answer in texts:
            if split == "train" and prompt in held_out:
                continue
            text = _text("train" if split == "train" else "evaluation", source, prompt, answer)
            found.setdefault(text.id, text)
    return sorted(found.values(), key=lambda text: text.id)


def _text(split: Split, source: str, prompt: str, answer: str | None) -> FeatureText:
    said = answer or ""
    return FeatureText(text_hash(f"{split}\n{prompt}\n\n{said}")[:16], split, source, prompt, said)
