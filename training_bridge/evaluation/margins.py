"""The suite of the primary measure: log-probabilities of answer pairs written by hand (`margin.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from training_bridge.evaluation.figures import Values, figures_of
from training_bridge.evaluation.item_suite import ItemSuite
from training_bridge.evaluation.margin import per_token_margin
from training_bridge.evaluation.suite import Rows, measured_id
from training_bridge.generation.interface import Continuation, Generator
from training_bridge.prompts import MarginPair
from training_bridge.records import MarginRow, Phase, Provenance


class MarginSuite(ItemSuite[MarginPair]):
    """How much likelier the consistent answer of each pair is than the inconsistent one."""

    name = "margins"
    without_items = "there are no answer pairs"

    def rows(self, phase: Phase, batch: Sequence[MarginPair], model: Generator) -> list[dict[str, Any]]:
        """Score both answers of every pair."""
        scores = model.log_probabilities(
            [
                Continuation(pair.prompt, answer)
                for pair in batch
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
            ).to_json()
            for pair, consistent, inconsistent in zip(batch, scores[::2], scores[1::2], strict=True)
        ]

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
