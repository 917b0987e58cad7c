"""The stage on scripted models: what is written, what is refused, and what a kill cannot change."""

import dataclasses
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.training_bridge.constitutions import canonical_constitution
from tests.training_bridge.feedback.judges import shown
from tests.training_bridge.runs import SETTINGS, own_texts
from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.feedback.settings import FeedbackSettings
from training_bridge.generation.interface import Request
from training_bridge.generation.scripted import ScriptedModel
from training_bridge.generation.weights import DEMONSTRATION_MODEL
from training_bridge.models_in_use import ModelsInUse
from training_bridge.principles import read_constitution
from training_bridge.records import PreferencePair
from training_bridge.run_context import RunContext, StageStopped
from training_bridge.run_settings import Progress, RunSettings
from training_bridge.stages import feedback
from training_bridge.timings import Stopwatch

FEEDBACK = FeedbackSettings(pairs=8, checked_pairs=6, answer_tokens=12)


class Killed(Exception):
    """Stands for the process being killed."""


def draws(request: Request, seed: int) -> str:
    """Answer so that two draws differ, by the seed."""
    return f"{'Well, ' * (1 + (seed + len(request.text)) % 7)}this is about {request.text.split()[-1]}"


def prefers_longer(request: Request, _choices: Sequence[str]) -> list[float]:
    """Like the longer answer, and the place A a little."""
    turns = shown(request)
    odds = (len(turns["A"]) - len(turns["B"])) / 20 + 0.1
    return [-math.log1p(math.exp(-odds)), -math.log1p(math.exp(odds))]


def says_a(_request: Request, _choices: Sequence[str]) -> list[float]:
    return [math.log(0.98), math.log(0.02)]


def context(
    folder: Path,
    model: ScriptedModel,
    how: FeedbackSettings = FEEDBACK,
    *,
    stop_after: int | None = None,
    heard: list[Progress] | None = None,
) -> RunContext:
    reports: list[Progress] = [] if heard is None else heard

    def report(progress: Progress) -> None:
        reports.append(progress)
        if stop_after is not None and len(reports) > stop_after:
            raise Killed

    artifacts = ArtifactFolder(folder)
    settings: RunSettings = dataclasses.replace(SETTINGS, model="scripted", feedback=how)
    watch = Stopwatch(artifacts.timings, report)
    models = ModelsInUse(artifacts, settings, watch, lambda _: model)
    constitution = read_constitution(canonical_constitution())
    return RunContext(artifacts, constitution, settings, own_texts(), models, watch)


def scripted(choose: Any = prefers_longer, draw: Any = draws) -> ScriptedModel:
    return ScriptedModel(lambda _: "Because it is so.", choose, draw=draw)


def written(folder: Path) -> list[PreferencePair]:
    lines = (folder / "data" / "feedback.jsonl").read_text().splitlines()
    return [PreferencePair.from_json(json.loads(line)) for line in lines]


def test_every_pair_names_principle_statements_models_templates_draws_and_constitution(
    tmp_path: Path,
) -> None:
    made = context(tmp_path, scripted())
    feedback.run(made)
    pairs = written(tmp_path)
    assert len(pairs) == 8
    for pair in pairs:
        assert {pair.chosen, pair.rejected} == {pair.first, pair.second}
        assert pair.p_chosen >= 0.5
        assert pair.p_first == pytest.approx((pair.p_first_in_order + pair.p_first_in_reverse) / 2)
        assert (pair.p_first >= 0.5) == (pair.chosen == pair.first)
        assert pair.statement_ids == (int(pair.principle_id[1:]),)
        assert pair.principle_text.startswith("Choose the response that")
        for origin in (pair.provenance, pair.answers_provenance):
            assert origin.constitution_sha256 == canonical_constitution()["sha256"]
            assert (origin.model, origin.model_sha256, origin.seed) == ("scripted", "0" * 64, 1)
        assert len(pair.provenance.template_sha256 or "") == 64
        assert pair.provenance.sampling["calibration"] == "content-free"
        assert len(set(pair.answers_provenance.sampling["seeds"])) == 2
    assert [PreferencePair.from_json(json.loads(json.dumps(pair.to_json()))) for pair in pairs] == pairs


