"""Learning by reward (GRPO, Shao et al. 2024; RLOO, Ahmadian et al. 2024), without the pairs.

The reward is the preference model's score, or the judge's own comparison with a reference answer.
"""

from __future__ import annotations

from collections.abc import Callable
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
from training_bridge.training.judge_reward import judge_reward
from training_bridge.training.report import figures_of, is_trained
from training_bridge.training.rows import prompt_rows
from training_bridge.training.trl_run import Given


def prepare(context: RunContext) -> None:
    """Write the rows and the recipes."""
    write_rows(context, "grpo", lambda: prompt_rows(feedback_pairs(context)))


def run(context: RunContext) -> None:
    """Train the adapter unless that is done. Whichever algorithm is used, the model is the run's "grpo"."""
    if is_trained(context.artifacts.model_of("grpo")):
        return
    prepare(context)
    if not read_rows(context, "grpo"):
        raise StageStopped(NO_PAIRS)
    make_supervised_weights(context)
    given = Given(rewards=_rewards(context))
    fit(context, context.settings.reinforcement.algorithm, "training by reward", given)


def figures(context: RunContext) -> dict[str, Any] | None:
    """Give prompts, steps, losses and rewards, once trained."""
    return figures_of(context.artifacts.model_of("grpo"), len(read_rows(context, "grpo")))


def _rewards(context: RunContext) -> list[Callable[..., Any]] | None:
    if context.settings.reinforcement.reward == "model":
        return None
    return [judge_reward(context.models.judge(), context.settings.feedback)]
