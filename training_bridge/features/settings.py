"""Settings of features."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass

MOST_FEATURES_DESCRIBED = 200


@dataclass(frozen=True)
class FeatureSettings:
    """Everything about features that decides what a run produces.

    Attributes:
        layer: after which layer the model is looked into, counted from 1; None for about two thirds of them.
        size: features in the dictionary.
        k: features that may be active at one token.
        tokens: at most so many tokens to learn from, and a third as many to measure on.
        epochs: how often each of them is seen.
        batch_tokens: tokens a step.
        learning_rate: of Adam.
        seed: of the dictionary, the order of the tokens and the resampling.
        described: features with passages on a page of their own, those that changed most.
        passages: passages for each of them.
        steered: of those, how many are held at other values while the model answers.
        steering_prompts: held-out prompts that are answered then.
        steering_tokens: length of those answers.
    """

    layer: int | None = None
    size: int = 1024
    k: int = 16
    tokens: int = 12_000
    epochs: int = 8
    batch_tokens: int = 256
    learning_rate: float = 1e-3
    seed: int = 1
    described: int = 12
    passages: int = 5
    steered: int = 3
    steering_prompts: int = 2
    steering_tokens: int = 24

    def __post_init__(self) -> None:
        """Refuse settings that no dictionary could be learnt with."""
        for name in ("size", "k", "tokens", "epochs", "batch_tokens", "described", "passages"):
            if getattr(self, name) < 1:
                raise ValueError(f"features: {name} must be at least 1")
        if self.layer is not None and self.layer < 1:
            raise ValueError("features: layers are counted from 1")
        if self.k > self.size:
            raise ValueError(f"features: {self.k} active features do not fit in a dictionary of {self.size}")
        if self.described > MOST_FEATURES_DESCRIBED:
            raise ValueError(f"features: at most {MOST_FEATURES_DESCRIBED} features can be described")
        if self.learning_rate <= 0:
            raise ValueError("features: the learning rate must be above 0")
        if min(self.steered, self.steering_prompts, self.steering_tokens) < 0:
            raise ValueError("features: there is no steering of fewer than 0")

    def folder_name(self, layer: int) -> str:
        """Name the folder of what these settings give, so that other settings never write into it."""
        digest = hashlib.sha256(json.dumps(dataclasses.asdict(self), sort_keys=True).encode()).hexdigest()
        return f"layer{layer}-size{self.size}-k{self.k}-{digest[:8]}"
