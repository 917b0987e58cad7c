"""The items of the evaluation that can be traced: answer pairs, and held-out prompts as answered. PURE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from training_bridge.data_rows import flat_text
from training_bridge.prompts import MarginPair
from training_bridge.records import text_hash

ItemKind = Literal["pair", "answer"]


@dataclass(frozen=True)
class Item:
    """One item.

    Attributes:
        id: of the pair, or of the prompt.
        kind: an answer pair, or a prompt that the trained model answered.
        prompt: what is asked.
        answer: the answer that fits the principles, or what the model said after training.
        other: of a pair, the answer that does not fit; else empty.
    """

    id: str
    kind: ItemKind
    prompt: str
    answer: str
    other: str = ""

    @property
    def text(self) -> str:
        """What a sentence encoder reads of it."""
        return f"{self.prompt}\n{self.answer}"


def items_of(
    pairs: Sequence[MarginPair], margins: Sequence[Mapping[str, Any]], answers: Sequence[Mapping[str, Any]]
) -> list[Item]:
    """Give everything that was measured after training, pairs first, each in the order of the file."""
    by_id = {pair.id: pair for pair in pairs}
    measured = [row["pair_id"] for row in margins if row["phase"] == "after" and row["pair_id"] in by_id]
    found = [
        Item(name, "pair", by_id[name].prompt, by_id[name].consistent, by_id[name].inconsistent)
        for name in measured
    ]
    return found + [
        Item(str(row["provenance"]["prompt_id"]), "answer", row["prompt"], row["answer"])
        for row in answers
        if row["phase"] == "after"
    ]


def sample_of(items: Sequence[Item], count: int) -> list[Item]:
    """Take as many of each kind as there is room for, by the SHA-256 of the prompt, so that nobody picks."""
    ordered = sorted(items, key=lambda item: (text_hash(item.prompt), item.id))
    pairs = [item for item in ordered if item.kind == "pair"]
    answers = [item for item in ordered if item.kind == "answer"]
    of_answers = answers[: count // 2]
    chosen = {id(item) for item in (*pairs[: count - len(of_answers)], *of_answers)}
    return [item for item in items if id(item) in chosen]


def rows_compared(rows: Sequence[Mapping[str, Any]], most: int) -> list[int]:
    """Give the places of the rows whose gradients are compared: all, or as many by the hash of their ids."""
    drawn = sorted(range(len(rows)), key=lambda place: text_hash(str(rows[place]["id"])))
    return sorted(drawn[:most])


def row_text(row: Mapping[str, Any]) -> str:
    """Give what a sentence encoder reads of a training row."""
    return f"{flat_text(row['prompt'])}\n{flat_text(row['completion'])}"
