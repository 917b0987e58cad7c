"""The places for tailored prompts, with ids and splits that are fixed before a word is written. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from training_bridge.principles import Principle
from training_bridge.prompts import Split
from training_bridge.records import row_id


@dataclass(frozen=True)
class Slot:
    """A place for one prompt that is made for one principle."""

    id: str
    principle: Principle
    number: int
    split: Split


def slots_of(principles: Sequence[Principle], *, each: int, seed: int, one_in: int) -> list[Slot]:
    """Give the places of all principles, number by number.

    Id and split follow from principle, number and seed, so that no text can have a say in where it goes, and
    more prompts a principle leave the earlier ones where they were. Of any `one_in` numbers in a row one is
    for evaluation, for each principle another one.
    """
    return [
        Slot(
            id=f"tailored-{row_id('tailored', principle.sha256, str(number), str(seed))}",
            principle=principle,
            number=number,
            split="evaluation" if (number + _start(principle, seed)) % one_in == 0 else "train",
        )
        for number in range(1, each + 1)
        for principle in principles
    ]


def _start(principle: Principle, seed: int) -> int:
    return int(row_id("split", principle.sha256, str(seed)), 16)
