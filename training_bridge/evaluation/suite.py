"""What every measure of the evaluation has in common, so that one stage can run all of them.

A suite measures the same items in every phase ("before", "after", "control", "dpo", "grpo") and keeps its
rows in one file, evaluation/<name>.jsonl. Each row carries at least `id` (`measured_id`), `phase`, `item`
and `provenance`; what else it holds is the suite's own. A suite without data says why and is not measured.

A judged suite asks a judge about the answers to the held-out prompts. It comes last, when the answers of
all phases are on the disk, so that the judge is loaded once.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, runtime_checkable

from training_bridge.generation.interface import Generator
from training_bridge.record_files import RecordFile
from training_bridge.records import Phase, Provenance, row_id, text_hash

OnDone = Callable[[int], None]
Rows = Sequence[Mapping[str, Any]]
Answers = Mapping[str, Mapping[str, str]]
"""Phase -> id of the prompt -> what the model answered then."""
Item = TypeVar("Item")


@runtime_checkable
class Suite(Protocol):
    """One measure that asks the model itself."""

    @property
    def name(self) -> str:
        """The name of its file and of its part of the summary: small letters and underscores."""
        ...

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The phases in which it is measured where they exist; usually all."""
        ...

    def absence(self) -> str | None:
        """Say why there is nothing to measure with ("the folder ... holds no ..."), None where there is."""
        ...

    def size(self) -> int:
        """Count the items of one phase, which is what `measure` reports to `on_done` in all."""
        ...

    def is_measured(self, phase: Phase, records: RecordFile) -> bool:
        """Say whether this phase lacks no row, so that the model need not be loaded."""
        ...

    def measure(self, phase: Phase, model: Generator, records: RecordFile, on_done: OnDone) -> None:
        """Append what is missing of this phase, a batch at a time (`missing_batches`)."""
        ...

    def summarise(self, rows: Rows) -> dict[str, Any]:
        """Give the figures of all rows as JSON, in the form of `figures.figures_of`."""
        ...


@runtime_checkable
class JudgedSuite(Protocol):
    """One measure that asks a judge about answers which are already there."""

    @property
    def name(self) -> str:
        """The name of its file and of its part of the summary."""
        ...

    def absence(self) -> str | None:
        """Say why there is nothing to judge, None where there is."""
        ...

    def judgements(self, answers: Answers) -> int:
        """Count the judgements that these answers need, which is what `judge` reports to `on_done`."""
        ...

    def is_judged(self, answers: Answers, records: RecordFile) -> bool:
        """Say whether no judgement is missing, so that the judge need not be loaded."""
        ...

    def judge(self, judge: Generator, answers: Answers, records: RecordFile, on_done: OnDone) -> None:
        """Append the missing judgements, a batch at a time."""
        ...

    def summarise(self, rows: Rows) -> dict[str, Any]:
        """Give the figures of all rows as JSON."""
        ...


@dataclass(frozen=True)
class Conditions:
    """What all rows of a run's evaluation have in common."""

    constitution_sha256: str
    seed: int
    batch_rows: int
    answer_tokens: int

    def provenance(
        self,
        model: Generator,
        item: str,
        prompt: str,
        *,
        sampling: Mapping[str, Any] | None = None,
        template_sha256: str | None = None,
    ) -> dict[str, Any]:
        """Give a row's origin as JSON; no `sampling` where nothing was sampled."""
        return dataclasses.asdict(
            Provenance(
                constitution_sha256=self.constitution_sha256,
                model=model.name,
                model_sha256=model.sha256,
                prompt_id=item,
                prompt_sha256=text_hash(prompt),
                template_sha256=template_sha256,
                sampling=dict(sampling or {}),
                seed=self.seed,
            )
        )


def measured_id(phase: str, item: str) -> str:
    """Give the id of an item's row in a phase. Each suite has its own file, so its name takes no part."""
    return row_id("evaluation", phase, item)


def all_measured(phase: str, items: Sequence[str], records: RecordFile) -> bool:
    """Say whether every item has its row in this phase."""
    return all(measured_id(phase, item) in records for item in items)


def missing_batches(
    items: Sequence[Item],
    row_of: Callable[[Item], str],
    records: RecordFile,
    batch_rows: int,
    on_done: OnDone,
) -> Iterator[Sequence[Item]]:
    """Give the batches in which a row is missing, and tell `on_done` of every batch once it is through.

    `row_of` names the id of an item's row. Batches are fixed by the order of the items, so that a run that
    was killed gives the same rows as one that was not.
    """
    for start in range(0, len(items), batch_rows):
        batch = items[start : start + batch_rows]
        if not all(row_of(item) in records for item in batch):
            yield batch
        on_done(len(batch))
