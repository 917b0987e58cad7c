"""Which model writes and which one judges, by the settings of a run."""

import dataclasses
import json
from pathlib import Path

import pytest

from tests.training_bridge.runs import SETTINGS, scripted
from training_bridge.artifact_folder import ArtifactFolder, FolderError
from training_bridge.generation.server import ServerModel
from training_bridge.models_in_use import ModelsInUse
from training_bridge.run_settings import RunSettings
from training_bridge.timings import Stopwatch

SERVER = "http://127.0.0.1:9/v1"


def models(folder: Path, **given: str) -> ModelsInUse:
    settings = dataclasses.replace(SETTINGS, **given)
    artifacts = ArtifactFolder(folder)

    def load(wanted: RunSettings) -> object:
        model = scripted()
        model.name = wanted.model
        return model

    return ModelsInUse(artifacts, settings, Stopwatch(artifacts.timings, lambda _: None), load)


def test_whoever_writes_judges_too_unless_another_is_named(tmp_path: Path) -> None:
    found = models(tmp_path, server=SERVER, server_model="large")
    assert isinstance(found.judge(), ServerModel)
    assert found.judge() is found.writer()


@pytest.mark.parametrize("judge", [SETTINGS.model, "another"])
def test_a_named_judge_judges_also_where_a_server_writes(tmp_path: Path, judge: str) -> None:
    found = models(tmp_path, server=SERVER, server_model="large", judge=judge)
    assert found.judge().name == judge
    assert not isinstance(found.judge(), ServerModel)


def test_the_model_to_be_trained_is_loaded_once_also_as_its_own_judge(tmp_path: Path) -> None:
    found = models(tmp_path, judge=SETTINGS.model)
    assert found.judge() is found.base()


def test_a_run_goes_on_only_with_the_weights_and_the_numbers_it_began_with(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text(json.dumps({"sha256": scripted().sha256, "dtype": "bfloat16"}))
    with pytest.raises(FolderError, match="TRAINING_DTYPE=bfloat16"):
        models(tmp_path).base()
    (tmp_path / "model.json").write_text(json.dumps({"sha256": "0" * 63 + "1"}))
    with pytest.raises(FolderError, match="not those this run began with"):
        models(tmp_path).base()
