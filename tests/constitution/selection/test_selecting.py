from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constitution.selection import NOT_MERGED, Candidates, Selection, SelectionRules, select_principles
from deliberation.analysis.consensus import (
    consensus_geometric_mean,
    consensus_lower_bound,
)
from deliberation.analysis.divisiveness import greatest_difference
from deliberation.analysis.representativeness import GroupVotes


def candidates(
    agree: list[list[int]],
    seen: list[list[int]],
    *,
    sizes: list[int] | None = None,
    numbers: list[int] | None = None,
    merged_into: dict[int, int] | None = None,
    not_accepted: tuple[int, ...] = (),
    meta: tuple[int, ...] = (),
    not_trainable: dict[int, str] | None = None,
) -> Candidates:
    """One row per group and one column per statement; the scores are those of the analysis."""
    counts = GroupVotes(agree=np.array(agree, int), disagree=np.zeros_like(agree), seen=np.array(seen, int))
    ids = numbers or list(range(1, len(agree[0]) + 1))
    return Candidates(
        numbers=np.array(ids, int),
        agree=counts.agree,
        seen=counts.seen,
        group_sizes=np.array(sizes or [100] * len(agree)),
        geometric_mean=consensus_geometric_mean(counts),
        lower_bound=consensus_lower_bound(counts),
        divisiveness=greatest_difference(counts.agree, counts.seen),
        accepted=np.array([number not in not_accepted for number in ids], bool),
        meta=np.array([number in meta for number in ids], bool),
        merged_into=np.array([(merged_into or {}).get(number, NOT_MERGED) for number in ids], int),
        not_trainable=tuple((not_trainable or {}).get(number, "") for number in ids),
    )


def chosen(selection: Selection) -> list[int]:
    return [selected.number for selected in selection.selected]


def reasons(selection: Selection) -> dict[int, str]:
    return {left_out.number: left_out.reason for left_out in selection.not_selected}


def test_statements_that_every_group_agrees_with_are_ranked_by_how_sure_that_is() -> None:
    # 18 of 20 and 190 of 200 in both groups: the same order as their lower bounds, 0.72 and 0.92.
    selection = select_principles(
        candidates([[18, 190], [18, 190]], [[20, 200], [20, 200]]), SelectionRules(size=5)
    )
    assert chosen(selection) == [2, 1]
    assert [round(selected.lower_bound, 2) for selected in selection.selected] == [0.92, 0.73]


def test_two_unanimous_voters_never_outrank_two_hundred_mostly_agreeing() -> None:
    few_and_many = candidates([[5, 170], [5, 170]], [[5, 200], [5, 200]])
    assert chosen(select_principles(few_and_many, SelectionRules(size=1))) == [2]


def test_one_group_against_it_is_enough_to_keep_a_statement_out() -> None:
    selection = select_principles(
        candidates([[90, 90], [90, 45]], [[100, 100], [100, 100]]), SelectionRules()
    )
    assert chosen(selection) == [1]
    assert reasons(selection) == {2: "divided"}
    assert selection.not_selected[0].detail == "1"


def test_exactly_half_of_a_group_is_not_agreement_and_passes_count_as_not_agreeing() -> None:
    # Group 2: 50 agree, 1 disagrees, 49 pass.
    selection = select_principles(candidates([[60], [50]], [[100], [100]]), SelectionRules())
    assert reasons(selection) == {1: "not agreed"}


def test_statements_on_which_groups_are_far_apart_are_listed_as_contested() -> None:
    selection = select_principles(
        candidates([[90, 20, 55], [10, 20, 40]], [[100] * 3, [100] * 3]), SelectionRules()
    )
    assert [contested.number for contested in selection.contested] == [1]
    assert selection.contested[0].shares == pytest.approx((91 / 102, 11 / 102))
    assert reasons(selection) == {1: "divided", 2: "not agreed", 3: "not agreed"}


def test_without_groups_the_halves_of_the_opinion_space_stand_in_for_them() -> None:
    alone = candidates([[70, 70]], [[100, 100]])
    split = Candidates(**{**vars(alone), "divisiveness": np.array([0.1, 0.6])})
    selection = select_principles(split, SelectionRules())
    assert chosen(selection) == [1]
    assert [contested.number for contested in selection.contested] == [2]


def test_too_few_votes_in_one_group_keep_a_statement_out() -> None:
    selection = select_principles(candidates([[50, 50], [4, 5]], [[50, 50], [4, 5]]), SelectionRules())
    assert chosen(selection) == [2]
    assert reasons(selection) == {1: "too few votes"}


def test_a_small_group_has_to_give_votes_of_half_its_members_only() -> None:
    selection = select_principles(
        candidates([[50, 50], [2, 1]], [[50, 50], [2, 1]], sizes=[50, 3]), SelectionRules()
    )
    assert chosen(selection) == [1]
    assert reasons(selection) == {2: "too few votes"}


def test_what_is_not_accepted_meta_or_not_trainable_is_set_aside_with_its_reason() -> None:
    selection = select_principles(
        candidates(
            [[90] * 4, [90] * 4], [[100] * 4] * 2, not_accepted=(1,), meta=(2,), not_trainable={3: "product"}
        ),
        SelectionRules(),
    )
    assert chosen(selection) == [4]
    assert reasons(selection) == {1: "not accepted", 2: "about the deliberation", 3: "not trainable"}
    assert selection.not_selected[2].detail == "product"