def test_prompts_are_training_prompts_with_a_part_of_helpful_ones(tmp_path: Path) -> None:
    made = context(tmp_path, scripted())
    prompts = feedback.prompts_to_judge(made)
    assert [prompt.kind for prompt in prompts].count("helpful") == 2
    assert len(prompts) == 8
    assert {prompt.split for prompt in prompts} == {"train"}
    without = dataclasses.replace(FEEDBACK, helpful_share=0.0, pairs=None)
    everything = feedback.prompts_to_judge(context(tmp_path, scripted(), without))
    assert {prompt.kind for prompt in everything} == {"red-team"}
    assert len(everything) == SETTINGS.limit


def test_figures_tell_position_bias_agreement_ties_principles_and_how_good_the_judge_is(
    tmp_path: Path,
) -> None:
    made = context(tmp_path, scripted())
    assert feedback.figures(made) is None
    feedback.run(made)
    found = feedback.figures(made)
    assert found is not None
    assert found["judged"] == found["answer_pairs"] == found["prompts"] == 8
    assert found["kept"] + sum(found["dropped"].values()) == 8
    assert sum(row["pairs"] for row in found["by_principle"].values()) == 8
    assert found["position_uncalibrated"]["bias"] > found["position"]["bias"] - 1e-9
    assert found["judge"]["accuracy"]["items"] == 6
    assert found["judge"]["position"]["agreement"]["items"] == 6
    assert "6 comparisons with an obvious winner" in found["notice"]
    assert found["judging"]["calibration"] == "content-free"
    json.dumps(found, allow_nan=False)


def test_a_judge_that_always_says_a_is_found_before_any_answer_is_drawn(tmp_path: Path) -> None:
    model = scripted(says_a)
    made = context(tmp_path, model)
    with pytest.raises(StageStopped, match="place of an answer: stopped.*0 of 6"):
        feedback.run(made)
    assert not made.artifacts.feedback.exists()
    assert all(request.style == "plain" for request in model.asked)
    found = feedback.figures(made)
    assert found is not None
    assert found["judge"]["is_poor"]
    assert found["judge"]["position_uncalibrated"]["always_a"]["share"] == 1.0
    assert found["judge"]["accuracy"]["count"] == 0
    assert "no better than chance" in found["notice"]
    assert found["judged"] == 0


def test_a_judge_that_always_says_a_may_go_on_where_the_settings_allow_it_and_prefers_nothing(
    tmp_path: Path,
) -> None:
    made = context(tmp_path, scripted(says_a), dataclasses.replace(FEEDBACK, allow_poor_judge=True))
    feedback.run(made)
    assert {pair.dropped for pair in written(tmp_path)} <= {"tie", "near tie"}
    assert all(pair.p_first == pytest.approx(0.5) for pair in written(tmp_path))


def test_a_judge_that_hardly_ever_thinks_of_the_letters_is_told(tmp_path: Path) -> None:
    def rarely(request: Request, choices: Sequence[str]) -> list[float]:
        return [log + math.log(0.01) for log in prefers_longer(request, choices)]

    made = context(tmp_path, scripted(rarely))
    feedback.run(made)
    judge = (feedback.figures(made) or {})["judge"]
    assert judge["probability_on_letters"] == pytest.approx(0.01)
    assert "Only 1 % of its probability lay on the two letters" in judge["notice"]


@pytest.mark.parametrize(("allowed", "goes_on"), [(None, True), (False, False), (True, True)])
def test_the_demonstration_model_may_be_a_poor_judge_unless_that_is_forbidden(
    tmp_path: Path, allowed: bool | None, goes_on: bool
) -> None:
    model = scripted(says_a)
    model.name = DEMONSTRATION_MODEL
    made = context(tmp_path, model, dataclasses.replace(FEEDBACK, allow_poor_judge=allowed))
    if goes_on:
        feedback.run(made)
        assert "no better than chance" in (feedback.figures(made) or {})["notice"]
    else:
        with pytest.raises(StageStopped):
            feedback.run(made)


