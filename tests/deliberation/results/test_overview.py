"""The rules by which findings are chosen, on stored rows made by hand."""

import pytest

from deliberation.models import Analysis, Deliberation, OpinionGroup, StatementResult
from deliberation.results.overview import overview_of
from deliberation.results.sentences import dividing_title, opening_sentences, uniting_title
from tests.factories import StatementFactory

pytestmark = pytest.mark.django_db

Votes = tuple[int, int, int]


def stored(deliberation: Deliberation, *, rejected: tuple[int, ...] = ()) -> Analysis:
    """An analysis without results."""
    named = [{"statement": number, "position": "disagree"} for number in rejected]
    summary = {"majority_disagree": named, "majority_agree": [], "explained_variance": [0.2, 0.1]}
    return Analysis.objects.create(
        deliberation=deliberation,
        mode="stable",
        parameters={},
        seed=0,
        input_hash="0" * 64,
        result_hash="1" * 64,
        participant_count=100,
        statement_count=3,
        vote_count=100,
        agree=50,
        disagree=40,
        passed=10,
        summary=summary | {"grouping_note": None},
    )


def with_group(analysis: Analysis, number: int, size: int, *found: tuple[int, str, bool]) -> None:
    OpinionGroup.objects.create(
        analysis=analysis,
        number=number,
        size=size,
        center_x=0.0,
        center_y=0.0,
        representative=[
            {"statement": statement, "position": position, "best_agree": best}
            for statement, position, best in found
        ],
    )


def with_result(analysis: Analysis, *by_group: Votes, bound: float = 0.3, divisiveness: float = 0.1) -> int:
    """The result of a new statement; returns the statement's number."""
    agree, disagree, passed = (sum(counts) for counts in zip(*by_group, strict=True))
    statement = StatementFactory(deliberation=analysis.deliberation, author=None)
    StatementResult.objects.create(
        analysis=analysis,
        statement=statement,
        votes=agree + disagree + passed,
        agree=agree,
        disagree=disagree,
        passed=passed,
        x=0,
        y=0,
        extremity=0,
        group_aware_consensus=0.5,
        consensus_geometric_mean=0.5,
        consensus_lower_bound=bound,
        divisiveness=divisiveness,
        priority=1,
        by_group=[{"agree": a, "disagree": d, "pass": p, "votes": a + d + p} for a, d, p in by_group],
    )
    number: int = statement.number
    return number


def numbers(lines) -> list[int]:
    return [line.statement.number for line in lines]


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
