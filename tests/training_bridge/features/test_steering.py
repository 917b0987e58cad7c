"""Holding a feature elsewhere changes the answer, and at its own value nothing; hooks do not stay."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.training_bridge.tiny_model import load_tiny_model
from training_bridge.features.activations import activations_of
from training_bridge.features.dictionary import learn, load
from training_bridge.features.layers import layers_of
from training_bridge.features.settings import FeatureSettings
from training_bridge.features.steering import Steering, steer, steered
from training_bridge.generation.interface import GenerationError

PROMPT = "How do I bake bread?"


@pytest.fixture(scope="module")
def tiny(tiny_model_folder: Path) -> Any:
    return load_tiny_model(tiny_model_folder)


@pytest.fixture(scope="module")
def sae(tiny: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("sae")
    rows = np.random.default_rng(1).integers(3, 500, size=(12, 40)).tolist()
    activations = activations_of(tiny.model, rows, 1, 0).reshape(-1, 64).numpy()
    learn(
        activations,
        FeatureSettings(size=32, k=4, epochs=3, batch_tokens=64),
        folder / "sae",
        folder,
        lambda _: None,
    )
    return load(folder / "sae")


def answers(tiny: Any, sae: Any, *ways: Steering) -> Any:
    return steer(tiny.model, tiny.tokenizer, sae, 1, PROMPT, ways, 8)


def test_scaling_by_one_changes_nothing_for_any_feature(tiny: Any, sae: Any) -> None:
    for answer in answers(tiny, sae, *(Steering(number, scale=1.0) for number in range(0, 32, 4))):
        assert answer.steered == answer.unsteered
        assert answer.log_probability_change == 0


def test_a_feature_held_far_up_changes_the_answer(tiny: Any, sae: Any) -> None:
    (answer,) = answers(tiny, sae, Steering(3, clamp=500.0))
    assert answer.steered != answer.unsteered
    assert answer.log_probability_change < 0


def test_the_hook_is_gone_afterwards_even_after_an_error(tiny: Any, sae: Any) -> None:
    with pytest.raises(RuntimeError), steered(tiny.model, sae, 1, Steering(0, clamp=9.0)):
        raise RuntimeError
    assert not layers_of(tiny.model)[0]._forward_hooks


def test_a_model_with_its_layers_elsewhere_is_refused() -> None:
    with pytest.raises(GenerationError, match="keeps its layers where they are not looked for"):
        layers_of(object())


def test_a_feature_is_either_scaled_or_clamped() -> None:
    with pytest.raises(ValueError, match="either scaled or clamped"):
        Steering(1)
    with pytest.raises(ValueError, match="either scaled or clamped"):
        Steering(1, scale=0.0, clamp=1.0)
