"""Every rule by its name: what it ranks by, what it needs, and how all of them stand side by side."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constitution.selection import (
    RULES,
    SLATES,
    Ballots,
    Candidates,
    RuleNotMeasured,
    RuleOutcome,
    SelectionRules,
    UnknownRule,
    compare_rules,
    select_principles,
    share_selected,
)
from deliberation.analysis.consensus import consensus_forms, posteriors
from deliberation.analysis.representativeness import GroupVotes
from tests.constitution.selection.test_selecting import candidates, chosen, reasons

RANKED = tuple(rule for rule in RULES if rule not in SLATES)


def with_scores(agree: list[list[int]], seen: list[list[int]], **scores: list[float]) -> Candidates:
    """Candidates with every form of consensus that the votes give, and the given scores."""
    plain = candidates(agree, seen)
    forms = consensus_forms(GroupVotes(plain.agree, plain.seen - plain.agree, plain.seen))
    known = {
        "minimum": forms.least_mean,
        "polis_product": forms.polis_product,
        "ccai_product": forms.unsmoothed_product.filled(np.nan),
    } | {name: np.array(values) for name, values in scores.items()}
    return Candidates(**{**vars(plain), "scores": known})


def ballots_behind(statements: Candidates, *, mixed: bool = True) -> Ballots:
    """Ballots with just these votes, each statement's cast by others, or always by the same people."""
    random, voters, columns, agrees = np.random.default_rng(0), [], [], []
    first = np.concatenate([[0], np.cumsum(statements.group_sizes)])
    for group, size in enumerate(statements.group_sizes):
        for column in range(len(statements.numbers)):
            members = random.permutation(size) if mixed else np.arange(size)
            seen = members[: statements.seen[group, column]]
            voters.append(first[group] + seen)
            columns.append(np.full(len(seen), column))
            agrees.append(np.arange(len(seen)) < statements.agree[group, column])
    counts = GroupVotes(statements.agree, statements.seen - statements.agree, statements.seen)
    return Ballots.from_votes(
        np.concatenate(voters),
        np.concatenate(columns),
        np.concatenate(agrees),
        groups=np.repeat(np.arange(len(first) - 1), statements.group_sizes),
        expected=posteriors(counts).lower,
    )


def outcome(found: tuple[RuleOutcome, ...], rule: str) -> RuleOutcome:
    return next(outcome for outcome in found if outcome.rule == rule)


FOUR = with_scores(
    [[95, 6, 80, 99], [60, 6, 80, 55]], [[100, 6, 100, 100], [100, 6, 100, 100]], bridging=[3, 2, 1, 4]
)
"""Liked by one group; unanimous with few votes; liked alike by both; and most by one, least by the other."""


@pytest.mark.parametrize(
    ("rule", "order"),
    [
        ("lower_bound", [3, 2, 1, 4]),
        ("geometric_mean", [2, 3, 1, 4]),
        ("polis_product", [2, 3, 1, 4]),
        ("minimum", [2, 3, 1, 4]),
        ("ccai_product", [2, 3, 1, 4]),
        ("bridging", [4, 1, 2, 3]),
    ],
)
def test_a_ranking_takes_the_top_of_its_score(rule: str, order: list[int]) -> None:
    assert chosen(select_principles(FOUR, SelectionRules(rule=rule))) == order
    assert chosen(select_principles(FOUR, SelectionRules(rule=rule, size=2))) == order[:2]


def test_a_name_that_is_no_rules_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownRule, match="'median'.*equal_shares.*bridging"):
        SelectionRules(rule="median")


def test_a_rule_is_refused_where_the_analysis_did_not_measure_what_it_ranks_by() -> None:
    with pytest.raises(RuleNotMeasured, match="weighted_lower_bound"):
        select_principles(FOUR, SelectionRules(rule="weighted_lower_bound"))


@pytest.mark.parametrize("rule", SLATES)
def test_a_slate_needs_ballots_on_the_same_statements(rule: str) -> None:
    with pytest.raises(ValueError, match="needs ballots"):
        select_principles(FOUR, SelectionRules(rule=rule))
    fewer = ballots_behind(FOUR).only(np.array([0, 1]))
    with pytest.raises(ValueError, match="needs ballots"):
        select_principles(FOUR, SelectionRules(rule=rule), fewer)


def test_a_threshold_on_the_normalised_score_means_the_same_for_two_groups_and_for_four() -> None:
    two = with_scores([[85, 75]] * 2, [[100, 100]] * 2)
    four = with_scores([[85, 75]] * 4, [[100, 100]] * 4)
    for statements in (two, four):
        for rule in ("polis_product", "minimum"):
            selection = select_principles(statements, SelectionRules(rule=rule, least_score=0.8))
            assert chosen(selection) == [1]
            assert reasons(selection) == {2: "below the threshold"}


def test_what_a_rule_ranks_by_but_was_not_measured_for_a_statement_comes_last() -> None:
    partly = with_scores([[90, 80]] * 2, [[100, 100]] * 2, bridging=[np.nan, -1.0])
    assert chosen(select_principles(partly, SelectionRules(rule="bridging"))) == [2, 1]


