"""A run's folder is checked and becomes a run of this site, once."""

import io
import json
import shutil
import struct
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from constitution.exports.canonical import canonical_constitution
from constitution.models import ConstitutionVersion
from tests.training_bridge.format.folders import scripted_run
from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.models import TrainingRun
from training_bridge.sign_off import sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(version: ConstitutionVersion, tmp_path: Path) -> Path:
    """A run on this version that was done elsewhere."""
    scripted_run(tmp_path / "run", constitution=canonical_constitution(version))
    return tmp_path / "run"


def bring(folder: Path) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import_training_run", folder, json=True, stdout=out)
    return json.loads(out.getvalue())


def refused(folder: Path) -> str:
    with pytest.raises(CommandError) as error:
        bring(folder)
    assert error.value.returncode == 1
    assert TrainingRun.objects.count() == 0
    return str(error.value)


def trained_elsewhere(folder: Path, *, signed: bool = True) -> None:
    """Do what somebody's cluster does with an exported folder: train, and leave all that TRL leaves."""
    run = json.loads((folder / "run.json").read_text())
    run["settings"]["model"] = "a-model-of-ours"
    (folder / "run.json").write_text(json.dumps(run))
    if signed:
        sign(folder, ("Ada", "Ben"))
    ArtifactFolder(folder).write_manifest()
    model = folder / "models" / "sft"
    (model / "checkpoint-3").mkdir(parents=True)
    header = json.dumps({"lora": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}).encode()
    (model / "adapter_model.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + bytes(24))
    (model / "adapter_config.json").write_text("{}")
    (model / "training_args.bin").write_bytes(b"a pickle")
    (model / "checkpoint-3" / "trainer_state.json").write_text(
        json.dumps({"global_step": 3, "log_history": [{"loss": 2.0}, {"loss": 1.0}]})
    )


def test_a_run_becomes_one_of_this_site_with_its_files_and_figures(
    folder: Path, version: ConstitutionVersion
) -> None:
    answer = bring(folder)
    run = TrainingRun.objects.get(public_id=answer["run"])
    assert (run.is_imported, run.job, run.version) == (True, None, version)
    assert run.summary == json.loads((folder / "summary.json").read_text())
    for name in json.loads((folder / "manifest.json").read_text())["files"]:
        assert (run.artifact_folder / name).read_bytes() == (folder / name).read_bytes(), name
    page = Client().get(reverse("training_bridge:run", args=[run.deliberation.slug, run.public_id]))
    assert page.status_code == 200


def test_the_same_folder_again_changes_nothing(folder: Path) -> None:
    first = bring(folder)
    second = bring(folder)
    assert (first["new"], second["new"]) == (True, False)
    assert first["run"] == second["run"]
    assert TrainingRun.objects.count() == 1


def test_a_damaged_folder_is_refused_with_the_file(folder: Path) -> None:
    path = folder / "data" / "critique_revisions.jsonl"
    path.write_text(path.read_text()[:-50])
    assert "data/critique_revisions.jsonl" in refused(folder)


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    assert "holds no training run" in refused(tmp_path)


def test_a_newer_format_is_refused_as_newer(folder: Path) -> None:
    path = folder / "run.json"
    path.write_text(path.read_text().replace("concord-training-run/2", "concord-training-run/3"))
    assert "newer than this program knows" in refused(folder)


def test_a_constitution_that_nobody_ratified_here_is_refused(tmp_path: Path) -> None:
    scripted_run(tmp_path / "run")
    assert "No version that was ratified here" in refused(tmp_path / "run")


def test_models_that_a_cluster_trained_come_back_without_what_could_run_code(folder: Path) -> None:
    trained_elsewhere(folder)
    answer = bring(folder)
    run = TrainingRun.objects.get()
    assert answer["outcome"] == "trained elsewhere: not measured"
    assert answer["left_out"] == [
        "models/sft/checkpoint-3/trainer_state.json",
        "models/sft/training_args.bin",
    ]
    assert not (run.artifact_folder / "models/sft/training_args.bin").exists()
    report = json.loads((run.artifact_folder / "models/sft/training.json").read_text())
    assert report == {"steps": 3, "losses": [2.0, 1.0], "trainable_parameters": 6}
    listed = json.loads((run.artifact_folder / "manifest.json").read_text())["files"]
    assert "models/sft/adapter_model.safetensors" in listed
    assert bring(folder)["new"] is False


def test_a_model_trained_on_unsigned_data_is_refused(folder: Path) -> None:
    trained_elsewhere(folder, signed=False)
    assert "data that nobody signed" in refused(folder)


def test_a_model_trained_on_data_that_was_changed_after_the_signature_is_refused(folder: Path) -> None:
    trained_elsewhere(folder)
    path = folder / "data" / "sft" / "train.jsonl"
    path.write_text(path.read_text().replace(" the ", " any "))
    shutil.rmtree(folder / "models")
    ArtifactFolder(folder).write_manifest()
    assert "people signed other data" in refused(folder)


def test_a_model_whose_report_names_other_data_is_refused(folder: Path) -> None:
    trained_elsewhere(folder)
    (folder / "models/sft/training.json").write_text(
        json.dumps({"steps": 1, "losses": [], "trainable_parameters": 6, "data_sha256": "a" * 64})
    )
    assert "was trained on other data" in refused(folder)
