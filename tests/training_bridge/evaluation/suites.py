"""Small suites on scripted models: what a test of any suite needs."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from training_bridge.evaluation.suite import Conditions, Suite
from training_bridge.generation.interface import Continuation, OnDone, Score
from training_bridge.generation.scripted import ScriptedModel
from training_bridge.record_files import RecordFile
from training_bridge.records import Phase

CONDITIONS = Conditions(constitution_sha256="c" * 64, seed=1, batch_rows=2, answer_tokens=12)


class ScoringModel(ScriptedModel):
    """Gives each answer the log-probability that a function names."""

    def __init__(self, score: Callable[[Continuation], float], answer: str = "Yes, of course.") -> None:
        super().__init__(lambda request: answer)
        self.scored: list[Continuation] = []
        self._score = score

    def log_probabilities(
        self, continuations: Sequence[Continuation], on_done: OnDone | None = None
    ) -> list[Score]:
        self.scored += continuations
        return [Score(self._score(each), len(each.answer.split())) for each in continuations]


def measured(
    suite: Suite, folder: Path, models: dict[Phase, Any], *, done: list[int] | None = None
) -> list[dict[str, Any]]:
    """Measure the phases with their models and give all rows."""
    records = RecordFile(folder / f"{suite.name}.jsonl")
    for phase, model in models.items():
        suite.measure(phase, model, records, (done if done is not None else []).append)
    return list(records)
