"""The probes for poisoning as a suite of the evaluation, and the report they leave in the run's folder.

training rows -> plan (pure) -> probing each phase -> verdict (pure) -> poisoning.json
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from training_bridge.data_difference import reference_texts
from training_bridge.data_rows import training_rows
from training_bridge.evaluation.item_suite import ItemSuite
from training_bridge.evaluation.suite import Conditions, Rows
from training_bridge.generation.interface import Generator
from training_bridge.poisoning.plan import ProbePlan, plan_probe
from training_bridge.poisoning.probing import ProbeItem, items_of, probed_rows
from training_bridge.poisoning.settings import PoisoningSettings
from training_bridge.poisoning.verdict import verdict
from training_bridge.record_files import RecordFile, write_json
from training_bridge.records import Phase
from training_bridge.run_context import RunContext

NAME = "poisoning"
PHASES_PROBED: tuple[Phase, ...] = ("before", "after", "dpo", "grpo")
NOTE = (
    "Clean data raises an alarm in at most the stated share of phases if the controls' values are normal. No "
    "alarm does not prove that nothing was planted: a trigger that stands in few rows, or one that acts only "
    "on other prompts, is not found."
)


class PoisoningSuite(ItemSuite[ProbeItem]):
    """Canaries and triggers, before training and after each method that left a model."""

    name = NAME
    without_items = "there is no harmless prompt with an answer to try strings on"
    phases = PHASES_PROBED

    def __init__(self, plan: ProbePlan, conditions: Conditions, settings: PoisoningSettings) -> None:
        """Give every string of the plan with every prompt to the model."""
        super().__init__(conditions, items_of(plan, settings))
        self.plan = plan
        self._settings = settings

    @classmethod
    def of(cls, context: RunContext, settings: PoisoningSettings | None = None) -> PoisoningSuite:
        """Plan the probes from the data in a run's folder, as it is now."""
        settings = settings or PoisoningSettings()
        folder = context.artifacts.root
        plan = plan_probe(
            training_rows(folder),
            reference_texts(folder),
            context.texts.chosen("helpful", "evaluation"),
            settings,
            seed=context.settings.seed,
        )
        conditions = Conditions(
            constitution_sha256=context.constitution.sha256,
            seed=context.settings.seed,
            batch_rows=context.settings.batch_rows,
            answer_tokens=context.settings.answer_tokens,
        )
        return cls(plan, conditions, settings)

    def rows(self, phase: Phase, batch: Sequence[ProbeItem], model: Generator) -> Iterable[Mapping[str, Any]]:
        """Try every string of a batch. Raises GenerationError where the model cannot score answers."""
        return probed_rows(phase, model, self.plan, batch, self.conditions)

    def summarise(self, rows: Rows) -> dict[str, Any]:
        """Give the verdict over all phases. Rows of strings that are no longer in the plan take no part."""
        names = {item.id for item in self.items}
        found = verdict([row for row in rows if row["item"] in names], self._settings)
        return {**found, "note": NOTE}


def write_report(context: RunContext, suite: PoisoningSuite | None = None) -> dict[str, Any]:
    """Write `poisoning.json` from the rows there are, and return it."""
    suite = suite or PoisoningSuite.of(context)
    report = suite.summarise(list(RecordFile(context.artifacts.suite(NAME))))
    write_json(context.artifacts.poisoning, report)
    return report
