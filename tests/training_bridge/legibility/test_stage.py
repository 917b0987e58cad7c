"""The stage in a run: what is written, what a kill cannot change, and what training then may not learn."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from tests.training_bridge.constitutions import canonical_constitution
from tests.training_bridge.legibility.readers import always_a, follows_critiques, reader_that
from tests.training_bridge.runs import SETTINGS, Stopped, careful_answer, own_texts, run
from training_bridge.format.check import check_folder
from training_bridge.generation.interface import Request
from training_bridge.generation.scripted import ScriptedModel, scripted_model
from training_bridge.legibility.settings import LegibilitySettings
from training_bridge.pipeline import run_training, stages_of
from training_bridge.run_settings import Progress, RunSettings
from training_bridge.stages.sft import TOO_FEW

READING = dataclasses.replace(SETTINGS, model="scripted", rounds=1)


def writer_that_reads(odds: Any = follows_critiques) -> ScriptedModel:
    """Write as a model whose revisions pass, and read critiques by these log-odds."""
    reader = reader_that(odds)
    return ScriptedModel(careful_answer, reader._choose, name="writes and reads")


def rows_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "data" / "legibility.jsonl").read_text().splitlines()]


def dropping(below: float) -> RunSettings:
    return dataclasses.replace(READING, legibility=LegibilitySettings(drop_below=below))


def test_a_reader_that_follows_critiques_is_right_with_its_own_alone(tmp_path: Path) -> None:
    summary = run(tmp_path / "run", model=writer_that_reads(), settings=READING, stage="legibility")
    found = summary["stages"]["legibility"]
    shares = {arm: each["accuracy"]["share"] for arm, each in found["arms"].items()}
    assert shares == {"critique": 1.0, "other critique": 0.0, "no critique": 0.0}
    assert found["differences"]["other critique"]["verdict"] == "rise"
    assert (found["rounds"], found["dropped"], found["is_the_writer"]) == (6, 0, False)
    assert check_folder(tmp_path / "run") == []


def test_every_row_says_what_it_was_made_with(tmp_path: Path) -> None:
    run(tmp_path / "run", model=writer_that_reads(), settings=READING, stage="legibility")
    rows = rows_of(tmp_path / "run")
    assert len({row["id"] for row in rows}) == len(rows) == 18
    for row in rows:
        assert row["provenance"]["model"] == "writes and reads"
        assert row["principle_sha256"] and row["statement_ids"]
        assert (row["critique_of"] is None) == (row["arm"] == "no critique")
        assert (row["critique_of"] == row["critique_revision_id"]) == (row["arm"] == "critique")
    templates = {row["arm"]: row["provenance"]["template_sha256"] for row in rows}
    assert templates["critique"] == templates["other critique"] != templates["no critique"]


@pytest.mark.parametrize("after", [2, 5, 9])
def test_a_killed_reading_goes_on_and_leaves_the_same_rows(tmp_path: Path, after: int) -> None:
    run(tmp_path / "whole", model=writer_that_reads(), settings=READING, stage="legibility")
    run(tmp_path / "cut", model=writer_that_reads(), settings=READING, stage="critique-revision")
    heard: list[Progress] = []
    with pytest.raises(Stopped):
        run(
            tmp_path / "cut",
            model=writer_that_reads(),
            settings=READING,
            stage="legibility",
            stop_after=after,
            reports=heard,
        )
    run(tmp_path / "cut", model=writer_that_reads(), settings=READING, stage="legibility")
    assert rows_of(tmp_path / "cut") == rows_of(tmp_path / "whole")
    again = writer_that_reads()
    run(tmp_path / "cut", model=again, settings=READING, stage="legibility")
    assert again.asked == []


def test_a_reader_that_always_says_a_is_found_out(tmp_path: Path) -> None:
    summary = run(tmp_path / "run", model=writer_that_reads(always_a), settings=READING, stage="legibility")
    found = summary["stages"]["legibility"]
    assert found["follows_places"] is True
    assert found["arms"]["critique"]["position"]["agreement"]["count"] == 0


def test_without_any_revision_it_ends_and_says_so_and_holds_nothing_up(tmp_path: Path) -> None:
    def faultless(request: Request) -> str:
        return "Nothing needs to change." if request.text.endswith("Critique:") else careful_answer(request)

    settings = dataclasses.replace(READING, additions=("legibility",))
    summary = run(tmp_path / "run", model=ScriptedModel(faultless), settings=settings, stage="all")
    assert summary["stages"]["legibility"]["ended"] == "no answer was revised: there is no critique to read"
    assert summary["outcome"] == "scripted: nothing was trained"
    assert not (tmp_path / "run" / "data" / "legibility.jsonl").exists()


def test_accepted_revisions_of_low_legibility_are_not_learnt_from(tmp_path: Path) -> None:
    def half(turns: dict[str, str]) -> float:
        return follows_critiques(turns) if len(turns.get("Critique", "")) % 2 else 0.0

    kept = run(tmp_path / "all", model=writer_that_reads(half), settings=READING, stage="sft")
    summary = run(tmp_path / "some", model=writer_that_reads(half), settings=dropping(0.6), stage="sft")
    found = summary["stages"]["legibility"]
    assert 0 < found["dropped"] < found["accepted"]
    dropped = {row["critique_revision_id"] for row in rows_of(tmp_path / "some") if row["dropped"]}
    assert len(dropped) == found["dropped"]
    learnt = {
        row["critique_revision_id"] for row in sft_rows_of(tmp_path / "some") if row["kind"] == "revision"
    }
    before = {
        row["critique_revision_id"] for row in sft_rows_of(tmp_path / "all") if row["kind"] == "revision"
    }
    assert learnt == before - dropped
    assert "legibility" not in kept["stages"]


def test_rows_are_the_same_bytes_whether_critiques_were_read_or_not(tmp_path: Path) -> None:
    read = dataclasses.replace(READING, additions=("legibility",))
    run(tmp_path / "unread", model=writer_that_reads(), settings=READING, stage="sft")
    run(tmp_path / "read", model=writer_that_reads(), settings=read, stage="all")
    name = Path("data", "sft", "train.jsonl")
    assert (tmp_path / "read" / name).read_bytes() == (tmp_path / "unread" / name).read_bytes()


def test_too_few_left_is_the_honest_end_that_it_is_for_too_few_accepted(tmp_path: Path) -> None:
    settings = dataclasses.replace(dropping(0.9), model="rehearsed")
    summary = run(tmp_path / "run", model=writer_that_reads(always_a), settings=settings, stage="sft")
    assert summary["outcome"] == TOO_FEW
    found = summary["stages"]["legibility"]
    assert found["dropped"] == found["accepted"] >= settings.least_accepted
    assert not (tmp_path / "run" / "data" / "sft" / "train.jsonl").exists()


def test_dropping_makes_reading_a_part_of_what_training_needs() -> None:
    assert "legibility" in stages_of("sft", dropping(0.4))
    assert "legibility" in stages_of("dpo", dropping(0.4))
    assert "legibility" not in stages_of("sft", READING)
    assert "legibility" not in stages_of("critique-revision", dropping(0.4))


def test_the_script_goes_through_it_too(tmp_path: Path) -> None:
    summary = run(tmp_path / "run", model=scripted_model(), settings=READING, stage="legibility")
    found = summary["stages"]["legibility"]
    assert found["reader"] == {"model": "scripted", "parameters": None}
    assert found["is_smaller"] is None


def sft_rows_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "data" / "sft" / "train.jsonl").read_text().splitlines()]


def test_a_reader_of_its_own_is_loaded_by_its_name_and_said_to_be_smaller_or_not(tmp_path: Path) -> None:
    settings = dataclasses.replace(READING, model="rehearsed", legibility=LegibilitySettings(model="small"))
    loaded: list[str] = []

    def load(wanted: RunSettings) -> ScriptedModel:
        loaded.append(wanted.model)
        model = ScriptedModel(careful_answer, reader_that(follows_critiques)._choose, name=wanted.model)
        model.parameters = 10 if wanted.model == "small" else 20
        return model

    summary = run_training(
        tmp_path / "run",
        canonical_constitution(),
        settings,
        "legibility",
        lambda _: None,
        texts=own_texts(),
        load=load,
    )
    found = summary["stages"]["legibility"]
    assert loaded == ["rehearsed", "small"]
    assert found["reader"] == {"model": "small", "parameters": 10}
    assert (found["writer"]["parameters"], found["is_smaller"], found["is_the_writer"]) == (20, True, False)
    assert summary["usage"].keys() >= {"rehearsed", "small"}
