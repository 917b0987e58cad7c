"""The rules against the published principles: made on the odd-numbered pairs, held against the even."""

import pytest

from benchmarks.wording import form_of, measure, outcomes, overlap, published_pairs, shape_of
from tests.shared_data import shared_data


def test_every_second_published_pair_gets_the_same_kind_and_most_the_same_shape_and_words() -> None:
    held_out = measure(published_pairs(shared_data("ccai"))[1::2])
    assert held_out.pairs == 21
    assert held_out.same_kind >= 20
    assert held_out.same_shape >= 20
    assert held_out.same_shape_and_words >= 14
    assert held_out.same_shape_and_words_by_standard_list >= 15
    assert held_out.same_form_and_words >= 11
    assert held_out.set_aside == 0


@pytest.mark.parametrize(
    ("principle", "form", "shape"),
    [
        ("Choose the response that is most kind.", "is most ADJECTIVE", "is most ADJECTIVE"),
        ("Choose the response that is as kind as possible.", "as ADJECTIVE as possible", "is most ADJECTIVE"),
        ("Choose the response that is the least kind.", "is least ADJECTIVE", "is least ADJECTIVE"),
        ("Choose the response that is least likely to lie.", "is least likely to VERB", "least VERBs"),
        ("Choose the response that least encourages it.", "least VERBs", "least VERBs"),
        ("Choose the response that asks if unsure.", "other", "other"),
    ],
)
def test_two_forms_of_one_rule_are_one_shape(principle: str, form: str, shape: str) -> None:
    assert (form_of(principle), shape_of(principle)) == (form, shape)


def test_a_wish_and_its_opposite_have_the_same_words_and_not_the_same_shape() -> None:
    wish, ban = "Choose the response that most praises war.", "Choose the response that least praises war."
    assert overlap(wish, ban) == 1.0
    assert shape_of(wish) != shape_of(ban)


def test_what_comes_of_statements_is_counted_by_outcome() -> None:
    assert outcomes(["AI should be kind.", "Kindness", "AI should be free for all."]) == {
        "left to a person": 1,
        "set aside: product": 1,
        "worded": 1,
    }
