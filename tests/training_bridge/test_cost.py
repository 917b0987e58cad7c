"""What a run will take is said before it starts, and grows with what is asked."""

import dataclasses

import pytest

from tests.training_bridge.constitutions import canonical_constitution
from training_bridge.cost import CostEstimate, Prices, Speeds, estimate
from training_bridge.evaluation.settings import EvaluationSettings
from training_bridge.pipeline import stages_of
from training_bridge.principles import read_constitution
from training_bridge.run_settings import ADDITIONS, DEMONSTRATION, SCRIPTED, STAGE_NAMES, RunSettings
from training_bridge.texts import Texts

TEXTS = Texts.own()


def cost(settings: RunSettings, prices: Prices | None = None, speeds: Speeds | None = None) -> CostEstimate:
    return estimate(
        settings,
        read_constitution(canonical_constitution()),
        TEXTS,
        stages_of("all", settings),
        prices=prices,
        speeds=speeds,
    )


def test_every_stage_of_a_whole_run_has_its_line_and_the_sums_are_theirs() -> None:
    found = cost(DEMONSTRATION)
    assert [line.stage for line in found.lines] == [name for name in STAGE_NAMES if name not in ADDITIONS]
    assert found.seconds == pytest.approx(sum(line.seconds for line in found.lines))
    written = found.to_json()
    assert written["tokens"] == found.tokens
    assert all(line.seconds > 0 for line in found.lines if line.stage != "prompts")


def test_one_prompt_in_one_round_takes_three_texts_and_their_longest_lengths() -> None:
    settings = dataclasses.replace(
        DEMONSTRATION, limit=1, rounds=1, response_tokens=10, critique_tokens=20, revision_tokens=30
    )
    line = next(line for line in cost(settings).lines if line.stage == "critique-revision")
    assert (line.requests, line.new_tokens) == (3, 60)


def test_more_rounds_and_more_prompts_cost_more() -> None:
    one, two = cost(DEMONSTRATION), cost(dataclasses.replace(DEMONSTRATION, rounds=2))
    assert two.seconds > one.seconds
    assert cost(dataclasses.replace(DEMONSTRATION, limit=10)).seconds < one.seconds


def test_only_what_a_server_reads_and_writes_costs_money() -> None:
    prices = Prices(prompt_tokens=1.0, new_tokens=2.0, currency="EUR")
    assert cost(DEMONSTRATION, prices).money == 0
    served = cost(dataclasses.replace(DEMONSTRATION, server="http://127.0.0.1:9/v1"), prices)
    revising = next(line for line in served.lines if line.stage == "critique-revision")
    assert revising.money == pytest.approx((revising.prompt_tokens + 2 * revising.new_tokens) / 1e6)
    assert {line.stage for line in served.lines if line.money} == {
        "critique-revision",
        "feedback",
        "evaluate",
    }
    assert served.currency == "EUR"


def test_of_the_evaluation_only_what_a_judge_on_a_server_reads_costs_money() -> None:
    prices = Prices(prompt_tokens=1.0, new_tokens=1e6)
    judged = dataclasses.replace(DEMONSTRATION, judge_server="http://127.0.0.1:9/v1")
    line = next(line for line in cost(judged, prices).lines if line.stage == "evaluate")
    assert 0 < line.money < line.prompt_tokens / 1e6
    unjudged = dataclasses.replace(judged, evaluation=EvaluationSettings(suites=("sycophancy",)))
    assert cost(unjudged, prices).lines[-1].money == 0


def test_more_suites_items_and_phases_are_more_to_measure() -> None:
    def tokens(settings: RunSettings) -> int:
        line = cost(settings).lines[-1]
        return line.prompt_tokens + line.new_tokens

    usual = tokens(DEMONSTRATION)
    everything = EvaluationSettings(sycophancy_questions=None, simple_questions=None, judged_answers=None)
    assert tokens(dataclasses.replace(DEMONSTRATION, evaluation=everything)) > usual
    assert tokens(dataclasses.replace(DEMONSTRATION, evaluation=EvaluationSettings(suites=()))) < usual
    assert tokens(dataclasses.replace(DEMONSTRATION, control=False)) < usual
    assert tokens(dataclasses.replace(DEMONSTRATION, methods=())) < usual


def test_a_faster_machine_takes_less_time_for_the_same_tokens() -> None:
    usual = cost(DEMONSTRATION)
    fast = cost(DEMONSTRATION, speeds=Speeds(read=150_000, write=6_000, train=30_000))
    assert fast.tokens == usual.tokens
    assert fast.seconds == pytest.approx(usual.seconds / 100)


def test_without_methods_nothing_is_estimated_for_them() -> None:
    stages = [line.stage for line in cost(dataclasses.replace(DEMONSTRATION, methods=())).lines]
    assert stages == ["prompts", "critique-revision", "sft", "evaluate"]


def test_a_script_takes_no_time() -> None:
    assert cost(dataclasses.replace(DEMONSTRATION, model=SCRIPTED)).seconds == 0
