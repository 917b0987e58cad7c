"""Which texts a run works with, and which part of them each stage sees."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from training_bridge.evaluation.benchmark_sets.benchmarks import NONE, Benchmarks
from training_bridge.prompts import (
    FewShot,
    LabelledAnswer,
    MarginPair,
    Prompt,
    PromptFileError,
    PromptKind,
    Split,
    load_few_shots,
    load_labelled_answers,
    load_margin_pairs,
    load_own_prompts,
)
from training_bridge.records import text_hash


@dataclass(frozen=True)
class Texts:
    """Prompts, few-shot transcripts, answer pairs, labelled answers and public benchmarks of one run."""

    prompts: tuple[Prompt, ...]
    few_shots: tuple[FewShot, ...]
    pairs: tuple[MarginPair, ...]
    labelled: tuple[LabelledAnswer, ...]
    benchmarks: Benchmarks = NONE

    @classmethod
    def own(cls, given: Sequence[Prompt] = (), benchmarks: Benchmarks = NONE) -> Texts:
        """Take our own texts. Prompts that are given replace ours of the same kind and split.

        Raises:
            PromptFileError: a given prompt has the id of one of ours that stays.
        """
        replaced = {(prompt.kind, prompt.split) for prompt in given}
        kept = [prompt for prompt in load_own_prompts() if (prompt.kind, prompt.split) not in replaced]
        taken = {prompt.id for prompt in kept} & {prompt.id for prompt in given}
        if taken:
            raise PromptFileError(f"a prompt of ours has the id '{min(taken)}' too: give yours another one")
        return cls(
            prompts=(*given, *kept),
            few_shots=tuple(load_few_shots()),
            pairs=tuple(pair for pair in load_margin_pairs() if pair.split == "evaluation"),
            labelled=tuple(load_labelled_answers()),
            benchmarks=benchmarks,
        )

    def chosen(self, kind: PromptKind, split: Split, limit: int | None = None) -> list[Prompt]:
        """Give the prompts of one kind and split: all, or a number drawn by the hash of their text."""
        found = [prompt for prompt in self.prompts if prompt.kind == kind and prompt.split == split]
        drawn = sorted(found, key=lambda prompt: text_hash(prompt.text))[:limit]
        return [prompt for prompt in found if prompt in drawn]

    def held_out_prompts(self, of_each_kind: int | None) -> list[Prompt]:
        """Give the prompts that are answered before and after training."""
        return [
            *self.chosen("red-team", "evaluation", of_each_kind),
            *self.chosen("helpful", "evaluation", of_each_kind),
        ]

    def to_json(self) -> dict[str, Any]:
        """Give all texts as JSON, to be hashed; of the benchmarks the hash they have."""
        own = dataclasses.asdict(dataclasses.replace(self, benchmarks=NONE))
        return {**own, "benchmarks": self.benchmarks.to_json()}
