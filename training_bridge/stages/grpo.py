"""Learning by reward (GRPO, Shao et al. 2024; RLOO, Ahmadian et al. 2024), without the pairs.

The reward is the preference model's score, or the judge's own comparison with a reference answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from training_bridge.run_context import RunContext
from training_bridge.stages.weights_training import (
    fit,
    mixed_pairs,
    train_on_pairs,
    trained_figures,
    write_rows,
)
from training_bridge.training.judge_reward import judge_reward
from training_bridge.training.rows import prompt_rows
from training_bridge.training.trl_run import Given


def prepare(context: RunContext) -> None:
    """Write the rows and the recipes."""
    write_rows(context, "grpo", lambda: prompt_rows(mixed_pairs(context).pairs))


def run(context: RunContext) -> None:
    """Train the adapter unless that is done. Whichever algorithm is used, the model is the run's "grpo"."""
    train_on_pairs(context, "grpo", prepare, lambda: _fit(context))


def figures(context: RunContext) -> dict[str, Any] | None:
    """Give prompts, steps, losses and rewards, once trained."""
    return trained_figures(context, "grpo")


def _fit(context: RunContext) -> None:
    given = Given(rewards=_rewards(context))
    fit(context, context.settings.reinforcement.algorithm, "training by reward", given)


def _rewards(context: RunContext) -> list[Callable[..., Any]] | None:
    if context.settings.reinforcement.reward == "model":
        return None
    return [judge_reward(context.models.judge(), context.settings.feedback)]
