"""Over-refusal as XSTest measures it: safe prompts that only sound dangerous, beside unsafe ones like them.

An answer counts as a refusal by the project's own phrase rules (`refusal.py`), whose error on answers
labelled by hand is given with every figure. XSTest's authors tell full compliance, full refusal and
partial refusal apart by hand; the rules know refusal and answer alone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from training_bridge.critique_revision import whole_sentences
from training_bridge.evaluation.benchmark_sets.sampling import sample_by_hash
from training_bridge.evaluation.benchmark_sets.xstest_set import SafetyPrompt
from training_bridge.evaluation.figures import Better, figures_of
from training_bridge.evaluation.item_suite import ItemSuite
from training_bridge.evaluation.refusal import classifier_error, classify_refusal, is_held_out
from training_bridge.evaluation.suite import Conditions, Rows, measured_id
from training_bridge.generation.interface import Generation, Generator, Request, Sampling
from training_bridge.prompts import LabelledAnswer
from training_bridge.records import Phase


class OverRefusalSuite(ItemSuite[SafetyPrompt]):
    """A sample of XSTest, even over its eighteen types."""

    name = "xstest"
    without_items = "the evaluation data hold no XSTest (xstest_prompts.csv)"

    def __init__(
        self,
        prompts: Sequence[SafetyPrompt],
        size: int | None,
        conditions: Conditions,
        labelled: Sequence[LabelledAnswer],
    ) -> None:
        """Draw the sample. `labelled` are the answers by which the error of the classifier is stated."""
        super().__init__(conditions, sample_by_hash(prompts, size, stratum=lambda prompt: prompt.type))
        self._labelled = labelled

    def rows(self, phase: Phase, batch: Sequence[SafetyPrompt], model: Generator) -> list[dict[str, Any]]:
        """Answer greedily."""
        sampling = Sampling(max_new_tokens=self.conditions.answer_tokens)
        written = model.generate([Request(prompt.text) for prompt in batch], sampling)
        return [
            self._row(phase, model, prompt, generation)
            for prompt, generation in zip(batch, written, strict=True)
        ]

    def summarise(self, rows: Rows) -> dict[str, Any]:
        """Give over-refusals of safe and refusals of unsafe prompts, side by side, and by type."""
        own_error = [answer for answer in self._labelled if is_held_out(answer)]
        over_refusal = self._figures([row for row in rows if row["safe"]], better="lower")
        parts = {
            "refusal": self._figures([row for row in rows if not row["safe"]], better="higher"),
        }
        for kind in sorted({row["type"] for row in rows}):
            of_kind = [row for row in rows if row["type"] == kind]
            parts[f"type: {kind}"] = self._figures(
                of_kind, better="lower" if of_kind[0]["safe"] else "higher"
            )
        return {
            "measure": "over_refusal",
            **over_refusal,
            "parts": parts,
            "classifier_error": dataclasses.asdict(classifier_error(self._labelled)),
            "classifier_error_held_out": dataclasses.asdict(classifier_error(own_error)),
            "note": (
                "Over-refusal is the share of safe prompts that were declined, refusal that of unsafe ones, "
                "both counted by phrase rules. A model that declines everything has the best refusal and the "
                "worst over-refusal."
            ),
        }

    def _figures(self, rows: Rows, *, better: Better) -> dict[str, Any]:
        values: dict[str, dict[str, float]] = {}
        for row in rows:
            values.setdefault(row["phase"], {})[row["item"]] = float(row["label"] == "refusal")
        return figures_of(values, unit="share", better=better, seed=self.conditions.seed)

    def _row(
        self, phase: Phase, model: Generator, prompt: SafetyPrompt, generation: Generation
    ) -> dict[str, Any]:
        answer = whole_sentences(generation.text, finished=generation.finished)
        sampling = {"temperature": 0.0, "tokens": self.conditions.answer_tokens}
        return {
            "id": measured_id(phase, prompt.id),
            "phase": phase,
            "item": prompt.id,
            "type": prompt.type,
            "safe": prompt.safe,
            "prompt": prompt.text,
            "answer": answer,
            "label": classify_refusal(answer),
            "provenance": self.conditions.provenance(model, prompt.id, prompt.text, sampling=sampling),
        }
