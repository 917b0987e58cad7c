"""The supervised stage: accepted revisions and helpful examples become rows, and the rows an adapter.

The control is the same training, for as many steps, on the helpful examples alone: what the constitution
brought about is told by the difference to it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from training_bridge.record_files import RecordFile
from training_bridge.records import CritiqueRevision
from training_bridge.run_context import RunContext, StageStopped
from training_bridge.stages.legibility import rounds_to_drop
from training_bridge.stages.weights_training import (
    fit,
    make_base_weights,
    read_rows,
    trained_figures,
    write_all_recipes,
    write_rows,
)
from training_bridge.training.report import is_trained
from training_bridge.training.rows import control_rows, sft_rows
from training_bridge.training.trl_run import Given
from training_bridge.training_stage import count_acceptance

TOO_FEW = "too few accepted: stopped"


def prepare(context: RunContext) -> None:
    """Write the rows that training will read; those that something was trained on stay as they are.

    Raises:
        StageStopped: too few revisions passed the filters, or had a critique that could be followed.
    """
    artifacts, settings = context.artifacts, context.settings
    records = [CritiqueRevision.from_json(row) for row in RecordFile(artifacts.critique_revisions)]
    illegible = rounds_to_drop(context)
    lost = sum(
        (each.id, made.number) in illegible and not made.rejected for each in records for made in each.rounds
    )
    # A script trains nothing, so it may go on with however few.
    if not settings.is_scripted and count_acceptance(records).accepted - lost < settings.least_accepted:
        raise StageStopped(TOO_FEW)
    write_rows(
        context,
        "sft",
        lambda: sft_rows(
            records,
            context.texts.chosen("helpful", "train"),
            seed=settings.seed,
            helpful_a_revision=settings.helpful_rows_a_revision,
            unchanged_too=settings.prompts.learn_from_unchanged,
            but_not=illegible,
        ),
    )


def run(context: RunContext) -> None:
    """Train what is not trained yet: the adapter and, where the settings ask for it, the control."""
    artifacts = context.artifacts
    prepare(context)
    if not is_trained(artifacts.adapter):
        make_base_weights(context, _shared_weights())
        _fit_base(context, "sft", "fine-tuning")
    if context.settings.control and not is_trained(artifacts.control):
        write_rows(context, "control", lambda: control_rows(read_rows(context, "sft")))
        _fit_base(context, "control", "fine-tuning the control")
    write_all_recipes(context)


def figures(context: RunContext) -> dict[str, Any] | None:
    """Give the number of rows and steps and the first and last loss, once trained."""
    return trained_figures(context, "sft")


def _fit_base(context: RunContext, name: str, step_name: str) -> None:
    base = context.models.base()
    # Recipes train in float32; a model that answers in bfloat16 is loaded anew for it.
    as_loaded = str(base.model.dtype) == "torch.float32"
    given = Given(model=base.model, tokenizer=base.tokenizer) if as_loaded else None
    trained = fit(context, name, step_name, given)
    context.models.use_trained(trained, context.artifacts.model_of(name))


def _shared_weights() -> Path:
    from django.conf import settings

    return Path(settings.DATA_DIR) / "weights"
