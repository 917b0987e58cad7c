"""How sure the result of a statement is, in words, on stored rows made by hand."""

import pytest

from deliberation.results.overview import StatementLine, public_results
from deliberation.results.verdicts import verdict_of, weakness
from tests.deliberation.results.stored_rows import stored, with_result

pytestmark = pytest.mark.django_db

CLEAR = {"divisiveness_low": 0.0, "divisiveness_high": 0.1}
FIRM = {"bound": 0.837, "agreed": True, "robustness_added": 13, "robustness_changed": 7, **CLEAR}


def line_of(deliberation, *by_group, **measured) -> StatementLine:
    analysis = stored(deliberation)
    with_result(analysis, *by_group, **measured)
    return StatementLine(public_results(analysis).get(), tuple("ABCDEF"[: len(by_group)]))


def test_an_agreed_statement_says_what_would_end_that(deliberation):
    line = line_of(deliberation, (90, 5, 5), (45, 3, 2), resample_share=0.971, **FIRM)
    verdict = verdict_of(line, 1000)
    assert verdict.kind == "agreed"
    assert verdict.words == "In every group surely over 83% agree"
    assert verdict.firmness == (
        "13 more votes against in one group, or 7 changed minds, would end this. "
        "It holds in 97% of 1,000 re-drawn assemblies."
    )


def test_without_groups_nothing_is_said_of_groups(deliberation):
    measured = FIRM | {"robustness_added": 1, "robustness_changed": 1, "divisiveness": 0.02}
    verdict = verdict_of(line_of(deliberation, (90, 5, 5), resample_share=1.0, **measured), 500)
    assert verdict.words == "Surely over 83% agree"
    assert verdict.firmness == (
        "1 more vote against, or 1 changed mind, would end this. It holds in all 500 re-drawn assemblies."
    )
    assert verdict.distance == "The two sides of the map are 2 points apart (0 to 10)."


def test_the_overview_speaks_of_re_drawn_assemblies_only_where_some_lack_the_agreement(deliberation):
    line = line_of(deliberation, (90, 5, 5), (45, 3, 2), resample_share=1.0, **FIRM)
    assert weakness(line, 1000) == "13 more votes against in one group, or 7 changed minds, would end this."
    line.result.resample_share = 0.6
    assert weakness(line, 1000).endswith("It holds in 60% of 1,000 re-drawn assemblies.")


def test_a_divided_statement_says_between_which_limits(deliberation):
    line = line_of(
        deliberation,
        (90, 10, 0),
        (10, 40, 0),
        divisiveness=0.7,
        divisiveness_low=0.55,
        divisiveness_high=0.84,
        resample_share=0.0,
    )
    verdict = verdict_of(line, 1000)
    assert (verdict.kind, verdict.words) == ("divided", "Divided, by 55 to 84 points")
    assert verdict.distance == "The groups are 70 points apart (55 to 84)."
    assert verdict.firmness == ""


def test_a_distance_beyond_the_scale_ends_at_its_end(deliberation):
    line = line_of(
        deliberation,
        (14, 0, 0),
        (0, 14, 0),
        divisiveness=0.9,
        divisiveness_low=0.3,
        divisiveness_high=1.4,
    )
    assert verdict_of(line, None).distance == "The groups are 90 points apart (30 to 100)."


def test_what_all_reject_is_told_apart(deliberation):
    verdict = verdict_of(line_of(deliberation, (2, 60, 0), (1, 40, 0), **CLEAR), 1000)
    assert (verdict.kind, verdict.words) == ("rejected", "Most say no, in every group")


def test_what_is_not_settled_is_said_so_with_its_chance(deliberation):
    line = line_of(deliberation, (6, 3, 0), (5, 4, 0), resample_share=0.12, **CLEAR)
    verdict = verdict_of(line, 1000)
    assert (verdict.kind, verdict.words) == ("open", "Neither surely agreed nor clearly divided")
    assert verdict.firmness == "It would be agreed in 12% of 1,000 re-drawn assemblies."


@pytest.mark.parametrize(
    ("bridging", "said"),
    [
        (0.11, "More agreement across the main divide than usual here (+0.11)."),
        (-0.246, "Less agreement across the main divide than usual here (\N{MINUS SIGN}0.25)."),
        (0.01, "About as much agreement across the main divide as usual here (+0.01)."),
        (None, ""),
    ],
)
def test_the_second_opinion_is_put_into_words(deliberation, bridging, said):
    assert verdict_of(line_of(deliberation, (9, 1, 0), bridging=bridging), None).second_opinion == said


def test_weighted_and_plain_shares_stand_beside_each_other(deliberation):
    verdict = verdict_of(line_of(deliberation, (60, 40, 0), (30, 20, 0), weighted_agree=0.52), None)
    assert verdict.weighted == "52% agree, where 60% of those who came do."


def test_of_what_was_not_measured_nothing_is_said(deliberation):
    verdict = verdict_of(line_of(deliberation, (90, 10, 0), (90, 10, 0), bound=0.7), None)
    assert verdict.kind == "agreed"
    assert (verdict.firmness, verdict.distance, verdict.second_opinion, verdict.weighted) == ("",) * 4
