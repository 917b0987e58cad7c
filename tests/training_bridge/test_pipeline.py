"""A run on a scripted model: what is written, what is refused, and what a kill cannot change."""

import dataclasses
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.training_bridge.constitutions import canonical_constitution
from tests.training_bridge.runs import SETTINGS, Stopped, careless_answer, own_texts, run, scripted
from training_bridge.artifact_folder import FolderError
from training_bridge.prompts import Prompt
from training_bridge.run_settings import Progress
from training_bridge.texts import Texts


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_every_row_names_principle_model_prompt_template_and_constitution(tmp_path: Path) -> None:
    run(tmp_path / "run")
    written = rows(tmp_path / "run" / "data" / "critique_revisions.jsonl")
    assert len(written) == 6
    for row in written:
        origin = row["provenance"]
        assert origin["constitution_sha256"] == canonical_constitution()["sha256"]
        assert origin["model"] == "scripted"
        assert origin["model_sha256"] == "0" * 64
        assert origin["prompt_sha256"] == hashlib.sha256(row["prompt"].encode()).hexdigest()
        assert len(origin["template_sha256"]) == 64
        assert origin["seed"] == 1
        assert [each["number"] for each in row["rounds"]] == [1, 2]
        for each in row["rounds"]:
            assert each["principle_id"] in {"p01", "p02", "p03"}
            assert each["statement_ids"] == [int(each["principle_id"][1:])]


def test_the_same_settings_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        run(tmp_path / name)
    for file in ("data/critique_revisions.jsonl", "run.json", "constitution.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_a_run_killed_at_any_moment_goes_on_without_losing_or_repeating_a_record(tmp_path: Path) -> None:
    undisturbed: list[Progress] = []
    run(tmp_path / "whole", reports=undisturbed)
    expected = (tmp_path / "whole" / "data" / "critique_revisions.jsonl").read_bytes()
    for moment in range(len(undisturbed)):
        folder = tmp_path / f"killed-{moment}"
        with pytest.raises(Stopped):
            run(folder, stop_after=moment)
        run(folder)
        assert (folder / "data" / "critique_revisions.jsonl").read_bytes() == expected


def test_a_line_torn_by_the_kill_is_made_again(tmp_path: Path) -> None:
    run(tmp_path)
    file = tmp_path / "data" / "critique_revisions.jsonl"
    whole = file.read_bytes()
    for length in (len(whole) - 1, len(whole) - 200, 100, 0):
        file.write_bytes(whole[:length])
        run(tmp_path)
        assert file.read_bytes() == whole


def test_a_finished_stage_asks_the_model_nothing(tmp_path: Path) -> None:
    run(tmp_path)
    model = scripted()
    summary = run(tmp_path, model=model)
    assert model.asked == []
    assert summary["generated"] == 12


def test_progress_counts_each_text_once(tmp_path: Path) -> None:
    reports: list[Progress] = []
    run(tmp_path, reports=reports)
    counts = [report for report in reports if report.step == "critique-revision"]
    assert [report.done for report in counts] == list(range(31))
    assert {report.total for report in counts} == {6 * (1 + 2 * 2)}


def test_too_few_accepted_is_an_outcome_that_says_so(tmp_path: Path) -> None:
    summary = run(tmp_path, model=scripted(careless_answer), stage="all")
    assert summary["outcome"] == "too few accepted: stopped"
    assert (summary["generated"], summary["accepted"], summary["acceptance_rate"]) == (12, 0, 0.0)
    assert summary["rejected_by_reason"] == {"loop": 12}
    assert summary["margin"] is None
    assert not (tmp_path / "models").exists()
    assert "too few accepted" in (tmp_path / "README.md").read_text()


def test_a_script_goes_on_with_however_few_since_it_trains_nothing(tmp_path: Path) -> None:
    settings = dataclasses.replace(SETTINGS, model="scripted", limit=1)
    summary = run(tmp_path, model=scripted(careless_answer), settings=settings, stage="all")
    assert (summary["outcome"], summary["accepted"]) == ("scripted: nothing was trained", 0)
    assert "evaluate" in summary["stages"]


def test_rejected_revisions_are_kept_with_their_reason_and_not_built_upon(tmp_path: Path) -> None:
    model = scripted(careless_answer)
    run(tmp_path, model=model)
    for row in rows(tmp_path / "data" / "critique_revisions.jsonl"):
        assert [each["rejected"] for each in row["rounds"]] == ["loop", "loop"]
    second_critiques = [each.text for each in model.asked if each.text.endswith("Critique:")][2:4]
    assert all("Assistant: no and no and" in text.split("###")[-1] for text in second_critiques)


def test_the_manifest_lists_every_file_with_its_hash(tmp_path: Path) -> None:
    run(tmp_path)
    listed = json.loads((tmp_path / "manifest.json").read_text())["files"]
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert set(listed) == found - {"manifest.json"}
    for name, digest in listed.items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest


def test_a_folder_that_holds_something_else_is_refused_untouched(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(FolderError, match="not empty"):
        run(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_folder_of_another_run_is_refused(tmp_path: Path) -> None:
    run(tmp_path)
    before = (tmp_path / "manifest.json").read_bytes()
    with pytest.raises(FolderError, match="other settings"):
        run(tmp_path, settings=dataclasses.replace(SETTINGS, seed=2))
    with pytest.raises(FolderError, match="constitution"):
        run(tmp_path, constitution=canonical_constitution(("is kindest",)))
    assert (tmp_path / "manifest.json").read_bytes() == before


def test_given_prompts_replace_ours_of_their_kind_and_split() -> None:
    given = Prompt("mine-1", "unnamed", "train", "How do I cheat?", "red-team")
    texts = Texts.own([given])
    assert texts.chosen("red-team", "train") == [given]
    assert texts.chosen("red-team", "evaluation") == own_texts().chosen("red-team", "evaluation")


def test_a_limit_keeps_the_order_and_draws_by_text_alone() -> None:
    texts = own_texts()
    everything = texts.chosen("red-team", "train")
    drawn = texts.chosen("red-team", "train", 10)
    assert len(drawn) == 10
    assert drawn == [prompt for prompt in everything if prompt in drawn]
    turned = dataclasses.replace(texts, prompts=tuple(reversed(texts.prompts)))
    assert set(turned.chosen("red-team", "train", 10)) == set(drawn)


def test_no_training_prompt_is_measured() -> None:
    texts = Texts.own()
    trained = {prompt.text for kind in ("red-team", "helpful") for prompt in texts.chosen(kind, "train")}
    measured = {prompt.text for prompt in texts.held_out_prompts(None)} | {
        pair.prompt for pair in texts.pairs
    }
    assert not trained & measured
