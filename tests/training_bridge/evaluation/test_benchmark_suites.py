import json
from pathlib import Path
from typing import Any

import pytest

from tests.training_bridge.evaluation.benchmark_sets.written import write_benchmarks
from tests.training_bridge.tiny_model import load_tiny_model
from training_bridge.evaluation.bbq import LETTERS, BiasSuite, preferred, rotated_prompt
from training_bridge.evaluation.benchmark_sets.bbq_set import DIMENSIONS
from training_bridge.evaluation.benchmark_sets.benchmarks import NONE, Benchmarks, read_benchmarks
from training_bridge.evaluation.benchmark_suites import benchmark_suites
from training_bridge.evaluation.benchmark_table import benchmark_table
from training_bridge.evaluation.gsm8k import MathSuite, problem_prompt
from training_bridge.evaluation.number_answers import answered_number
from training_bridge.evaluation.settings import EvaluationSettings
from training_bridge.evaluation.suite import Conditions, Suite
from training_bridge.evaluation.xstest import OverRefusalSuite
from training_bridge.generation.interface import Request
from training_bridge.generation.scripted import ScriptedModel
from training_bridge.prompts import load_labelled_answers
from training_bridge.record_files import RecordFile
from training_bridge.records import Phase

CONDITIONS = Conditions(constitution_sha256="c" * 64, seed=1, batch_rows=4, answer_tokens=20)
LABELLED = load_labelled_answers()


@pytest.fixture
def benchmarks(tmp_path: Path) -> Benchmarks:
    return read_benchmarks(write_benchmarks(tmp_path / "data"))


def answer(request: Request) -> str:
    if "#### 22" in request.text:
        asked = request.text.rsplit("Question:", 1)[1]
        count = int(asked.split()[1])
        return f" That is\n#### {1000 + count}" if count else " I think 7"
    return "I can't help with that." if "arson" in request.text else "Sure, do it so."


def choosing(letter: str) -> ScriptedModel:
    """Give a model that likes one letter, whatever it stands for, and "Not known" a little."""

    def choose(request: Request, choices: Any) -> list[float]:
        shown = dict(line.split(". ", 1) for line in request.text.splitlines() if line[1:3] == ". ")
        return [-1.0 - (choice != letter) * 3 + (shown[choice] == "Not known") * 0.5 for choice in choices]

    return ScriptedModel(answer, choose)


def measured(suite: Suite, tmp_path: Path, *models: tuple[Phase, Any]) -> list[dict[str, Any]]:
    records = RecordFile(tmp_path / f"{suite.name}.jsonl")
    for phase, model in models:
        done: list[int] = []
        suite.measure(phase, model, records, done.append)
        assert sum(done) == suite.size()
        assert suite.is_measured(phase, records)
    return list(records)


def test_a_preference_for_a_letter_falls_out_over_the_rotations(
    benchmarks: Benchmarks, tmp_path: Path
) -> None:
    suite = BiasSuite(benchmarks.bbq, None, CONDITIONS)
    rows = measured(suite, tmp_path, ("before", choosing("A")))
    assert {row["answer"] for row in rows} == {2}
    figures = suite.summarise(rows)
    assert figures["parts"]["accuracy_ambiguous"]["phases"]["before"]["value"] == 1
    assert figures["phases"]["before"]["value"] == 0
    assert figures["position"]["before"]["letters"] == {"A": 1, "B": 0, "C": 0}
    assert figures["position"]["before"]["same_answer_in_all_rotations"]["value"] == 0


def test_every_answer_takes_every_place_once(benchmarks: Benchmarks) -> None:
    question = benchmarks.bbq[0]
    places: dict[str, set[str]] = {}
    for rotation in range(3):
        for line in rotated_prompt(question, rotation).splitlines():
            if line[:1] in LETTERS and line[1:3] == ". ":
                places.setdefault(line[3:], set()).add(line[0])
    assert places == {shown: set(LETTERS) for shown in question.answers}


def test_the_preferred_answer_has_the_largest_mean() -> None:
    assert preferred([[-1, -2, -9], [-9, -2, -1], [-9, -2, -9]]) == 1


def test_bias_and_accuracy_are_given_by_dimension_and_context(benchmarks: Benchmarks, tmp_path: Path) -> None:
    def stereotyping(request: Request, choices: Any) -> list[float]:
        negative = "lost" in request.text
        wanted = "The aunt" if negative else "The niece"
        return [0.0 if f"{choice}. {wanted}" in request.text else -5.0 for choice in choices]

    suite = BiasSuite(benchmarks.bbq, None, CONDITIONS)
    rows = measured(
        suite, tmp_path, ("before", choosing("B")), ("after", ScriptedModel(answer, stereotyping))
    )
    figures = suite.summarise(rows)
    by_age = figures["parts"]["bias_ambiguous: Age"]
    assert (by_age["phases"]["before"]["value"], by_age["phases"]["after"]["value"]) == (0, 1)
    assert by_age["differences"]["after"]["to_before"]["verdict"] == "no clear change", "three templates"
    assert figures["parts"]["accuracy_ambiguous: Age"]["phases"]["after"]["value"] == 0
    assert figures["position"]["after"]["same_answer_in_all_rotations"]["value"] == 1


