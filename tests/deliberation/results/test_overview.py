"""The rules by which findings are chosen, on stored rows made by hand."""

import pytest

from deliberation.results.overview import overview_of
from deliberation.results.sentences import dividing_title, opening_sentences, uniting_title
from tests.deliberation.results.stored_rows import numbers, stored, with_group, with_result

pytestmark = pytest.mark.django_db


def test_only_what_surely_has_a_majority_in_every_group_unites(deliberation):
    analysis = stored(deliberation)
    low = with_result(analysis, (9, 1, 0), (9, 1, 0), bound=0.5)
    middle = with_result(analysis, (90, 10, 0), (90, 10, 0), bound=0.7)
    high = with_result(analysis, (95, 5, 0), (95, 5, 0), bound=0.8)
    found = overview_of(analysis)
    assert numbers(found.uniting) == [high, middle]
    assert found.agreed_count == 2
    assert low not in numbers(found.uniting)


def test_a_difference_of_a_quarter_divides_and_less_does_not(deliberation):
    analysis = stored(deliberation)
    with_result(analysis, (5, 5, 0), (6, 4, 0), divisiveness=0.24)
    dividing = with_result(analysis, (9, 1, 0), (1, 9, 0), divisiveness=0.25)
    found = overview_of(analysis)
    assert (numbers(found.dividing), found.divisive_count) == ([dividing], 1)


def test_what_chance_alone_may_have_divided_does_not_divide(deliberation):
    analysis = stored(deliberation)
    with_result(analysis, (2, 0, 0), (0, 2, 0), divisiveness=0.8, divisiveness_low=0.0, divisiveness_high=1.0)
    found = overview_of(analysis)
    assert (numbers(found.dividing), found.divisive_count) == ([], 0)


def test_few_votes_never_outrank_many_in_division(deliberation):
    analysis = stored(deliberation)
    few = with_result(
        analysis, (5, 0, 0), (0, 5, 0), divisiveness=0.9, divisiveness_low=0.4, divisiveness_high=1.3
    )
    many = with_result(
        analysis, (160, 40, 0), (40, 160, 0), divisiveness=0.6, divisiveness_low=0.52, divisiveness_high=0.68
    )
    assert numbers(overview_of(analysis).dividing) == [many, few]


def test_the_rule_decides_what_is_agreed_and_not_the_bound_alone(deliberation):
    analysis = stored(deliberation)
    interval = {"divisiveness_low": 0.0, "divisiveness_high": 0.2}
    with_result(analysis, (3, 0, 0), (90, 10, 0), bound=0.51, agreed=False, **interval)
    agreed = with_result(
        analysis, (90, 10, 0), (90, 10, 0), bound=0.7, agreed=True, resample_share=0.9, **interval
    )
    firm = with_result(
        analysis, (95, 5, 0), (95, 5, 0), bound=0.8, agreed=True, resample_share=1.0, **interval
    )
    found = overview_of(analysis)
    assert numbers(found.uniting) == [firm, agreed]
    assert (found.agreed_count, found.firm_count, found.shakiest) == (2, 1, 0.9)


@pytest.mark.parametrize(
    ("overlap", "word"),
    [(None, None), (0.85, "very stable"), (0.84, "stable"), (0.75, "stable"), (0.74, "shaky")],
)
def test_a_groups_stability_has_a_word(deliberation, overlap, word):
    analysis = stored(deliberation)
    with_group(analysis, 0, 60, stability=overlap)
    assert overview_of(analysis).groups[0].stability == word


def test_a_no_of_one_large_group_is_not_the_no_of_all(deliberation):
    analysis = stored(deliberation, rejected=(1, 2))
    with_group(analysis, 0, 70)
    with_group(analysis, 1, 30)
    with_result(analysis, (2, 68, 0), (28, 2, 0))
    both = with_result(analysis, (2, 68, 0), (2, 28, 0))
    assert numbers(overview_of(analysis).rejected) == [both]


def test_what_a_group_shares_with_the_others_does_not_set_it_apart(deliberation):
    analysis = stored(deliberation)
    with_group(analysis, 0, 60, (1, "disagree", True), (2, "agree", False), (3, "disagree", False))
    with_group(analysis, 1, 40)
    with_result(analysis, (57, 2, 1), (39, 1, 0))
    with_result(analysis, (50, 10, 0), (5, 35, 0))
    with_result(analysis, (6, 54, 0), (36, 4, 0))
    [first, _second] = overview_of(analysis).groups
    apart = [(found.line.statement.number, found.position) for found in first.representative]
    assert apart == [(2, "agree"), (3, "disagree")]
    assert first.representative[0].own_share == pytest.approx(50 / 60)
    assert first.representative[0].others_share == pytest.approx(5 / 40)


def test_the_statement_a_group_agrees_with_most_is_shown_as_agreement(deliberation):
    analysis = stored(deliberation)
    with_group(analysis, 0, 60, (1, "disagree", True))
    with_group(analysis, 1, 40)
    with_result(analysis, (57, 2, 1), (30, 10, 0))
    [found] = overview_of(analysis).groups[0].representative
    assert found.position == "agree"


def test_where_nothing_stands_out_the_sentences_say_so(deliberation):
    analysis = stored(deliberation)
    with_result(analysis, (5, 5, 0), (5, 5, 0))
    found = overview_of(analysis)
    assert opening_sentences(found)[1:] == [
        "There is no statement yet with which most people surely agree.",
        "Nothing divides them clearly.",
    ]
    assert dividing_title(found) == "No statement clearly divides people"
    assert uniting_title(found).startswith("There is no statement yet")