def test_a_run_killed_at_any_moment_goes_on_without_losing_or_repeating_a_record(tmp_path: Path) -> None:
    undisturbed: list[Progress] = []
    feedback.run(context(tmp_path / "whole", scripted(), heard=undisturbed))
    names = ("judge_check.jsonl", "answer_pairs.jsonl", "feedback.jsonl")
    expected = [(tmp_path / "whole" / "data" / name).read_bytes() for name in names]
    for moment in range(len(undisturbed)):
        folder = tmp_path / f"killed-{moment}"
        with pytest.raises(Killed):
            feedback.run(context(folder, scripted(), stop_after=moment))
        feedback.run(context(folder, scripted()))
        assert [(folder / "data" / name).read_bytes() for name in names] == expected


def test_a_finished_stage_asks_nothing(tmp_path: Path) -> None:
    feedback.run(context(tmp_path, scripted()))
    model = scripted()
    feedback.run(context(tmp_path, model))
    assert model.asked == []


def test_progress_counts_every_check_answer_and_judgement_once(tmp_path: Path) -> None:
    heard: list[Progress] = []
    feedback.run(context(tmp_path, scripted(), heard=heard))
    last = {report.step: (report.done, report.total) for report in heard}
    assert last["checking the judge"] == (6, 6)
    assert last["drawing answers"] == (16, 16)
    assert last["judging"] == (8, 8)


def test_identical_answers_are_drawn_again_and_dropped_where_they_stay_the_same(tmp_path: Path) -> None:
    always_the_same = scripted(draw=lambda request, _seed: f"Always {request.text.split()[0]}")
    made = context(tmp_path / "same", always_the_same)
    feedback.run(made)
    found = feedback.figures(made)
    assert found is not None
    assert found["dropped_before_judging"] == {"identical answers": 8}
    assert found["judged"] == 0
    empty = context(tmp_path / "empty", scripted(draw=lambda _request, _seed: ""))
    feedback.run(empty)
    assert (feedback.figures(empty) or {})["dropped_before_judging"] == {"empty answer": 8}


@pytest.mark.parametrize(
    ("ties", "dropped", "weighted"), [("drop", True, False), ("weight", False, True), ("keep", False, False)]
)
def test_near_ties_are_dropped_weighted_or_kept_and_the_record_says_which(
    tmp_path: Path, ties: Any, dropped: bool, weighted: bool
) -> None:
    how = dataclasses.replace(FEEDBACK, ties=ties, tie_margin=0.49)
    made = context(tmp_path, scripted(), how)
    feedback.run(made)
    pairs = [pair for pair in written(tmp_path) if pair.dropped != "tie"]
    assert pairs
    assert {pair.dropped for pair in pairs} == ({"near tie"} if dropped else {None})
    for pair in pairs:
        assert pair.weight == pytest.approx(abs(2 * pair.p_first - 1) if weighted else 1.0)
        assert pair.provenance.sampling["ties"] == ties
    assert (feedback.figures(made) or {})["ties_are"] == {
        "drop": "dropped", "weight": "weighted", "keep": "kept",
    }[ties]  # fmt: skip


def test_a_chain_of_thought_is_kept_and_its_labels_are_clamped(tmp_path: Path) -> None:
    how = dataclasses.replace(FEEDBACK, chain_of_thought=True, few_shots=2)
    made = context(tmp_path, scripted(), how)
    feedback.run(made)
    for pair in written(tmp_path):
        assert 0.4 <= pair.p_first <= 0.6
        assert pair.reason == "Because it is so."
        assert pair.provenance.sampling["clamp"] == 0.4
        assert pair.provenance.sampling["calibration"] == "none"


def test_the_principle_of_a_pair_is_drawn_by_seed_and_prompt_alone(tmp_path: Path) -> None:
    for name, rows in (("one", 2), ("two", 3)):
        made = context(tmp_path / name, scripted())
        made = dataclasses.replace(made, settings=dataclasses.replace(made.settings, batch_rows=rows))
        feedback.run(made)
    one, two = (
        {pair.id: (pair.principle_id, pair.first, pair.second) for pair in written(tmp_path / name)}
        for name in ("one", "two")
    )
    assert one == two
    assert len({principle for principle, _, _ in one.values()}) > 1
