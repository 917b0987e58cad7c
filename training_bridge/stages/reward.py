"""The preference model: it learns to score answers as the judge compared them."""

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
from training_bridge.training.rows import reward_rows


def prepare(context: RunContext) -> None:
    """Write the rows and the recipes."""
    write_rows(context, "reward", lambda: reward_rows(feedback_pairs(context)))


def run(context: RunContext) -> None:
    """Train the preference model unless that is done."""
    if is_trained(context.artifacts.model_of("reward")):
        return
    prepare(context)
    if not read_rows(context, "reward"):
        raise StageStopped(NO_PAIRS)
    make_supervised_weights(context)
    fit(context, "reward", "training the preference model")


def figures(context: RunContext) -> dict[str, Any] | None:
    """Give rows, steps, losses and how often the preference model agrees with the judge, once trained."""
    return figures_of(context.artifacts.model_of("reward"), len(read_rows(context, "reward")))