def test_a_tie_at_the_last_place_is_told() -> None:
    tied = with_scores([[90, 90, 95]] * 2, [[100] * 3] * 2)
    selection = select_principles(tied, SelectionRules(size=2))
    assert selection.tie is not None
    assert (chosen(selection), selection.tie.taken, selection.tie.left_out) == ([3, 1], (1,), (2,))
    assert select_principles(tied, SelectionRules(size=3)).tie is None
    assert select_principles(tied, SelectionRules(size=1)).tie is None
    slate = select_principles(tied, SelectionRules(size=2, rule="phragmen"), as_everybody(tied))
    assert slate.tie == selection.tie


def as_everybody(statements: Candidates) -> Ballots:
    """Ballots of ten people who all count the same for a statement."""
    nobody = np.zeros(0, dtype=np.int64)
    expected = statements.lower_bound[np.newaxis, :]
    return Ballots.from_votes(
        nobody, nobody, nobody > 0, groups=np.zeros(10, dtype=np.int64), expected=expected
    )


def test_the_rules_stand_side_by_side_with_what_only_one_of_them_takes() -> None:
    found = compare_rules(FOUR, SelectionRules(size=1), ballots_behind(FOUR))
    assert [one.rule for one in found] == [rule for rule in RULES if rule != "weighted_lower_bound"]
    assert {one.rule: one.columns for one in found if len(one.columns) != 1} == {}
    alone = outcome(found, "bridging").only_here
    assert [(only.column, only.place, only.score) for only in alone] == [(3, 1, 4.0)]
    assert alone[0].places["lower_bound"] == 4
    assert alone[0].places["equal_shares"] is None
    assert outcome(found, "minimum").only_here == ()


def test_without_ballots_the_rankings_are_compared_alone_and_nothing_is_audited() -> None:
    found = compare_rules(FOUR, SelectionRules(size=1), None)
    assert [one.rule for one in found] == [rule for rule in RANKED if rule != "weighted_lower_bound"]
    assert {one.representation for one in found} == {None}


@pytest.mark.parametrize(("code", "left_short"), [("", 10), ("product", None)])
def test_what_asking_every_group_costs_is_told_beside_the_audit(code: str, left_short: int | None) -> None:
    # Ten statements that all of A and always the same 21 of B's 40 agree with, and one that B alone wants:
    # 19 people have nothing, and every ten people are due one of ten principles.
    statements = with_scores([[60] * 10 + [0], [21] * 10 + [40]], [[60] * 11, [40] * 11])
    statements = Candidates(
        **{
            **vars(statements),
            "group_sizes": np.array([60, 40]),
            "not_trainable": ("",) * 10 + (code,),
        }
    )
    found = compare_rules(statements, SelectionRules(size=10), ballots_behind(statements, mixed=False))
    for one in found:
        assert one.representation is not None
        assert one.representation.ok
        worst = one.representation.worst_of_all
        assert (worst.column if worst else None) == left_short
        if worst:
            assert (worst.people, worst.due, worst.have, worst.by_part) == (19, 1, 0, (0, 1))


def test_stability_is_the_share_of_resamples_that_take_a_statement() -> None:
    scores = np.array([[9, 8, 7], [7, 8, 9], [9, 9, 1], [5, 4, 3]], dtype=np.uint16)
    agreed = np.array([[1, 1, 1], [1, 1, 1], [1, 1, 1], [0, 1, 1]], dtype=bool)
    everything = np.ones(3, dtype=bool)
    assert share_selected(scores, agreed, everything, 1).tolist() == [0.5, 0.5, 0.25]
    assert share_selected(scores, agreed, everything, 5).tolist() == [0.75, 1.0, 1.0]
    without = np.array([True, False, True])
    assert share_selected(scores, agreed, without, 1).tolist() == [0.5, 0.0, 0.5]


tables = st.integers(1, 6).flatmap(
    lambda m: st.lists(
        st.lists(st.tuples(st.integers(0, 9), st.integers(5, 9)), min_size=m, max_size=m),
        min_size=1,
        max_size=3,
    )
)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "weighted_lower_bound"])
@given(table=tables, size=st.integers(1, 6))
@settings(deadline=None, max_examples=12)
def test_under_every_rule_every_group_agrees_and_as_many_are_taken_as_can_be(
    rule: str, table: list[list[tuple[int, int]]], size: int
) -> None:
    seen = [[most for _agree, most in row] for row in table]
    agree = [[min(some, most) for some, most in row] for row in table]
    statements = with_scores(
        agree, seen, bridging=[float(sum(column)) for column in zip(*agree, strict=True)]
    )
    statements = Candidates(**{**vars(statements), "group_sizes": np.full(len(table), 10)})
    selection = select_principles(
        statements, SelectionRules(rule=rule, size=size), ballots_behind(statements)
    )
    for number in chosen(selection):
        assert all(2 * a[number - 1] > s[number - 1] for a, s in zip(agree, seen, strict=True))
    beyond = [number for number, reason in reasons(selection).items() if reason == "beyond the size"]
    assert len(chosen(selection)) == min(size, len(chosen(selection)) + len(beyond))
