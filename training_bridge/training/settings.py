"""How the adapters of each stage are trained; the sizes fit the demonstration model on two cores.

Every value goes into the recipe that TRL reads (`recipes.py`), and training reads it from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Algorithm = Literal["grpo", "rloo"]
Rewarder = Literal["model", "judge"]


@dataclass(frozen=True)
class SupervisedSettings:
    """How the adapter is trained; `steps`, where given, decides instead of `epochs`."""

    epochs: int = 2
    learning_rate: float = 2e-4
    rows_a_step: int = 4
    rank: int = 16
    longest_row_tokens: int = 320
    steps_between_checkpoints: int = 10
    seed: int = 1
    steps: int | None = None


@dataclass(frozen=True)
class RewardSettings:
    """How the preference model is trained, a classification head on the supervised model."""

    epochs: int = 1
    learning_rate: float = 1e-4
    rows_a_step: int = 4
    rank: int = 16
    longest_row_tokens: int = 256
    steps_between_checkpoints: int = 10
    seed: int = 1


@dataclass(frozen=True)
class PreferenceSettings:
    """How the model is trained on preference pairs (DPO).

    Attributes:
        beta: how strongly the model is held to the supervised one.
        copies_at_certainty: where near-ties are weighted and not dropped, a pair of weight 1 stands so many
            times among the rows, and every other one in proportion, rounded to whole rows.
    """

    epochs: int = 1
    learning_rate: float = 5e-6
    beta: float = 0.1
    rows_a_step: int = 4
    rank: int = 16
    longest_row_tokens: int = 256
    copies_at_certainty: int = 4
    steps_between_checkpoints: int = 5
    seed: int = 1


@dataclass(frozen=True)
class ReinforcementSettings:
    """How the model is trained by reward (GRPO, or RLOO).

    Attributes:
        reward: the trained preference model, or the judge itself.
        steps: how often the weights change.
        prompts_a_step: prompts that are answered between two changes.
        answers_a_prompt: answers to each, among which the reward is compared.
        answer_tokens: the longest answer.
        beta: how strongly the model is held to the supervised one.
    """

    algorithm: Algorithm = "grpo"
    reward: Rewarder = "model"
    steps: int = 2
    learning_rate: float = 1e-5
    beta: float = 0.04
    prompts_a_step: int = 2
    answers_a_prompt: int = 4
    answer_tokens: int = 32
    temperature: float = 1.0
    rank: int = 16
    steps_between_checkpoints: int = 1
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse what has nothing to compare."""
        if self.answers_a_prompt < 2:
            raise ValueError("answers_a_prompt must be at least 2: rewards are compared among them")
