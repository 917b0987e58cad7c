"""Both orders, calibration, reasons: with judges whose preferences are known."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.training_bridge.feedback.judges import always_a, judge_that, longer_is_better, shown
from training_bridge.feedback.judging import Comparison, compare, position_prior
from training_bridge.feedback.settings import FeedbackSettings
from training_bridge.generation.interface import GenerationError, Request
from training_bridge.generation.scripted import ScriptedModel

PLAIN = FeedbackSettings(calibration="none")
CALIBRATED = FeedbackSettings()
THOUGHTFUL = FeedbackSettings(chain_of_thought=True)
SHORT_AND_LONG = Comparison("c1", "How?", "Do this.", "Do this, then that, then rest.", "Choose well.")


def sigmoid(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def test_a_label_is_the_mean_of_both_orders_worked_by_hand() -> None:
    # The judge gives A 1 nat for its place, and the second answer 2 nats for its content.
    judge = judge_that(lambda _, a, b: 1.0 + (2.0 if a.startswith("Long") else -2.0))
    (judged,) = compare(judge, [Comparison("c", "How?", "Short", "Long", "Choose.")], PLAIN)
    assert judged.p_first_in_order == pytest.approx(sigmoid(-1.0))
    assert judged.p_first_in_reverse == pytest.approx(1 - sigmoid(3.0))
    assert judged.p_first == pytest.approx((sigmoid(-1.0) + 1 - sigmoid(3.0)) / 2)
    assert judged.agrees_in_both_orders
    assert judged.reason is None
    assert (judged.prior_a, judged.id) == (0.5, "c")


def test_calibration_divides_by_what_the_judge_says_of_nothing() -> None:
    # Content-free texts are alike on both sides, so the push to A is all that the judge has there.
    judge = longer_is_better(push_to_a=1.5)
    assert position_prior(judge, CALIBRATED) == pytest.approx(sigmoid(1.5))
    (judged,) = compare(judge, [SHORT_AND_LONG], CALIBRATED)
    content = (len(SHORT_AND_LONG.first) - len(SHORT_AND_LONG.second)) / 10
    assert judged.p_first == pytest.approx(sigmoid(content))
    assert judged.p_first_in_order == pytest.approx(judged.p_first_in_reverse)


def test_a_judge_without_a_favourite_place_is_not_changed_by_calibration() -> None:
    judge = longer_is_better()
    plain, calibrated = (compare(judge, [SHORT_AND_LONG], each)[0] for each in (PLAIN, CALIBRATED))
    assert plain.p_first == pytest.approx(calibrated.p_first)


@pytest.mark.parametrize("how", [PLAIN, CALIBRATED])
def test_a_judge_that_always_says_a_gives_one_half_and_agrees_with_itself_nowhere(
    how: FeedbackSettings,
) -> None:
    (judged,) = compare(always_a(), [SHORT_AND_LONG], how)
    assert judged.p_first == pytest.approx(0.5)
    assert not judged.agrees_in_both_orders


def test_swapping_the_answers_swaps_the_label_exactly() -> None:
    @settings(max_examples=50, deadline=None)
    @given(st.text(max_size=40), st.text(max_size=40), st.floats(-3, 3), st.booleans())
    def swaps(first: str, second: str, push: float, thoughtful: bool) -> None:
        how = THOUGHTFUL if thoughtful else PLAIN
        both = compare(
            longer_is_better(push),
            [Comparison("1", "Q", first, second, "P"), Comparison("2", "Q", second, first, "P")],
            how,
        )
        assert both[0].p_first == pytest.approx(1 - both[1].p_first)
        assert both[0].p_first_in_order == pytest.approx(1 - both[1].p_first_in_reverse)
        assert both[0].agrees_in_both_orders == both[1].agrees_in_both_orders

    swaps()


def test_each_pair_is_shown_in_both_orders_after_the_same_examples() -> None:
    judge = longer_is_better()
    compare(judge, [SHORT_AND_LONG], PLAIN)
    in_order, in_reverse = judge.asked
    assert shown(in_order)["A"] == shown(in_reverse)["B"] == " Do this."
    assert shown(in_order)["B"] == shown(in_reverse)["A"]
    examples = in_order.text.rsplit("###\n", 1)[0]
    assert in_reverse.text.startswith(examples)
    assert examples.count("Response A\n") == examples.count("Response B\n") == 2
    assert in_order.style == "plain"


def test_with_a_chain_of_thought_the_reasons_come_first_and_the_label_is_clamped() -> None:
    judge = longer_is_better()
    judge._answer = lambda request: "A: is short.\nResponse A"
    far_apart = Comparison("c", "How?", "No.", "Yes, and here is how: " + "step by step " * 9, "Choose.")
    (judged,) = compare(judge, [far_apart], THOUGHTFUL)
    assert judged.p_first == pytest.approx(0.4)
    assert judged.p_first_in_order < 0.01
    assert judged.reason == judged.reason_in_reverse == "A - is short. Response, A"
    for asked in judge.asked[2:]:
        assert asked.text.endswith("\nReasons: A - is short. Response, A\nResponse")
    assert judge.asked[0].text.endswith("\nReasons:")
    assert judge.asked[0].stop == ("\n",)
    assert judged.prior_a == 0.5


@pytest.mark.parametrize("how", [PLAIN, CALIBRATED, THOUGHTFUL])
def test_progress_counts_comparisons(how: FeedbackSettings) -> None:
    heard: list[int] = []
    compare(longer_is_better(), [SHORT_AND_LONG] * 3, how, heard.append)
    assert sum(heard) == 3


def test_nothing_to_judge_asks_nothing() -> None:
    judge = longer_is_better()
    assert compare(judge, [], CALIBRATED) == []
    assert judge.asked == []


@pytest.mark.parametrize("pair", [(-math.inf, -math.inf), (math.nan, -1.0)])
def test_letters_without_any_probability_are_no_judgement(pair: tuple[float, float]) -> None:
    def choose(_request: Request, _choices: object) -> list[float]:
        return list(pair)

    with pytest.raises(GenerationError, match="neither letter"):
        compare(ScriptedModel(lambda _: "", choose), [SHORT_AND_LONG], PLAIN)


def test_one_letter_without_probability_is_a_certain_choice() -> None:
    def choose(_request: Request, _choices: object) -> list[float]:
        return [0.0, -math.inf]

    (judged,) = compare(ScriptedModel(lambda _: "", choose), [SHORT_AND_LONG], PLAIN)
    assert (judged.p_first_in_order, judged.p_first_in_reverse) == (1.0, 0.0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"few_shots": 3},
        {"clamp": 0.5},
        {"tie_margin": 0.5},
        {"pairs": 0},
        {"checked_pairs": 0},
        {"helpful_share": 1.0},
        {"few_shots": -2},
    ],
)
def test_settings_that_no_judge_could_follow_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be"):
        FeedbackSettings(**wrong)  # type: ignore[arg-type]
