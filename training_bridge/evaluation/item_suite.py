"""A suite that asks the model about each of its items: what all of them share, so that each says its own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from training_bridge.evaluation.benchmark_sets.data_files import HasId
from training_bridge.evaluation.suite import (
    Conditions,
    OnDone,
    Rows,
    all_measured,
    measured_id,
    missing_batches,
)
from training_bridge.generation.interface import Generator
from training_bridge.record_files import RecordFile
from training_bridge.records import PHASES, Phase

Item = TypeVar("Item", bound=HasId)


class ItemSuite(ABC, Generic[Item]):
    """A `Suite` with one row for each item and phase; a subclass writes the rows of a batch and sums them up.

    `without_items` is what a suite says where it has no items.
    """

    name: str
    without_items: str
    phases: tuple[Phase, ...] = PHASES

    def __init__(self, conditions: Conditions, items: Sequence[Item]) -> None:
        """Take the items in the order in which they are asked."""
        self.conditions = conditions
        self.items = items

    def absence(self) -> str | None:
        """See `Suite.absence`."""
        return None if self.items else self.without_items

    def size(self) -> int:
        """Count the items."""
        return len(self.items)

    def is_measured(self, phase: Phase, records: RecordFile) -> bool:
        """See `Suite.is_measured`."""
        return all_measured(phase, [item.id for item in self.items], records)

    def measure(self, phase: Phase, model: Generator, records: RecordFile, on_done: OnDone) -> None:
        """See `Suite.measure`."""
        for batch in missing_batches(
            self.items, lambda item: measured_id(phase, item.id), records, self.conditions.batch_rows, on_done
        ):
            records.append(self.rows(phase, batch, model))

    @abstractmethod
    def rows(self, phase: Phase, batch: Sequence[Item], model: Generator) -> Iterable[Mapping[str, Any]]:
        """Ask the model about a batch and give the row of each item, with `measured_id` as its id."""

    @abstractmethod
    def summarise(self, rows: Rows) -> dict[str, Any]:
        """See `Suite.summarise`."""
