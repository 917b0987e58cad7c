"""Direct preference optimisation (Rafailov et al. 2023): the model learns from the pairs themselves."""

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
from training_bridge.training.rows import preference_rows


def prepare(context: RunContext) -> None:
    """Write the rows and the recipes."""
    settings = context.settings
    write_rows(
        context,
        "dpo",
        lambda: preference_rows(
            mixed_pairs(context).pairs, settings.preference, weighted=settings.feedback.ties == "weight"
        ),
    )


def run(context: RunContext) -> None:
    """Train the adapter unless that is done."""
    train_on_pairs(context, "dpo", prepare, lambda: fit(context, "dpo", "training on preferences"))


def figures(context: RunContext) -> dict[str, Any] | None:
    """Give rows, steps, losses and rewards, once trained."""
    return trained_figures(context, "dpo")