def test_only_agreed_statements_are_judged_on_whether_they_can_be_trained() -> None:
    selection = select_principles(
        candidates([[10], [10]], [[100], [100]], not_trainable={1: "product"}), SelectionRules()
    )
    assert reasons(selection) == {1: "not agreed"}


def test_confirmed_duplicates_stand_behind_one_principle_and_count_once() -> None:
    selection = select_principles(
        candidates([[90] * 3, [90] * 3], [[100] * 3] * 2, merged_into={2: 1, 3: 2}), SelectionRules()
    )
    assert [selected.statement_numbers for selected in selection.selected] == [(1, 2, 3)]
    assert [(out.number, out.reason, out.detail) for out in selection.not_selected] == [
        (2, "merged", "1"),
        (3, "merged", "1"),
    ]


def test_a_circle_of_merges_does_not_hang() -> None:
    circle = candidates([[90] * 2, [90] * 2], [[100] * 2] * 2, merged_into={1: 2, 2: 1})
    assert chosen(select_principles(circle, SelectionRules())) == []


def test_beyond_the_size_the_surest_are_kept_and_ties_go_to_more_votes_then_the_lower_number() -> None:
    tied = candidates([[90, 90, 90], [90, 90, 90]], [[100] * 3] * 2, numbers=[7, 3, 5])
    selection = select_principles(tied, SelectionRules(size=2))
    assert chosen(selection) == [3, 5]
    assert reasons(selection) == {7: "beyond the size"}


def test_no_statements_give_an_empty_selection() -> None:
    nothing = candidates([[], []], [[], []])
    assert select_principles(nothing, SelectionRules()) == Selection(SelectionRules(), (), (), ())


@pytest.mark.parametrize("wrong", [{"size": 0}, {"minimum_votes": 0}, {"least_share": 1.0}])
def test_rules_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must"):
        SelectionRules(**wrong)


def test_arrays_that_do_not_fit_together_are_refused() -> None:
    fitting = candidates([[5], [5]], [[5], [5]])
    with pytest.raises(ValueError, match="one entry per statement"):
        Candidates(**{**vars(fitting), "meta": np.array([True, False])})


counts = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: (min(pair), max(pair)))
tables = st.integers(1, 8).flatmap(
    lambda m: st.lists(st.lists(counts, min_size=m, max_size=m), min_size=2, max_size=4)
)


def _from_table(table: list[list[tuple[int, int]]]) -> Candidates:
    return candidates(
        [[agree for agree, _seen in row] for row in table], [[seen for _agree, seen in row] for row in table]
    )


@given(tables, st.integers(1, 8))
@settings(deadline=None)
def test_every_statement_is_selected_or_has_a_reason_and_every_group_agrees_with_the_selected(
    table: list[list[tuple[int, int]]], size: int
) -> None:
    selection = select_principles(_from_table(table), SelectionRules(size=size))
    everything = sorted(chosen(selection) + list(reasons(selection)))
    assert everything == list(range(1, len(table[0]) + 1))
    assert len(selection.selected) <= size
    for number in chosen(selection):
        assert all(2 * row[number - 1][0] > row[number - 1][1] for row in table)
    bounds = [selected.lower_bound for selected in selection.selected]
    assert bounds == sorted(bounds, reverse=True)


@given(tables, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_neither_the_order_of_statements_nor_that_of_groups_matters(
    table: list[list[tuple[int, int]]], random: Random
) -> None:
    given_order = _from_table(table)
    columns = list(range(len(table[0])))
    rows = list(range(len(table)))
    random.shuffle(columns)
    random.shuffle(rows)
    shuffled = candidates(
        [[table[row][column][0] for column in columns] for row in rows],
        [[table[row][column][1] for column in columns] for row in rows],
        numbers=[column + 1 for column in columns],
    )
    rules = SelectionRules(size=3)
    before, after = select_principles(given_order, rules), select_principles(shuffled, rules)
    assert chosen(before) == chosen(after)
    assert reasons(before) == reasons(after)


@given(tables)
@settings(deadline=None)
def test_a_further_pass_never_lets_a_statement_in(table: list[list[tuple[int, int]]]) -> None:
    before = _from_table(table)
    with_a_pass = [
        [(agree, seen + (column == 0)) for column, (agree, seen) in enumerate(row)] for row in table
    ]
    # Few votes are another matter: a pass is a vote.
    enough = all(row[0][1] >= 5 for row in table)
    after = _from_table(with_a_pass)
    rules = SelectionRules(size=99)
    if enough and 1 in chosen(select_principles(after, rules)):
        assert 1 in chosen(select_principles(before, rules))


def test_arguments_are_never_written_to() -> None:
    given_arrays = candidates([[90, 10], [90, 90]], [[100, 100], [100, 100]])
    for array in vars(given_arrays).values():
        if isinstance(array, np.ndarray):
            array.flags.writeable = False
    assert chosen(select_principles(given_arrays, SelectionRules())) == [1]
