"""Direct preference optimisation (Rafailov et al. 2023): the model learns from the pairs themselves."""

from __future__ import annotations

from typing import Any

from training_bridge.run_context import RunContext, StageStopped
from training_bridge.stages.weights_training import (
    NO_PAIRS,
    feedback_pairs,
    fit,
    make_supervised_weights,
    read_rows,
    write_rows,
)
from training_bridge.training.report import figures_of, is_trained
from training_bridge.training.rows import preference_rows


def prepare(context: RunContext) -> None:
    """Write the rows and the recipes."""
    settings = context.settings
    write_rows(
        context,
        "dpo",
        lambda: preference_rows(
            feedback_pairs(context), settings.preference, weighted=settings.feedback.ties == "weight"
        ),
    )


def run(context: RunContext) -> None:
    """Train the adapter unless that is done."""
    if is_trained(context.artifacts.model_of("dpo")):
        return
    prepare(context)
    if not read_rows(context, "dpo"):
        raise StageStopped(NO_PAIRS)
    make_supervised_weights(context)
    fit(context, "dpo", "training on preferences")


def figures(context: RunContext) -> dict[str, Any] | None:
    """Give rows, steps, losses and rewards, once trained."""
    return figures_of(context.artifacts.model_of("dpo"), len(read_rows(context, "dpo")))
