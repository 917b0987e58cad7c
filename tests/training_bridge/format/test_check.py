"""A folder is checked against its manifest, its schema and its constitution before anybody builds upon it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.training_bridge.format.folders import scripted_run
from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.format.check import check_folder, definition_of, schema
from training_bridge.run_settings import ADDITIONS
from training_bridge.sign_off import sign


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the stages have written, without any model."""
    folder = tmp_path_factory.mktemp("run") / "run"
    scripted_run(folder, additions=ADDITIONS)
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    shutil.copytree(written, tmp_path / "run")
    return tmp_path / "run"


def change_json(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def renew_manifest(folder: Path) -> None:
    ArtifactFolder(folder).write_manifest()


def problems(folder: Path) -> list[str]:
    return [str(fault) for fault in check_folder(folder)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())


def test_every_definition_says_what_it_is() -> None:
    for name, definition in schema()["$defs"].items():
        assert definition.get("description"), name


def test_nothing_is_wrong_with_what_the_stages_write(written: Path) -> None:
    assert problems(written) == []
    checked = {
        definition_of(path.relative_to(written).as_posix()) for path in written.rglob("*") if path.is_file()
    }
    assert {"run", "summary", "manifest", "prompt", "critique_revision", "sft_row"} <= checked


def test_every_record_of_a_run_is_checked_and_every_file_is_described(written: Path) -> None:
    text = (Path(__file__).parents[3] / "docs" / "training-format.md").read_text()
    files = [path.relative_to(written).as_posix() for path in written.rglob("*") if path.is_file()]
    rows = [name for name in files if name.endswith(".jsonl") and not name.startswith("formats/")]
    assert [name for name in rows if definition_of(name) is None] == []
    folders = {name.partition("/")[0] for name in files if "/" in name}
    assert [name for name in folders if f"{name}/" not in text] == []
    alone = [name for name in files if "/" not in name]
    assert [name for name in alone if f"`{name}`" not in text] == []


def test_a_folder_that_is_no_run_is_said_to_be_none(tmp_path: Path) -> None:
    assert problems(tmp_path) == ["run.json: is missing: this folder holds no training run"]


def test_a_format_newer_than_known_is_said_to_be_newer_and_nothing_else(folder: Path) -> None:
    change_json(folder / "run.json", lambda run: run.update(format="concord-training-run/9"))
    [problem] = problems(folder)
    assert "concord-training-run/9, which is newer" in problem


def test_a_changed_file_is_named(folder: Path) -> None:
    path = folder / "data" / "critique_revisions.jsonl"
    path.write_text(path.read_text().replace("people", "nobody", 1))
    assert any("was changed or is damaged" in each for each in problems(folder))


def test_a_missing_and_an_unlisted_file_are_named(folder: Path) -> None:
    (folder / "timings.json").unlink()
    (folder / "data" / "more.txt").write_text("more")
    assert "timings.json: is in the manifest and missing" in problems(folder)
    assert "data/more.txt: is not in the manifest" in problems(folder)


def test_a_damaged_line_is_named_with_its_number(folder: Path) -> None:
    path = folder / "data" / "critique_revisions.jsonl"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], lines[1][:40], *lines[2:]]) + "\n")
    renew_manifest(folder)
    assert problems(folder) == ["data/critique_revisions.jsonl, line 2: is not JSON: the line is damaged"]


def test_a_row_without_its_origin_is_named(folder: Path) -> None:
    path = folder / "data" / "critique_revisions.jsonl"
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    del rows[0]["provenance"]["model"]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    renew_manifest(folder)
    [problem] = problems(folder)
    assert "line 1, provenance: 'model' is a required property" in problem


def test_rows_of_another_constitution_and_repeated_rows_are_named(folder: Path) -> None:
    path = folder / "data" / "critique_revisions.jsonl"
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    rows[0]["provenance"]["constitution_sha256"] = "a" * 64
    rows.append(rows[1])
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    renew_manifest(folder)
    found = problems(folder)
    assert any("another constitution" in each for each in found)
    assert any("comes twice" in each for each in found)


def test_a_constitution_with_another_hash_is_refused(folder: Path) -> None:
    change_json(folder / "constitution.json", lambda content: content.update(preamble="We, the few"))
    renew_manifest(folder)
    assert any(each.startswith("constitution.json: the constitution's hash") for each in problems(folder))


def test_a_manifest_cannot_name_what_lies_outside(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("mine")
    change_json(folder / "manifest.json", lambda content: content["files"].update({"../secret": "a" * 64}))
    (folder / "link.json").symlink_to(tmp_path / "secret")
    found = problems(folder)
    assert "manifest.json, ../secret: names a file outside of the folder" in found
    assert "link.json: is a link" in found


def test_a_sign_off_of_other_data_is_named(folder: Path) -> None:
    sign(folder, ("Ada", "Ben"))
    renew_manifest(folder)
    assert problems(folder) == []
    change_json(
        folder / "sign_off.json", lambda content: content["data"].update({"data/sft/train.jsonl": "a" * 64})
    )
    renew_manifest(folder)
    assert problems(folder) == ["sign_off.json, data/sft/train.jsonl: people signed other data than there is"]


def test_folders_of_the_first_format_stay_readable(folder: Path) -> None:
    """The first format kept its rows in data/sft.jsonl, with nested provenance."""
    shutil.rmtree(folder / "data" / "sft", ignore_errors=True)
    source = json.loads((folder / "data" / "critique_revisions.jsonl").read_text().splitlines()[0])
    row = {
        "id": "1",
        "kind": "revision",
        "prompt": [{"role": "user", "content": source["prompt"]}],
        "completion": [{"role": "assistant", "content": "No."}],
        "principle_id": "p01",
        "provenance": source["provenance"],
    }
    (folder / "data" / "sft.jsonl").write_text(json.dumps(row) + "\n")
    change_json(folder / "run.json", lambda content: content.update(format="concord-training-run/1"))
    renew_manifest(folder)
    change_json(folder / "manifest.json", lambda content: content.update(format="concord-training-run/1"))
    change_json(
        folder / "summary.json",
        lambda content: [content.pop(name) for name in ("stages", "evaluation", "cost")],
    )
    renew_manifest(folder)
    assert problems(folder) == []


def test_faults_without_end_are_cut_off(folder: Path) -> None:
    (folder / "data" / "critique_revisions.jsonl").write_text("nonsense\n" * 1000)
    assert len(check_folder(folder)) == 50
