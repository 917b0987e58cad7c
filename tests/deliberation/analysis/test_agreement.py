import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from deliberation.analysis.agreement import AgreementRule, agreed, agreed_by_group
from deliberation.analysis.consensus import posteriors
from deliberation.analysis.representativeness import GroupVotes, count_group_votes
from deliberation.analysis.weighting import weighted_group_votes
from tests.deliberation.analysis.assemblies import planted

RULE = AgreementRule()
RULES = st.builds(
    AgreementRule,
    least_share=st.floats(0.05, 0.95),
    credible_level=st.floats(0.55, 0.999),
    minimum_votes=st.integers(1, 9),
)


def counted(agree: list[list[int]], seen: list[list[int]]) -> GroupVotes:
    agreeing, all_votes = np.array(agree), np.array(seen)
    return GroupVotes(agreeing, all_votes - agreeing, all_votes)


def test_four_of_four_are_sure_enough_and_three_of_three_are_not() -> None:
    # Beta(A + 1, 1) lies below one half with the probability 0.5 ** (A + 1).
    assert RULE.least_agreeing(np.array([3, 4, 5])).tolist() == [4, 4, 5]


def test_every_group_has_to_agree() -> None:
    counts = counted([[20, 20, 10], [20, 10, 10]], [[20, 20, 20], [20, 20, 20]])
    assert agreed(counts, np.array([50, 50]), RULE).tolist() == [True, False, False]
    assert agreed_by_group(counts, np.array([50, 50]), RULE)[0].tolist() == [True, True, False]


def test_votes_have_to_suffice_in_every_group() -> None:
    counts = counted([[30], [7]], [[30], [7]])
    sizes = np.array([50, 50])
    assert agreed(counts, sizes, AgreementRule(minimum_votes=7)).all()
    assert not agreed(counts, sizes, AgreementRule(minimum_votes=8)).any()


def test_a_small_group_has_to_give_votes_of_half_its_members() -> None:
    rule = AgreementRule(minimum_votes=5)
    assert rule.votes_needed(np.array([0, 1, 2, 3, 8, 9, 10, 100])).tolist() == [1, 1, 1, 2, 4, 5, 5, 5]


def test_without_groups_or_votes_nothing_is_agreed() -> None:
    for shape in ((0, 3), (2, 3)):
        nothing = np.zeros(shape, dtype=np.int64)
        assert not agreed(GroupVotes(nothing, nothing, nothing), np.zeros(shape[0]), RULE).any()
    empty = np.zeros((2, 0), dtype=np.int64)
    assert agreed(GroupVotes(empty, empty, empty), np.array([3, 3]), RULE).shape == (0,)


@pytest.mark.parametrize(
    "wrong", [{"least_share": 1.0}, {"least_share": 0.0}, {"credible_level": 1.0}, {"minimum_votes": 0}]
)
def test_rules_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must"):
        AgreementRule(**wrong)  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(RULES, st.lists(st.integers(0, 300), max_size=20))
def test_the_least_number_of_agreeing_votes_is_exact(rule: AgreementRule, seen: list[int]) -> None:
    votes = np.array(seen, dtype=np.int64)
    for count, least in zip(seen, rule.least_agreeing(votes), strict=True):
        passing = [agree for agree in range(count + 1) if rule.is_exceeded(np.array(agree), np.array(count))]
        assert least == min(passing, default=count + 1)


def test_the_least_number_of_agreeing_votes_is_a_binomial_quantile() -> None:
    seen = np.concatenate([np.arange(2000), np.array([10**5, 10**6, 10**7])])
    quantile = binom.isf(0.05, seen + 1, 0.5)
    assert RULE.least_agreeing(seen).tolist() == np.minimum(quantile, seen + 1).tolist()


@settings(max_examples=60, deadline=None)
@given(RULES, st.integers(0, 80), st.integers(0, 40))
def test_the_least_number_of_votes_that_fails_is_exact(rule: AgreementRule, agree: int, others: int) -> None:
    seen = agree + others
    (least,) = rule.least_seen_to_fail(np.array([agree]), np.array([seen]))
    assert least >= seen
    assert not rule.is_exceeded(np.array(agree), np.array(least))
    if least > seen:
        assert rule.is_exceeded(np.array(agree), np.array(least - 1))


@settings(max_examples=60, deadline=None)
@given(RULES, st.integers(0, 200), st.integers(0, 200))
def test_the_rule_is_the_lower_credible_bound(rule: AgreementRule, agree: int, others: int) -> None:
    counts = counted([[agree]], [[agree + others]])
    lower = posteriors(counts, rule.credible_level).lower[0, 0]
    if abs(lower - rule.least_share) > 1e-9:
        assert bool(rule.is_exceeded(counts.agree, counts.seen)[0, 0]) == (lower > rule.least_share)


def test_equal_weights_change_nothing() -> None:
    votes, group = planted([60, 40])
    sizes = np.bincount(group)
    plain = agreed(count_group_votes(votes, group, 2), sizes, RULE)
    weighted = agreed(weighted_group_votes(votes, group, 2, np.ones(100)), sizes, RULE)
    assert plain.any()
    assert weighted.tolist() == plain.tolist()
