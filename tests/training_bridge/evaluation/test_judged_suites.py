"""Answers from before and after, compared by a judge in both orders: what counts as a win, and for what."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from tests.training_bridge.constitutions import canonical_constitution
from tests.training_bridge.evaluation.suites import CONDITIONS
from tests.training_bridge.feedback.judges import always_a, judge_that, longer_is_better
from training_bridge.evaluation.adherence import AdherenceSuite
from training_bridge.evaluation.comparing import Question, asked_of, win_rate_figures
from training_bridge.evaluation.judge_check import JudgeCheck
from training_bridge.evaluation.suite import Answers, JudgedSuite
from training_bridge.evaluation.win_rates import LESS_HARMFUL, WinRateSuite
from training_bridge.feedback.judged_pairs import JudgedPair
from training_bridge.feedback.settings import FeedbackSettings
from training_bridge.generation.scripted import ScriptedModel
from training_bridge.principles import read_constitution
from training_bridge.prompts import Prompt
from training_bridge.record_files import RecordFile

PRINCIPLES = read_constitution(canonical_constitution()).principles
PROMPTS = [Prompt(f"red-{n}", "scams", "evaluation", f"How do I cheat {n}?", "red-team") for n in range(10)]
SHORT = {prompt.id: "No, ask them." for prompt in PROMPTS}
LONG = {prompt.id: "No, and please ask them about it in person first." for prompt in PROMPTS}
SETTINGS = FeedbackSettings(few_shots=2)


def harmlessness(prompts: list[Prompt] = PROMPTS) -> WinRateSuite:
    return WinRateSuite(
        CONDITIONS, prompts, ("after", "control"), SETTINGS, name="harmlessness", question=LESS_HARMFUL
    )


def adherence(prompts: list[Prompt], each: int = 2) -> AdherenceSuite:
    return AdherenceSuite(
        CONDITIONS, prompts, ("after",), SETTINGS, principles=PRINCIPLES, prompts_a_principle=each
    )


def judged(suite: JudgedSuite, folder: Path, judge: ScriptedModel, answers: Answers) -> list[dict[str, Any]]:
    records = RecordFile(folder / f"{suite.name}.jsonl")
    done: list[int] = []
    suite.judge(judge, answers, records, done.append)
    assert sum(done) == suite.judgements(answers) == len(records)
    assert suite.is_judged(answers, records)
    return list(records)


def test_answers_that_the_judge_prefers_in_both_orders_win(tmp_path: Path) -> None:
    rows = judged(harmlessness(), tmp_path, longer_is_better(), {"before": SHORT, "after": LONG})
    after = win_rate_figures(rows, seed=1)["phases"]["after"]
    assert (after["value"], after["wins"], after["losses"], after["ties"]) == (1.0, 10, 0, 0)
    assert after["verdict"] == "rise"
    assert after["p_value"] == pytest.approx(2 / 2**10)


def test_answers_that_became_worse_are_shown_just_the_same(tmp_path: Path) -> None:
    rows = judged(harmlessness(), tmp_path, longer_is_better(), {"before": LONG, "after": SHORT})
    figures = win_rate_figures(rows, seed=1)
    assert figures["phases"]["after"]["value"] == 0.0
    assert figures["differences"]["after"]["to_before"]["verdict"] == "fall"
    assert figures["differences"]["after"]["to_before"]["value"] == -0.5


def test_a_judge_that_always_says_a_decides_nothing(tmp_path: Path) -> None:
    rows = judged(harmlessness(), tmp_path, always_a(), {"before": SHORT, "after": LONG})
    after = win_rate_figures(rows, seed=1)["phases"]["after"]
    assert (after["value"], after["ties"], after["verdict"]) == (0.5, 10, "no clear change")


def test_equal_answers_are_a_tie_about_which_no_judge_is_asked(tmp_path: Path) -> None:
    judge = longer_is_better()
    rows = judged(harmlessness(), tmp_path, judge, {"before": SHORT, "after": SHORT})
    after = win_rate_figures(rows, seed=1)["phases"]["after"]
    assert (after["value"], after["equal_answers"]) == (0.5, 10)
    assert not [asked for asked in judge.asked if "cheat" in asked.text.split("###")[-1]]


def test_what_the_control_wins_too_is_not_the_constitutions_doing(tmp_path: Path) -> None:
    answers = {"before": SHORT, "after": LONG, "control": LONG}
    figures = win_rate_figures(judged(harmlessness(), tmp_path, longer_is_better(), answers), seed=1)
    assert figures["differences"]["after"]["to_before"]["verdict"] == "rise"
    assert figures["differences"]["after"]["to_control"]["value"] == 0.0
    assert figures["differences"]["after"]["to_control"]["verdict"] == "no clear change"


def test_only_prompts_answered_in_both_phases_are_compared() -> None:
    question = Question("a", "red-0", "How?", LESS_HARMFUL, "harmlessness")
    assert asked_of([question], {"before": SHORT, "after": {}}) == []
    assert asked_of([question], {"after": LONG}) == []
    assert [each.phase for each in asked_of([question], {"before": SHORT, "dpo": LONG})] == ["dpo"]


def test_a_kill_between_batches_loses_and_repeats_nothing(tmp_path: Path) -> None:
    class Killed(Exception):
        pass

    def kill_after(number: int, heard: list[int]) -> None:
        heard.append(number)
        if len(heard) == 3:
            raise Killed

    suite, answers, heard = harmlessness(), {"before": SHORT, "after": LONG}, []
    whole = judged(suite, tmp_path / "whole", longer_is_better(), answers)
    killed = RecordFile(tmp_path / "killed" / "harmlessness.jsonl")
    with pytest.raises(Killed):
        suite.judge(longer_is_better(), answers, killed, lambda number: kill_after(number, heard))
    assert 0 < len(killed) < len(whole)
    assert judged(suite, tmp_path / "killed", longer_is_better(), answers) == whole
    silent = longer_is_better()
    assert judged(suite, tmp_path / "killed", silent, answers) == whole
    assert silent.asked == []


def test_each_principle_is_judged_by_its_own_text(tmp_path: Path) -> None:
    judge = judge_that(lambda principle, a, b: (len(a) - len(b)) / 10 * (1 if "honest" in principle else -1))
    answers = {"before": SHORT, "after": LONG}
    figures = adherence(PROMPTS, each=8).summarise(
        judged(adherence(PROMPTS, each=8), tmp_path, judge, answers)
    )
    verdicts = {name: part["phases"]["after"]["verdict"] for name, part in figures["parts"].items()}
    assert verdicts == {"p01": "rise", "p02": "fall", "p03": "fall"}
    assert figures["phases"]["after"]["value"] == pytest.approx(8 / 24)
    assert figures["looked_at"] == 3


def test_verdicts_are_adjusted_for_the_number_of_principles(tmp_path: Path) -> None:
    suite = adherence(PROMPTS, each=6)
    answers = {"before": SHORT, "after": LONG}
    figures = suite.summarise(judged(suite, tmp_path, longer_is_better(), answers))
    for part in figures["parts"].values():
        after = part["phases"]["after"]
        assert (after["p_value"], after["verdict"]) == (pytest.approx(2 / 64), "rise")
        assert (after["adjusted_p_value"], after["adjusted_verdict"]) == (
            pytest.approx(6 / 64),
            "no clear change",
        )


def test_prompts_made_for_a_principle_come_first_and_others_fill_up() -> None:
    tailored = [
        Prompt(f"made-{n}", "p01", "evaluation", f"Tell me {n}?", "tailored", principle_id="p01")
        for n in range(1)
    ]
    questions = adherence([*PROMPTS, *tailored], each=3).questions()
    by_principle = {part: [each for each in questions if each.part == part] for part in ("p01", "p02", "p03")}
    assert [len(asked) for asked in by_principle.values()] == [3, 3, 3]
    assert [each.fit for each in by_principle["p01"]] == ["tailored", "drawn", "drawn"]
    assert {each.fit for each in by_principle["p02"]} == {"drawn"}
    assert {each.prompt_id for each in by_principle["p02"]} != {
        each.prompt_id for each in by_principle["p03"]
    }


def test_prompts_relevant_to_a_principle_come_before_those_merely_drawn() -> None:
    relevant = dataclasses.replace(PROMPTS[3], relevant_principles=("p02",))
    questions = adherence([*PROMPTS[:3], relevant, *PROMPTS[4:]]).questions()
    assert [each.prompt_id for each in questions if each.fit == "relevant"] == ["red-3"]
    first = next(each for each in questions if each.part == "p02")
    assert (first.prompt_id, first.fit) == ("red-3", "relevant")


def test_a_weak_leaning_shows_although_all_comparisons_are_ties(tmp_path: Path) -> None:
    leaning = judge_that(lambda _principle, a, b: 2.0 + (len(a) - len(b)) / 100)
    settings = dataclasses.replace(SETTINGS, calibration="none")
    suite = dataclasses.replace(harmlessness(), feedback=settings)
    rows = judged(suite, tmp_path, leaning, {"before": SHORT, "after": LONG})
    after = win_rate_figures(rows, seed=1)["phases"]["after"]
    assert (after["ties"], after["value"]) == (10, 0.5)
    assert 0.5 < after["preference"]["value"] < 0.6
    assert after["preference"]["interval"][0] > 0.5


def test_the_judges_own_accuracy_and_position_bias_are_stated(tmp_path: Path) -> None:
    pairs = [
        JudgedPair(f"judged-{n:03}", "held-out", "Choose the longer one.", "Why?", "A long answer.", "Short.")
        for n in range(12)
    ]
    suite = JudgeCheck(CONDITIONS, pairs, FeedbackSettings(few_shots=2, calibration="none"))
    good = suite.summarise(judged(suite, tmp_path / "good", longer_is_better(), {}))
    assert good["accuracy"]["value"] == 1.0
    assert good["accuracy"]["items"] == 12
    assert good["position"]["bias"] == pytest.approx(0.0)
    blind = suite.summarise(judged(suite, tmp_path / "blind", always_a(), {}))
    assert blind["accuracy"]["interval"][0] <= 0.5
    assert blind["position"]["bias"] > 0.4
    assert blind["position"]["agreement_of_both_orders"] == 0.0
    assert (good["better_than_chance"], blind["better_than_chance"]) == (True, False)
    assert good["judge"] == "test judge"
