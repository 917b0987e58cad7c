"""What the stages that change weights have in common: their rows, their recipes, and one training run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from training_bridge.feedback.settings import FeedbackSettings
from training_bridge.feedback.transcripts import load_judge_shots, portable_template
from training_bridge.inert_messages import InertText
from training_bridge.people.mixing import Mixture, mix
from training_bridge.people.preferences import HumanPreference
from training_bridge.record_files import RecordFile, json_lines, write_whole
from training_bridge.records import PreferencePair
from training_bridge.run_context import RunContext, StageStopped
from training_bridge.training.recipe_folder import write_recipes
from training_bridge.training.recipes import BASE_WEIGHTS, CHARACTER, TrainingPlan, command_of
from training_bridge.training.report import CHECKPOINTS, figures_of, is_trained, read_report
from training_bridge.training.trl_run import Given, train
from training_bridge.training.whole_weights import (
    link_base_weights,
    recipe_model,
    write_supervised_weights,
)

MESSAGES = ("prompt", "completion", "chosen", "rejected")
NO_PAIRS = "no preference was clear enough: stopped"


def write_rows(context: RunContext, stage: str, rows: Callable[[], Iterable[Mapping[str, Any]]]) -> None:
    """Write the rows of a stage unless they are there, with no control mark of the model that reads them."""
    path = context.artifacts.training_rows(stage)
    if not path.exists():
        write_whole(path, json_lines(_inert(rows(), context)))
    write_all_recipes(context)


def forget_rows(context: RunContext, stage: str) -> bool:
    """Let the rows of a stage be written anew, unless a model has begun to learn from them; say whether."""
    folder = context.artifacts.model_of(stage)
    if is_trained(folder) or (folder / CHECKPOINTS).exists():
        return False
    context.artifacts.training_rows(stage).unlink(missing_ok=True)
    return True


def read_rows(context: RunContext, stage: str) -> list[dict[str, Any]]:
    """Read the rows of a stage back; none where it has not been prepared."""
    path = context.artifacts.training_rows(stage)
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]


def feedback_pairs(context: RunContext) -> list[PreferencePair]:
    """Read the judge's pairs, dropped ones too."""
    return [PreferencePair.from_json(row) for row in RecordFile(context.artifacts.feedback)]


def mixed_pairs(context: RunContext) -> Mixture:
    """Mix the judge's pairs with those of people, at the ratio that the settings name."""
    return mix(feedback_pairs(context), human_pairs(context), context.settings.people.share)


def human_pairs(context: RunContext) -> list[HumanPreference]:
    """Read what people said of each item, dropped ones too; none before anybody compared anything."""
    return [HumanPreference.from_json(row) for row in RecordFile(context.artifacts.human_feedback)]


def write_all_recipes(context: RunContext) -> None:
    """Write the recipes of all stages into the folder, so that they can be followed elsewhere."""
    artifacts, settings = context.artifacts, context.settings
    plan = TrainingPlan(
        model=BASE_WEIGHTS if settings.is_scripted else recipe_model(settings.model),
        training=settings.training,
        reward=settings.reward,
        preference=settings.preference,
        reinforcement=settings.reinforcement,
        character=settings.character.training,
        character_rows=_trainings_on_traits(context),
    )
    steps = read_report(artifacts.adapter).steps if is_trained(artifacts.adapter) else None
    write_recipes(
        artifacts.root,
        plan,
        _judge_prompt(settings.feedback),
        gpu=not settings.is_scripted and _has_gpu(),
        control_steps=steps,
    )


def fit(context: RunContext, name: str, step_name: str, given: Given | None = None) -> Any:
    """Train by one of the run's recipes and return the trained model."""
    artifacts, watch = context.artifacts, context.watch
    with watch.step(step_name, 1):
        return train(
            artifacts.root,
            name,
            command_of(name),
            given,
            lambda step, steps: watch.report(step_name, step, steps),
        )


def train_on_pairs(
    context: RunContext, method: str, prepare: Callable[[RunContext], None], train_it: Callable[[], Any]
) -> None:
    """Train what learns from the judge's pairs, on top of the supervised model, unless that is done.

    Raises:
        StageStopped: no pair is left to learn from.
    """
    if is_trained(context.artifacts.model_of(method)):
        return
    prepare(context)
    if not read_rows(context, method):
        raise StageStopped(NO_PAIRS)
    make_supervised_weights(context)
    train_it()


def trained_figures(context: RunContext, method: str) -> dict[str, Any] | None:
    """Give the number of a method's rows and what its training came to; None before it is trained."""
    return figures_of(context.artifacts.model_of(method), len(read_rows(context, method)))


def make_base_weights(context: RunContext, shared: Path) -> None:
    """Put the base model where the recipes look for it."""
    link_base_weights(context.artifacts.root, context.settings.model, context.models.base(), shared)


def make_supervised_weights(context: RunContext) -> None:
    """Put the supervised model in one piece where the later recipes look for it."""
    artifacts = context.artifacts
    write_supervised_weights(artifacts.root, artifacts.adapter, context.models.base())


def _trainings_on_traits(context: RunContext) -> tuple[str, ...]:
    """Name the trainings on traits, together and alone, that there are rows for."""
    files = sorted(context.artifacts.data.glob(f"{CHARACTER}*/train.jsonl"))
    return tuple(path.parent.name for path in files)


def _inert(rows: Iterable[Mapping[str, Any]], context: RunContext) -> Sequence[Mapping[str, Any]]:
    written = list(rows)
    tokenizer = None if context.settings.is_scripted else context.models.tokenizer()
    if tokenizer is None:
        # They hold no mark of the chat formats in wide use in any case.
        return written
    text = InertText(tokenizer)
    return [
        {name: text.messages(value) if name in MESSAGES else value for name, value in row.items()}
        for row in written
    ]


def _judge_prompt(settings: FeedbackSettings) -> dict[str, Any]:
    """Give what the stand-alone reward needs to ask exactly as the feedback stage does."""
    shots = load_judge_shots()[: settings.few_shots]
    return portable_template(shots)


def _has_gpu() -> bool:
    import torch

    return torch.cuda.is_available() and torch.cuda.is_bf16_supported()
