"""How the adapters of each stage are trained."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RewardSettings:
    """How the preference model is trained."""

    epochs: int = 1
    learning_rate: float = 1e-4


@dataclass(frozen=True)
class PreferenceSettings:
    """How the model is trained on preference pairs (DPO)."""

    epochs: int = 1
    learning_rate: float = 5e-6
    beta: float = 0.1


@dataclass(frozen=True)
class ReinforcementSettings:
    """How the model is trained by reward (GRPO)."""

    steps: int = 2
    learning_rate: float = 1e-6
