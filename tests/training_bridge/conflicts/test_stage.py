"""The stage in a run: which principles meet, what a kill cannot change, and what ends it early."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from tests.training_bridge.constitutions import canonical_constitution
from tests.training_bridge.feedback.judges import judge_that
from tests.training_bridge.runs import SETTINGS, Stopped, careful_answer, run
from training_bridge.conflicts.settings import ConflictSettings
from training_bridge.feedback.settings import FeedbackSettings
from training_bridge.format.check import check_folder
from training_bridge.generation.interface import Request
from training_bridge.generation.scripted import ScriptedModel, scripted_model
from training_bridge.stages import conflicts
from training_bridge.tailoring.relevance import load_relevance_check

SMALL = ConflictSettings(pairs=8, principles=None, principles_a_pair=3)
JUDGED = dataclasses.replace(
    SETTINGS,
    model="scripted",
    methods=(),
    rounds=1,
    limit=8,
    feedback=FeedbackSettings(pairs=8, checked_pairs=6, answer_tokens=12, helpful_share=0.0),
    conflicts=SMALL,
)


def draws(request: Request, seed: int) -> str:
    """Answer so that two draws differ in length, by the seed."""
    return f"{'Well, ' * (1 + seed % 5)}this is about {request.text.split()[-1]}"


def model_that_judges(odds: Any) -> ScriptedModel:
    return ScriptedModel(careful_answer, judge_that(odds)._choose, draw=draws, name="test judge")


def by_principle(principle: str, a: str, b: str) -> float:
    """Prefer the longer answer by the first principle and the shorter one by the others."""
    return (len(a) - len(b)) / (5 if "honest" in principle else -5)


def always_a(_principle: str, _a: str, _b: str) -> float:
    return 4.0


def go(folder: Path, odds: Any = by_principle, settings: Any = JUDGED, **given: Any) -> dict[str, Any]:
    return run(folder, model=model_that_judges(odds), settings=settings, stage="conflicts", **given)


def rows_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "data" / "conflicts.jsonl").read_text().splitlines()]


def test_principles_that_ask_for_opposites_pull_apart_and_the_others_do_not(tmp_path: Path) -> None:
    found = go(tmp_path / "run")["stages"]["conflicts"]
    apart = {(pair["first"], pair["second"]): pair["apart"]["share"] for pair in found["pairs"]}
    assert apart == {("p01", "p02"): 1.0, ("p01", "p03"): 1.0, ("p02", "p03"): 0.0}
    assert found["more_than_noise"] == 2
    assert found["pairs"][-1]["more_than_noise"] is False
    assert check_folder(tmp_path / "run") == []


def test_every_row_says_what_it_was_made_with(tmp_path: Path) -> None:
    go(tmp_path / "run")
    rows = rows_of(tmp_path / "run")
    assert len({row["id"] for row in rows}) == len(rows) == 24
    assert {row["principle_id"] for row in rows} == {"p01", "p02", "p03"}
    assert all(row["provenance"]["template_sha256"] and row["statement_ids"] for row in rows)


@pytest.mark.parametrize("after", [2, 7])
def test_a_killed_judging_goes_on_and_leaves_the_same_rows(tmp_path: Path, after: int) -> None:
    go(tmp_path / "whole")
    run(tmp_path / "cut", model=model_that_judges(by_principle), settings=JUDGED, stage="feedback")
    with pytest.raises(Stopped):
        go(tmp_path / "cut", stop_after=after)
    go(tmp_path / "cut")
    assert rows_of(tmp_path / "cut") == rows_of(tmp_path / "whole")


def test_other_settings_add_rows_beside_and_figures_are_those_of_the_latest(tmp_path: Path) -> None:
    two = dataclasses.replace(JUDGED, conflicts=ConflictSettings(principles=2, principles_a_pair=2))
    first = go(tmp_path / "run", settings=two)["stages"]["conflicts"]
    assert len(rows_of(tmp_path / "run")) == 16
    kept = rows_of(tmp_path / "run")
    second = go(tmp_path / "run")["stages"]["conflicts"]
    assert len(first["pairs"]) == 1 and len(second["pairs"]) == 3
    assert rows_of(tmp_path / "run")[:16] == kept
    assert len(rows_of(tmp_path / "run")) == 24
    assert go(tmp_path / "run", settings=two)["stages"]["conflicts"] == first


def test_a_judge_that_always_says_a_finds_none_and_that_is_said(tmp_path: Path) -> None:
    allowed = dataclasses.replace(JUDGED.feedback, allow_poor_judge=True)
    found = go(tmp_path / "run", always_a, dataclasses.replace(JUDGED, feedback=allowed))["stages"][
        "conflicts"
    ]
    assert (found["follows_places"], found["apart_at_all"]) == (True, 0)


def test_one_principle_has_nothing_to_conflict_with(tmp_path: Path) -> None:
    summary = go(tmp_path / "run", constitution=canonical_constitution(("is most honest",)))
    assert summary["stages"]["conflicts"]["ended"] == conflicts.ONE_PRINCIPLE
    assert summary["outcome"] == conflicts.ONE_PRINCIPLE


def test_without_two_different_answers_there_is_nothing_to_judge(tmp_path: Path) -> None:
    model = ScriptedModel(careful_answer, judge_that(by_principle)._choose, name="test judge")
    summary = run(tmp_path / "run", model=model, settings=JUDGED, stage="conflicts")
    assert summary["stages"]["conflicts"]["ended"] == conflicts.NO_ANSWERS


def test_the_script_goes_through_it_too(tmp_path: Path) -> None:
    summary = run(tmp_path / "run", model=scripted_model(), settings=JUDGED, stage="conflicts")
    assert summary["stages"]["conflicts"]["judge"] == "scripted"


def test_nearness_needs_an_encoder_and_says_so_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conflicts, "load_relevance_check", lambda *_, **__: "no encoder here")
    near = dataclasses.replace(JUDGED, conflicts=ConflictSettings(principles=2, drawn="near"))
    summary = go(tmp_path / "run", settings=near)
    assert (
        summary["stages"]["conflicts"]["ended"] == "principles cannot be drawn by nearness: no encoder here"
    )
    assert load_relevance_check is not conflicts.load_relevance_check
