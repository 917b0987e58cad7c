"""Which of four choices is likeliest, so that every run has a capability figure."""

import math
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training_bridge.evaluation.suites import CONDITIONS, ScoringModel, measured
from training_bridge.evaluation.simple_questions import (
    SimpleQuestion,
    SimpleQuestionSuite,
    among,
    likeliest,
    load_simple_questions,
)

QUESTIONS = [
    SimpleQuestion(
        f"q{number}", "numbers", "evaluation", f"What is {number}?", ("one", "two", "six", "ten"), 1
    )
    for number in range(7)
]


def likes(word: str) -> ScoringModel:
    return ScoringModel(lambda asked: -1.0 if asked.answer == word else -3.0)


def test_accuracy_counts_the_questions_whose_correct_choice_is_likeliest(tmp_path: Path) -> None:
    suite = SimpleQuestionSuite(CONDITIONS, QUESTIONS)
    figures = suite.summarise(measured(suite, tmp_path, {"before": likes("two"), "after": likes("six")}))
    assert figures["phases"]["before"]["value"] == 1.0
    assert figures["phases"]["after"]["value"] == 0.0
    assert figures["differences"]["after"]["to_before"]["verdict"] == "fall"
    likelihood = figures["parts"]["log-probability of the correct choice"]["phases"]["before"]["value"]
    assert likelihood == pytest.approx(-math.log(1 + 3 * math.exp(-2)))


def test_long_choices_have_no_disadvantage() -> None:
    # -6 over twelve characters is more a character than -4 over four.
    assert likeliest([-6.0, -4.0], ["a long reply", "no!!"]) == 0


@given(st.lists(st.floats(-500, 0), min_size=2, max_size=5))
def test_the_choices_share_all_probability(totals: list[float]) -> None:
    assert sum(math.exp(among(totals, place)) for place in range(len(totals))) == pytest.approx(1.0)


def test_our_questions_have_four_different_choices_and_no_favourite_place() -> None:
    questions = load_simple_questions()
    assert len(questions) >= 80
    for question in questions:
        assert len(set(question.choices)) == 4
        assert 0 <= question.correct < 4
    assert max(Counter(question.correct for question in questions).values()) <= len(questions) / 4 + 1


def test_the_longest_choice_is_not_mostly_the_correct_one() -> None:
    questions = load_simple_questions()
    longest = sum(
        len(question.choices[question.correct]) == max(map(len, question.choices)) for question in questions
    )
    assert longest / len(questions) < 0.5
