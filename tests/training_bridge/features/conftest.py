"""A finished run of the tiny model with a dictionary of its layer."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from tests.training_bridge.runs import SETTINGS, own_texts, run, scripted
from tests.training_bridge.tiny_model import load_tiny_model
from training_bridge.features.settings import FeatureSettings

SMALL = FeatureSettings(
    size=48,
    k=4,
    tokens=1500,
    epochs=3,
    batch_tokens=64,
    described=4,
    passages=2,
    steered=1,
    steering_prompts=1,
    steering_tokens=6,
)


def settings_with(folder: Path, features: FeatureSettings = SMALL) -> Any:
    return dataclasses.replace(
        SETTINGS, model=str(folder), server="http://127.0.0.1:1", features=features, control=True
    )


@pytest.fixture(scope="session")
def written_run(tiny_model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the tiny model whose data a script wrote, trained and measured."""
    import training_bridge.models_in_use as models_in_use

    folder = tmp_path_factory.mktemp("features") / "run"
    settings = settings_with(tiny_model_folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(models_in_use.ModelsInUse, "writer", lambda self: scripted())
        for stage in ("sft", "evaluate"):
            tiny = load_tiny_model(tiny_model_folder)
            run(folder, model=tiny, settings=settings, stage=stage, texts=own_texts())
    return folder
