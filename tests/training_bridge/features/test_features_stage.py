"""A dictionary of a run, from activations to steered answers, with a model of 100,000 weights."""

import dataclasses
import json
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.training_bridge.constitutions import canonical_constitution
from tests.training_bridge.features.conftest import SMALL, settings_with
from tests.training_bridge.runs import Stopped, own_texts, run
from tests.training_bridge.tiny_model import load_tiny_model
from training_bridge.features.layers import bytes_needed
from training_bridge.format.check import check_folder
from training_bridge.generation.interface import GenerationError
from training_bridge.pipeline import run_training
from training_bridge.record_files import RecordFile


def look(folder: Path, tiny: Path, **given: Any) -> dict[str, Any]:
    features = given.pop("features", SMALL)
    model = load_tiny_model(tiny)
    return run(
        folder,
        model=model,
        settings=settings_with(tiny, features),
        stage="features",
        texts=own_texts(),
        **given,
    )


@pytest.fixture
def copied(written_run: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written_run, tmp_path / "run"))


def only_dictionary(folder: Path) -> Path:
    (found,) = (path for path in (folder / "features").iterdir() if path.is_dir())
    return found


@pytest.fixture(scope="module")
def looked_into(
    written_run: Path, tiny_model_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, Any], int]:
    """A run with its dictionary, its summary, and how many reports of progress it made."""
    folder = Path(shutil.copytree(written_run, tmp_path_factory.mktemp("looked-into") / "run"))
    reports: list[Any] = []
    return folder, look(folder, tiny_model_folder, reports=reports), len(reports)


LookedInto = tuple[Path, dict[str, Any], int]


def test_a_run_ends_with_a_dictionary_its_figures_and_steered_answers(looked_into: LookedInto) -> None:
    run_folder, summary, _ = looked_into
    found = summary["stages"]["features"]
    held_out = found["reconstruction"]["held_out"]
    assert (found["layer"], found["layers"], held_out["features"]) == (1, 2, 48)
    assert held_out["active"] <= SMALL.k
    assert 0 <= held_out["dead"] <= 48
    assert held_out["variance_explained"] <= 1
    assert set(found["comparisons"]) == {"after - before", "control - before", "after - control"}
    folder = only_dictionary(run_folder)
    rows = list(RecordFile(folder / "features.jsonl"))
    assert [row["feature"] for row in rows] == found["most_changed"]
    assert all(row["provenance"]["constitution_sha256"] for row in rows)
    assert {row["feature"] for row in RecordFile(folder / "steering.jsonl")} == set(found["most_changed"][:1])
    assert check_folder(run_folder) == []
    files = json.loads((run_folder / "manifest.json").read_bytes())["files"]
    assert f"features/{folder.name}/sae/sae_weights.safetensors" in files
    assert not [name for name in files if "checkpoints" in name]


def test_no_prompt_is_learnt_from_and_measured_on(looked_into: LookedInto) -> None:
    rows = list(RecordFile(only_dictionary(looked_into[0]) / "texts.jsonl"))
    learnt, measured = (
        {row["prompt"] for row in rows if row["split"] == split} for split in ("train", "evaluation")
    )
    assert learnt and measured
    assert not learnt & measured


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
def test_a_run_killed_anywhere_goes_on_to_the_same_bytes(
    copied: Path, looked_into: LookedInto, tiny_model_folder: Path, part: float
) -> None:
    with pytest.raises(Stopped):
        look(copied, tiny_model_folder, stop_after=int(part * looked_into[2]))
    look(copied, tiny_model_folder)
    whole, gone_on = only_dictionary(looked_into[0]), only_dictionary(copied)
    for name in ("report.json", "features.jsonl", "steering.jsonl", "sae/sae_weights.safetensors"):
        assert (whole / name).read_bytes() == (gone_on / name).read_bytes(), name


def test_other_settings_are_put_beside_and_change_nothing(
    looked_into: LookedInto, tmp_path: Path, tiny_model_folder: Path
) -> None:
    folder = Path(shutil.copytree(looked_into[0], tmp_path / "run"))
    first = only_dictionary(folder)
    report = (first / "report.json").read_bytes()
    summary = look(folder, tiny_model_folder, features=dataclasses.replace(SMALL, size=24))
    assert len(summary["stages"]["features"]["folders"]) == 2
    assert summary["stages"]["features"]["settings"]["size"] == 24
    assert (first / "report.json").read_bytes() == report


def test_a_layer_that_does_not_exist_is_refused_before_anything_is_loaded(
    tmp_path: Path, tiny_model_folder: Path
) -> None:
    settings = settings_with(tiny_model_folder, dataclasses.replace(SMALL, layer=9))
    with pytest.raises(GenerationError, match="no layer 9: this model has 2, counted from 1 to 2"):
        run_training(
            tmp_path / "run",
            canonical_constitution(),
            settings,
            "features",
            lambda _: None,
            load=lambda _: pytest.fail("loaded"),
        )
    assert not (tmp_path / "run").exists()


def test_a_dictionary_larger_than_memory_is_refused_with_what_it_needs(
    tmp_path: Path, tiny_model_folder: Path
) -> None:
    large = dataclasses.replace(SMALL, size=10**10)
    with pytest.raises(GenerationError, match=r"needs \d+\.\d GB to be learnt, and \d+\.\d GB .* would fit"):
        run_training(
            tmp_path / "run",
            canonical_constitution(),
            settings_with(tiny_model_folder, large),
            "features",
            lambda _: None,
            load=lambda _: pytest.fail("loaded"),
        )
    assert bytes_needed(large, 64) > 10**12


def test_where_the_configuration_says_nothing_the_rest_of_the_run_is_not_lost(
    copied: Path, tiny_model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training_bridge.features.layers.shape_of", lambda _: None)
    summary = look(copied, tiny_model_folder, features=dataclasses.replace(SMALL, layer=9))
    assert "no layer 9" in summary["stages"]["features"]["ended"]
    assert summary["margin"]


def steered(folder: Path, *arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("steer_feature", str(folder), *arguments, "--prompt", "Who?", "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    return found


@pytest.mark.django_db
def test_the_command_answers_with_a_feature_held_and_as_before_where_nothing_is_changed(
    looked_into: LookedInto,
) -> None:
    folder, summary, _ = looked_into
    number = str(summary["stages"]["features"]["most_changed"][0])
    unchanged = steered(folder, "--feature", number, "--scale", "1")
    assert unchanged["steered"] == unchanged["unsteered"]
    held = steered(folder, "--feature", number, "--clamp", "1000")
    assert held["unsteered"] == unchanged["unsteered"]
    assert held["steered"] != held["unsteered"]
    with pytest.raises(CommandError, match="they go from 0 to 47"):
        steered(folder, "--feature", "48", "--scale", "1")


@pytest.mark.django_db
def test_the_command_says_that_there_is_no_such_run(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="neither the public id of a training run here nor the folder"):
        steered(tmp_path, "--feature", "0", "--scale", "1")
