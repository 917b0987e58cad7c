"""The suite of the primary measure: log-probabilities of answer pairs written by hand (`margin.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from training_bridge.evaluation.figures import Values, figures_of
from training_bridge.evaluation.margin import per_token_margin
from training_bridge.evaluation.suite import (
    Conditions,
    OnDone,
    Rows,
    all_measured,
    measured_id,
    missing_batches,
)
from training_bridge.generation.interface import Continuation, Generator
from training_bridge.prompts import MarginPair
from training_bridge.record_files import RecordFile
from training_bridge.records import PHASES, MarginRow, Phase, Provenance


@dataclass(frozen=True)
class MarginSuite:
    """How much likelier the consistent answer of each pair is than the inconsistent one."""

    conditions: Conditions
    pairs: Sequence[MarginPair]
    name: str = "margins"
    phases: tuple[Phase, ...] = PHASES

    def absence(self) -> str | None:
        """See `Suite.absence`."""
        return None if self.pairs else "there are no answer pairs"

    def size(self) -> int:
        """Count the pairs."""
        return len(self.pairs)

    def is_measured(self, phase: Phase, records: RecordFile) -> bool:
        """See `Suite.is_measured`."""
        return all_measured(phase, [pair.id for pair in self.pairs], records)

    def measure(self, phase: Phase, model: Generator, records: RecordFile, on_done: OnDone) -> None:
        """Score both answers of every pair."""
        for batch in missing_batches(
            self.pairs, lambda pair: measured_id(phase, pair.id), records, self.conditions.batch_rows, on_done
        ):
            records.append(row.to_json() for row in self._rows(phase, batch, model))

    def summarise(self, rows: Rows) -> dict[str, Any]:
        """Give the mean margin in nats a token, also by theme."""
        read = [MarginRow.from_json(row) for row in rows]
        themes = sorted({row.theme for row in read})
        return {
            **self._figures(read),
            "parts": {theme: self._figures([row for row in read if row.theme == theme]) for theme in themes},
        }

    def _figures(self, rows: Sequence[MarginRow]) -> dict[str, Any]:
        values: dict[str, dict[str, float]] = {}
        for row in rows:
            values.setdefault(row.phase, {})[row.pair_id] = per_token_margin(row)
        found: Values = values
        return figures_of(found, unit="nats a token", better="higher", seed=self.conditions.seed)

    def _rows(self, phase: Phase, pairs: Sequence[MarginPair], model: Generator) -> list[MarginRow]:
        scores = model.log_probabilities(
            [
                Continuation(pair.prompt, answer)
                for pair in pairs
                for answer in (pair.consistent, pair.inconsistent)
            ]
        )
        return [
            MarginRow(
                id=measured_id(phase, pair.id),
                phase=phase,
                pair_id=pair.id,
                theme=pair.theme,
                consistent_log_probability=consistent.total,
                consistent_tokens=consistent.tokens,
                inconsistent_log_probability=inconsistent.total,
                inconsistent_tokens=inconsistent.tokens,
                provenance=Provenance(**self.conditions.provenance(model, pair.id, pair.prompt)),
            )
            for pair, consistent, inconsistent in zip(pairs, scores[::2], scores[1::2], strict=True)
        ]
