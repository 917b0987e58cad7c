"""A dictionary is learnt from activations, comes out the same after a kill, and finds what is there."""

from pathlib import Path

import numpy as np
import pytest

from training_bridge.features import dictionary
from training_bridge.features.dictionary import Activations, encode_in_blocks, learn, load
from training_bridge.features.settings import FeatureSettings

SETTINGS = FeatureSettings(size=32, k=3, epochs=30, batch_tokens=128, learning_rate=3e-3)
CHECKPOINTS = dictionary.STEPS_BETWEEN_CHECKPOINTS


class Killed(Exception):
    """Stands for the process being killed."""


def mixture(tokens: int = 3000, width: int = 16, directions: int = 20) -> tuple[Activations, Activations]:
    """Give tokens that each hold three of twenty directions, and the directions."""
    random = np.random.default_rng(4)
    true = random.normal(size=(directions, width))
    true /= np.linalg.norm(true, axis=1, keepdims=True)
    strengths = np.zeros((tokens, directions))
    for row in strengths:
        row[random.choice(directions, size=3, replace=False)] = random.uniform(1, 2, size=3)
    return (strengths @ true).astype(np.float32), true.astype(np.float32)


def test_the_directions_of_a_sparse_mixture_are_found(tmp_path: Path) -> None:
    activations, true = mixture()
    learn(activations, SETTINGS, tmp_path / "sae", tmp_path / "passing", lambda _: None)
    found = load(tmp_path / "sae").W_dec.detach().numpy()
    nearest = (true @ found.T).max(axis=1)
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-4)
    assert (nearest > 0.9).mean() >= 0.8


def test_no_more_features_are_active_than_were_asked_for(tmp_path: Path) -> None:
    activations, _ = mixture()
    learn(activations, SETTINGS, tmp_path / "sae", tmp_path / "passing", lambda _: None)
    for _, latents, _ in encode_in_blocks(load(tmp_path / "sae"), activations):
        assert int((latents > 0).sum(dim=1).max()) <= SETTINGS.k


def test_learning_that_was_killed_ends_at_the_same_bytes(tmp_path: Path) -> None:
    activations, _ = mixture(1500)
    settings = FeatureSettings(size=32, k=3, epochs=25, batch_tokens=128)
    learn(activations, settings, tmp_path / "whole", tmp_path / "passing-1", lambda _: None)
    steps = 0

    def kill_late(more: int) -> None:
        nonlocal steps
        steps += more
        if steps > CHECKPOINTS + 30:
            raise Killed

    with pytest.raises(Killed):
        learn(activations, settings, tmp_path / "killed", tmp_path / "passing-2", kill_late)
    assert not (tmp_path / "killed").exists()
    begun: list[int] = []
    learn(activations, settings, tmp_path / "killed", tmp_path / "passing-2", begun.append)
    assert begun[0] == CHECKPOINTS
    weights = [(tmp_path / name / "sae_weights.safetensors").read_bytes() for name in ("whole", "killed")]
    assert weights[0] == weights[1]


@pytest.mark.parametrize("given", [{"k": 2000}, {"layer": 0}, {"tokens": 0}, {"learning_rate": 0.0}])
def test_settings_that_cannot_be_are_refused(given: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="features"):
        FeatureSettings(**given)
