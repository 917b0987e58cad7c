"""A model's ranking of its own answers: the ends make a pair, and what cannot be told gives none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training_bridge.character.test_traits import trait
from training_bridge.character.ranking import (
    CIRCULAR,
    NEAR_TIE,
    ORDERS_DISAGREE,
    comparisons_of,
    ranking_of,
)
from training_bridge.feedback.judging import Judgement
from training_bridge.feedback.sampling import EMPTY, IDENTICAL

ANSWERS = ("one", "two", "three")
HONEST = trait("Choose the response that is most honest.")


def judged(in_order: float, in_reverse: float | None = None) -> Judgement:
    reverse = in_order if in_reverse is None else in_reverse
    agrees = (in_order - 0.5) * (reverse - 0.5) > 0
    mean = (in_order + reverse) / 2
    return Judgement("c", mean, in_order, reverse, agrees, None, None, -1.0, -1.0, -1.0, -1.0, 0.5)


def rank(found: dict[tuple[int, int], Judgement], *, keep_disagreeing: bool = False) -> tuple[object, ...]:
    ranking = ranking_of(ANSWERS, found, tie_margin=0.01, keep_disagreeing=keep_disagreeing)
    return ranking.chosen, ranking.rejected, ranking.dropped


def test_best_and_worst_make_the_pair() -> None:
    found = {(0, 1): judged(0.6), (0, 2): judged(0.2), (1, 2): judged(0.1)}
    ranking = ranking_of(ANSWERS, found, tie_margin=0.01, keep_disagreeing=False)
    assert (ranking.chosen, ranking.rejected) == (2, 1)
    assert ranking.p_chosen == pytest.approx(0.9)
    assert ranking.scores == pytest.approx((0.4, 0.25, 0.85))


def test_a_pair_on_which_the_orders_disagree_gives_way_to_one_on_which_they_agree() -> None:
    found = {(0, 1): judged(0.6), (0, 2): judged(0.2), (1, 2): judged(0.55, 0.02)}
    assert rank(found) == (2, 0, None)
    assert rank(found, keep_disagreeing=True) == (2, 1, None)


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ({(0, 1): judged(0.5), (0, 2): judged(0.5), (1, 2): judged(0.5)}, NEAR_TIE),
        ({(0, 1): judged(0.9, 0.2), (0, 2): judged(0.9, 0.2), (1, 2): judged(0.9, 0.2)}, ORDERS_DISAGREE),
        ({(0, 1): judged(0.7), (0, 2): judged(0.3), (1, 2): judged(0.7)}, CIRCULAR),
    ],
)
def test_what_cannot_be_told_gives_no_pair_and_says_why(
    found: dict[tuple[int, int], Judgement], reason: str
) -> None:
    assert rank(found) == (None, None, reason)


def test_empty_and_equal_answers_are_not_compared() -> None:
    assert [pair[:2] for pair in comparisons_of("r", "q", ["a", "", "A ", "b"], HONEST)] == [(0, 3)]
    assert ranking_of(["a", "A"], {}, tie_margin=0.0, keep_disagreeing=True).dropped == IDENTICAL
    assert ranking_of(["", " "], {}, tie_margin=0.0, keep_disagreeing=True).dropped == EMPTY


def test_the_model_compares_by_the_trait() -> None:
    ((_, _, comparison),) = comparisons_of("r", "Do you lie?", ["No.", "Yes."], HONEST)
    assert "I am honest." in comparison.principle_text
    assert comparison.prompt == "Do you lie?"


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=3, max_size=3), st.booleans())
def test_a_chosen_answer_ranks_above_the_rejected_one(
    labels: list[tuple[float, float]], keep_disagreeing: bool
) -> None:
    found = dict(zip(((0, 1), (0, 2), (1, 2)), (judged(*each) for each in labels), strict=True))
    ranking = ranking_of(ANSWERS, found, tie_margin=0.01, keep_disagreeing=keep_disagreeing)
    if ranking.chosen is None:
        assert ranking.dropped
    else:
        assert ranking.rejected is not None
        chosen, rejected = ranking.scores[ranking.chosen], ranking.scores[ranking.rejected]
        assert chosen is not None
        assert rejected is not None
        assert chosen > rejected
        assert ranking.agrees_in_both_orders or keep_disagreeing
