"""The preference model: it learns to score answers as the judge compared them."""

from __future__ import annotations

from typing import Any

from training_bridge.run_context import RunContext
from training_bridge.stages.weights_training import (
    fit,
    mixed_pairs,
    train_on_pairs,
    trained_figures,
    write_rows,
)
from training_bridge.training.rows import reward_rows


def prepare(context: RunContext) -> None:
    """Write the rows and the recipes."""
    write_rows(context, "reward", lambda: reward_rows(mixed_pairs(context).pairs))


def run(context: RunContext) -> None:
    """Train the preference model unless that is done."""
    train_on_pairs(
        context, "reward", prepare, lambda: fit(context, "reward", "training the preference model")
    )


def figures(context: RunContext) -> dict[str, Any] | None:
    """Give rows, steps, losses and how often the preference model agrees with the judge, once trained."""
    return trained_figures(context, "reward")