def test_over_refusal_and_refusal_stand_side_by_side(benchmarks: Benchmarks, tmp_path: Path) -> None:
    suite = OverRefusalSuite(benchmarks.xstest, None, CONDITIONS, LABELLED)
    rows = measured(suite, tmp_path, ("before", ScriptedModel(answer)))
    figures = suite.summarise(rows)
    assert figures["measure"] == "over_refusal"
    over, refusal = figures["phases"]["before"], figures["parts"]["refusal"]["phases"]["before"]
    assert (over["value"], over["items"]) == (pytest.approx(1 / 3), 3)
    assert (refusal["value"], refusal["items"]) == (0.5, 2)
    assert figures["parts"]["type: definitions"]["better"] == "lower"
    assert figures["parts"]["type: contrast_definitions"]["better"] == "higher"
    assert figures["classifier_error_held_out"]["items"] > 0


def test_problems_are_right_by_their_number(benchmarks: Benchmarks, tmp_path: Path) -> None:
    suite = MathSuite(benchmarks.gsm8k, None, CONDITIONS, tokens=40)
    rows = measured(suite, tmp_path, ("before", ScriptedModel(answer)))
    figures = suite.summarise(rows)
    assert figures["phases"]["before"]["value"] == pytest.approx(2 / 3)
    assert {row["number"] for row in rows} == {"7", "1001", "1002"}
    assert all("seed" in row["provenance"] for row in rows)


def test_the_worked_examples_come_to_the_numbers_they_mark() -> None:
    solved = problem_prompt("").split("Answer:")[1:-1]
    for text in solved:
        working, marked = text.split("####")
        assert answered_number(working) == answered_number("####" + marked)


def test_the_table_has_the_rows_of_published_work(benchmarks: Benchmarks, tmp_path: Path) -> None:
    figures = {}
    for suite in benchmark_suites(benchmarks, EvaluationSettings(), CONDITIONS, LABELLED):
        figures[suite.name] = suite.summarise(measured(suite, tmp_path, ("before", choosing("A"))))
    table = benchmark_table(figures)
    assert table is not None
    rows = dict(line.strip("| ").split(" | ", 1) for line in table.splitlines() if line.startswith("| "))
    assert rows["measure"] == "before"
    assert rows["MMLU, accuracy"] == "not measured"
    assert rows["GSM8K, exact match"].startswith("66.7 (20.8 to 93.9), n = 3")
    assert rows["BBQ ambiguous, accuracy"].startswith("100.0 ")
    assert rows["BBQ disambiguated, bias: Disability status"] == "not measured"
    assert sum(name.startswith("BBQ ambiguous, bias: ") for name in rows) == len(DIMENSIONS)
    assert benchmark_table({"bbq": {"not_measured": "no folder"}}) is None


def test_nothing_is_measured_twice_and_a_stopped_run_goes_on(
    benchmarks: Benchmarks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = BiasSuite(benchmarks.bbq, None, CONDITIONS)
    first = measured(whole, tmp_path / "first", ("before", choosing("A")))
    path = tmp_path / "second" / "bbq.jsonl"
    path.parent.mkdir()
    path.write_text("".join(json.dumps(row) + "\n" for row in first[:4]) + '{"id": "torn')
    model = choosing("A")
    asked: list[Request] = []
    choose = model.choose

    def counted(requests: Any, *rest: Any) -> Any:
        asked.extend(requests)
        return choose(requests, *rest)

    monkeypatch.setattr(model, "choose", counted)
    assert measured(whole, tmp_path / "second", ("before", model)) == first
    assert len(asked) == 3 * (whole.size() - 4)


def test_a_set_that_is_not_there_says_so() -> None:
    suites = benchmark_suites(NONE, EvaluationSettings(), CONDITIONS, LABELLED)
    assert [suite.name for suite in suites] == ["xstest", "bbq", "gsm8k"]
    assert all("hold no" in (suite.absence() or "") for suite in suites)
    assert all(isinstance(suite, Suite) for suite in suites)


def test_the_samples_of_the_real_sets_are_even(real_benchmarks: Benchmarks) -> None:
    suites = benchmark_suites(real_benchmarks, EvaluationSettings(), CONDITIONS, LABELLED)
    assert [suite.size() for suite in suites] == [60, 108, 30]
    assert all(suite.absence() is None for suite in suites)
    over_refusal, bias, _ = suites
    assert isinstance(bias, BiasSuite) and isinstance(over_refusal, OverRefusalSuite)
    for dimension in DIMENSIONS:
        own = [question for question in bias.items if question.dimension == dimension]
        assert len(own) == 12
        assert sum(question.ambiguous for question in own) == sum(question.negative for question in own) == 6
        assert all(question.target is not None for question in own)
    assert len({prompt.type for prompt in over_refusal.items}) == 18


def test_a_model_with_weights_is_measured_on_real_rows(
    real_benchmarks: Benchmarks, tiny_model_folder: Path, tmp_path: Path
) -> None:
    settings = EvaluationSettings(xstest_prompts=4, bbq_questions=4, gsm8k_problems=2, gsm8k_tokens=4)
    model = load_tiny_model(tiny_model_folder)
    for suite in benchmark_suites(real_benchmarks, settings, CONDITIONS, LABELLED):
        rows = measured(suite, tmp_path, ("before", model))
        assert len(rows) == suite.size()
        json.dumps(suite.summarise(rows), allow_nan=False)
