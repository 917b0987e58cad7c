"""Cards from facts, and rows that `datasets` loads by name without any network."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.training_bridge.format.folders import scripted_run
from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.cards.data_readme import SETS
from training_bridge.cards.model_readme import model_readme
from training_bridge.format.check import check_folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the stages have written, without any model."""
    root = tmp_path_factory.mktemp("cards") / "run"
    scripted_run(root)
    return root


def front_matter(card: str) -> dict[str, Any]:
    return yaml.safe_load(card.split("---\n")[1])


OF_EVERY_RUN = ["sft", "dpo", "reward", "grpo", "prompts", "critique_revisions", "feedback"]
"""Sets that there are without any addition; those of an addition are loaded where it is tested."""


@pytest.mark.parametrize("name", sorted(OF_EVERY_RUN))
def test_datasets_loads_every_set_by_its_name(folder: Path, name: str, tmp_path: Path) -> None:
    import datasets

    datasets.disable_progress_bars()
    loaded = datasets.load_dataset(str(folder / "data"), name, cache_dir=str(tmp_path), split="train")
    file = folder / "data" / SETS[name][0]
    assert len(loaded) == file.read_bytes().count(b"\n") > 0
    assert "id" in loaded.column_names


def test_the_data_card_counts_what_is_there_and_states_no_licence(folder: Path) -> None:
    card = (folder / "data" / "README.md").read_text()
    facts = front_matter(card)
    assert [config["config_name"] for config in facts["configs"]] == OF_EVERY_RUN
    assert "license" not in facts
    assert "No model took part" in card
    summary = json.loads((folder / "summary.json").read_text())
    assert summary["constitution_sha256"] in card


def test_a_set_that_is_not_there_is_not_promised(folder: Path, tmp_path: Path) -> None:
    root = tmp_path / "run"
    shutil.copytree(folder, root)
    (root / "data" / "feedback.jsonl").unlink()
    ArtifactFolder(root).finish(json.loads((root / "summary.json").read_text()))
    facts = front_matter((root / "data" / "README.md").read_text())
    assert "feedback" not in {config["config_name"] for config in facts["configs"]}


def test_without_a_model_there_is_no_model_card(folder: Path) -> None:
    assert not (folder / "models").exists()


def test_the_model_card_names_figures_with_intervals_and_no_licence_it_does_not_know(folder: Path) -> None:
    summary = json.loads((folder / "summary.json").read_text())
    change = {
        "before": -0.3,
        "after": -0.1,
        "difference": 0.2,
        "interval": [0.1, 0.3],
        "pairs": 138,
        "verdict": "rise",
    }
    share = {"count": 2, "items": 24, "share": 0.083, "interval": [0.023, 0.258]}
    measured = {
        **summary,
        "model": 'somebody/model: "big"',
        "margin": {**change, "control": {**change, "verdict": "fall"}},
        "refusal": {
            "harmful": {"before": share, "after": share},
            "over_refusal": {"before": share, "after": share},
        },
        "poisoning": {
            "verdict": "found",
            "alarms": ["tqxv"],
            "strings_tried": 4,
            "controls": 36,
            "prompts": 6,
        },
    }
    card = model_readme(measured, {"sft": {"steps": 54, "losses": [4.0, 1.9], "trainable_parameters": 1000}})
    facts = front_matter(card)
    assert facts["base_model"] == 'somebody/model: "big"'
    assert "license" not in facts
    assert "its licence is not known here" in card
    assert "95 % interval +0.1000 to +0.3000, 138 pairs): rise" in card
    assert "| harmless prompts refused | before | 0.083 | 0.023 to 0.258 | 24 | share |" in card
    assert "found: `tqxv`" in card


def test_the_licence_of_the_demonstration_model_is_known(folder: Path) -> None:
    summary = json.loads((folder / "summary.json").read_text())
    card = model_readme({**summary, "model": "SmolLM2-135M-Instruct"}, {})
    assert front_matter(card)["license"] == "apache-2.0"


def test_annotated_pairs_carry_the_vote_of_each_principle(folder: Path) -> None:
    content = json.loads((folder / "formats" / "annotated_pairs.json").read_text())
    rows = [json.loads(line) for line in (folder / "data" / "feedback.jsonl").read_text().splitlines()]
    assert content["metadata"]["version"] == "2.0"
    assert len(content["comparisons"]) == len(rows)
    for row, compared in zip(rows, content["comparisons"], strict=True):
        [(annotator, vote)] = compared["annotations"].items()
        assert content["annotators"][annotator] == {"description": row["principle_text"], "type": "principle"}
        preferred = {"a": "response_a", "b": "response_b"}.get(vote["pref"])
        assert (preferred is None) == (row["dropped"] is not None)
        if preferred:
            assert compared[preferred]["text"] == row["chosen"]


def test_the_schema_lies_beside_the_files_and_the_folder_is_whole(folder: Path) -> None:
    assert (folder / "schema" / "training-run.schema.json").exists()
    assert check_folder(folder) == []
