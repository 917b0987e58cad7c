"""The whole run with real weights, real TRL and a model of 100,000 random parameters."""

import dataclasses
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.training_bridge.constitutions import canonical_constitution
from tests.training_bridge.runs import SETTINGS, Stopped, careful_answer, own_texts, scripted
from tests.training_bridge.tiny_model import load_tiny_model
from training_bridge.ablation.settings import AblationSettings
from training_bridge.generation.interface import Continuation, Generation, OnDone, Sampling
from training_bridge.generation.local import LocalModel
from training_bridge.pipeline import run_training
from training_bridge.run_settings import Progress


class TeachableModel(LocalModel):
    """Writes its critique-revision data by a script, as random weights have nothing to say."""

    def generate(self, requests: Any, sampling: Sampling, on_done: OnDone | None = None) -> list[Generation]:
        if requests and requests[0].style == "plain":
            return scripted(careful_answer).generate(requests, sampling, on_done)
        return super().generate(requests, sampling, on_done)


def teachable(folder: Path) -> TeachableModel:
    model = load_tiny_model(folder)
    return TeachableModel(model.model, model.tokenizer, name="tiny", sha256=model.sha256, batch_rows=4)


def whole_run(
    folder: Path, weights: Path, stop_at: tuple[str, int] | None = None, **settings: Any
) -> dict[str, Any]:
    def report(progress: Progress) -> None:
        if stop_at == (progress.step, progress.done):
            raise Stopped

    return run_training(
        folder,
        canonical_constitution(),
        dataclasses.replace(SETTINGS, model="tiny", **settings),
        "all",
        report,
        texts=own_texts(),
        load=lambda _: teachable(weights),
    )


@pytest.fixture(scope="module")
def undisturbed(
    tmp_path_factory: pytest.TempPathFactory, tiny_model_folder: Path
) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("undisturbed")
    return folder, whole_run(folder, tiny_model_folder)


def test_a_whole_run_gives_every_figure(undisturbed: tuple[Path, dict[str, Any]]) -> None:
    _, summary = undisturbed
    assert summary["outcome"] == "trained and measured"
    assert summary["training_steps"] == summary["sft_rows"] // 2
    assert summary["margin"]["pairs"] == 5
    low, high = summary["margin"]["interval"]
    assert low <= summary["margin"]["difference"] <= high
    assert summary["margin"]["difference"] != 0
    for kind in ("harmful", "over_refusal"):
        assert summary["refusal"][kind]["before"]["items"] == 3
    assert summary["refusal"]["classifier_error"]["items"] >= 100
    assert summary["refusal"]["classifier_error_held_out"]["items"] >= 60
    assert "shows the plumbing, not the quality" in summary["notice"]
    assert set(summary["seconds"]) == {
        "loading the model",
        "critique-revision",
        "measuring before",
        "fine-tuning",
        "measuring after",
        "fine-tuning the control",
        "measuring control",
    }
    control = summary["margin"]["control"]
    assert control["pairs"] == 5
    assert control["after"] == summary["margin"]["after"]
    assert control["difference"] == pytest.approx(control["after"] - control["before"])
    json.dumps(summary, allow_nan=False)
    card = (undisturbed[0] / "README.md").read_text()
    assert "shows the plumbing, not the quality" in card
    assert "Difference to the control run without the constitution" in card


def test_the_training_rows_are_what_trl_reads_and_name_their_origin(
    undisturbed: tuple[Path, dict[str, Any]],
) -> None:
    folder, summary = undisturbed
    rows = [json.loads(line) for line in (folder / "data" / "sft" / "train.jsonl").read_text().splitlines()]
    assert len(rows) == summary["sft_rows"]
    kinds = [row["kind"] for row in rows]
    assert kinds.count("revision") == summary["accepted"] == kinds.count("helpful")
    for row in rows:
        assert [turn["role"] for turn in row["prompt"] + row["completion"]] == ["user", "assistant"]
        assert (row["principle_id"] is not None) == (row["kind"] == "revision")
        assert row["constitution_sha256"] == summary["constitution_sha256"]


def test_training_again_gives_the_same_adapter_and_figures(
    undisturbed: tuple[Path, dict[str, Any]], tmp_path: Path, tiny_model_folder: Path
) -> None:
    folder, summary = undisturbed
    again = whole_run(tmp_path, tiny_model_folder)
    assert again["margin"] == summary["margin"]
    assert sorted(path.name for path in (folder / "models" / "sft").iterdir()) == [
        "adapter_config.json",
        "adapter_model.safetensors",
        "training.json",
    ]
    adapter = "models/sft/adapter_model.safetensors"
    assert (tmp_path / adapter).read_bytes() == (folder / adapter).read_bytes()


@pytest.mark.parametrize(
    "moment",
    [("measuring before", 4), ("fine-tuning", 2), ("measuring after", 5), ("fine-tuning the control", 2)],
    ids=str,
)
def test_a_run_killed_in_a_late_stage_comes_to_the_same_figures(
    undisturbed: tuple[Path, dict[str, Any]], tmp_path: Path, tiny_model_folder: Path, moment: tuple[str, int]
) -> None:
    folder, summary = undisturbed
    with pytest.raises(Stopped):
        whole_run(tmp_path, tiny_model_folder, stop_at=moment)
    resumed = whole_run(tmp_path, tiny_model_folder)
    assert resumed["margin"]["difference"] == pytest.approx(summary["margin"]["difference"], abs=1e-6)
    assert resumed["training_steps"] == summary["training_steps"]
    for name in ("evaluation/margins.jsonl", "evaluation/answers.jsonl"):
        ids = [json.loads(line)["id"] for line in (tmp_path / name).read_text().splitlines()]
        expected = [json.loads(line)["id"] for line in (folder / name).read_text().splitlines()]
        assert ids == expected


def test_training_moves_probability_to_what_it_was_trained_on(
    undisturbed: tuple[Path, dict[str, Any]], tiny_model_folder: Path
) -> None:
    folder, _ = undisturbed
    rows = [json.loads(line) for line in (folder / "data" / "sft" / "train.jsonl").read_text().splitlines()]
    learnt = [Continuation(row["prompt"][0]["content"], row["completion"][0]["content"]) for row in rows]
    model = teachable(tiny_model_folder)
    before = sum(score.per_token for score in model.log_probabilities(learnt))
    model.load_adapter(folder / "models" / "sft")
    after = sum(score.per_token for score in model.log_probabilities(learnt))
    assert after > before


def test_looking_closer_trains_nothing_anew_and_where_it_ends_early_the_run_is_measured_all_the_same(
    undisturbed: tuple[Path, dict[str, Any]], tiny_model_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    shutil.copytree(undisturbed[0], folder)
    trained = (folder / "models" / "sft" / "training.json").read_bytes()
    summary = whole_run(
        folder,
        tiny_model_folder,
        additions=("legibility", "ablate"),
        ablation=AblationSettings(leave_out=("principle:nobodys",)),
    )
    assert summary["outcome"] == "trained and measured"
    assert "nobodys" in summary["stages"]["ablate"]["ended"]
    assert summary["stages"]["legibility"]["rounds"]
    assert summary["margin"] == undisturbed[1]["margin"]
    assert (folder / "models" / "sft" / "training.json").read_bytes() == trained
