"""Small training runs for the tests: few texts, a scripted model, a stop at any moment."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.training_bridge.constitutions import canonical_constitution
from training_bridge.evaluation.settings import EvaluationSettings
from training_bridge.generation.interface import Request
from training_bridge.generation.scripted import ScriptedModel
from training_bridge.pipeline import run_training
from training_bridge.run_settings import Progress, RunSettings, Stage
from training_bridge.texts import Texts
from training_bridge.training.settings import SupervisedSettings

SETTINGS = RunSettings(
    model="rehearsed",
    methods=(),
    limit=6,
    rounds=2,
    few_shots=2,
    response_tokens=12,
    critique_tokens=12,
    revision_tokens=16,
    batch_rows=2,
    least_accepted=2,
    helpful_rows_a_revision=1,
    training=SupervisedSettings(epochs=1, rows_a_step=2, rank=2, steps_between_checkpoints=1),
    evaluated_prompts=3,
    answer_tokens=6,
    evaluation=EvaluationSettings(suites=()),
)
"""Critique, revision and the supervised stage, measured by margins and refusals: the least of a run."""


class Stopped(Exception):
    """Stands for the process being killed."""


def own_texts(pairs: int = 5) -> Texts:
    """Give our own texts with a few answer pairs only."""
    texts = Texts.own()
    return dataclasses.replace(texts, pairs=texts.pairs[:pairs])


def careful_answer(request: Request) -> str:
    """Answer as a model would whose revisions pass the filters, each in words of its own."""
    if request.style == "chat":
        return "Sure, this is how you can do that."
    *_, asked = [line for line in request.text.splitlines() if line.startswith("Human:")]
    subject = "".join(asked.removeprefix("Human:").split()[-2:])
    if request.text.endswith("Critique:"):
        return f"It harms people to go on about {subject}."
    turns = request.text.count("\n")
    return f"Nobody gains from {subject} here, number {turns}, so talk with them about {asked.split()[-1]}."


def careless_answer(request: Request) -> str:
    """Answer as a model would that loops."""
    return "no and no and no and no and no and no"


def scripted(answer: Callable[[Request], str] = careful_answer) -> ScriptedModel:
    """Give a scripted model."""
    return ScriptedModel(answer)


def run(
    folder: Path,
    *,
    model: Any = None,
    settings: RunSettings = SETTINGS,
    stage: Stage = "critique-revision",
    stop_after: int | None = None,
    reports: list[Progress] | None = None,
    texts: Texts | None = None,
    constitution: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Run training; with `stop_after`, be killed after so many reports of progress."""
    heard: list[Progress] = [] if reports is None else reports

    def report(progress: Progress) -> None:
        heard.append(progress)
        if stop_after is not None and len(heard) > stop_after:
            raise Stopped

    return run_training(
        folder,
        constitution or canonical_constitution(),
        settings,
        stage,
        report,
        texts=texts or own_texts(),
        load=lambda _: model or scripted(),
    )
