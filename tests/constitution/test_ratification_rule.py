from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution.ratification_rule import Count, RatificationRule, RuleInvalid, decide

RULE = RatificationRule(overall=0.6, every_group=0.5, quorum=5)


def test_enough_overall_and_a_majority_in_every_group_adopt() -> None:
    assert decide(Count(8, 2), (Count(5, 1), Count(3, 1)), RULE).adopted


def test_exactly_the_share_needed_overall_suffices() -> None:
    assert decide(Count(6, 4), (Count(6, 4),), RULE).adopted


def test_a_tie_in_one_group_is_no_majority() -> None:
    decision = decide(Count(8, 2), (Count(6, 0), Count(2, 2)), RULE)
    assert (decision.adopted, decision.reason, decision.groups) == (False, "not enough in a group", (1,))


def test_a_large_group_cannot_outvote_a_small_one() -> None:
    assert not decide(Count(97, 3), (Count(97, 0), Count(0, 3)), RULE).adopted


def test_passing_counts_as_an_answer_and_not_for_adoption() -> None:
    decision = decide(Count(5, 0, 5), (Count(5, 0, 5),), RULE)
    assert (decision.adopted, decision.reason) == (False, "not enough overall")


def test_too_few_answers_decide_nothing() -> None:
    assert decide(Count(4, 0), (Count(4, 0),), RULE).reason == "too few answers"


def test_a_group_that_did_not_answer_is_named() -> None:
    decision = decide(Count(9, 0), (Count(9, 0), Count()), RULE)
    assert (decision.reason, decision.groups) == ("too few answers", (1,))


def test_people_without_a_group_count_overall() -> None:
    assert not decide(Count(6, 9), (Count(6, 0),), RULE).adopted


@pytest.mark.parametrize(
    "wrong",
    [
        {"overall": 0},
        {"overall": 1.5},
        {"every_group": 1},
        {"quorum": 0},
        {"quorum": 2.5},
        {"quorum": True},
        {"overall": "most"},
        {"majority": 0.5},
        {"whole": 0},
        {"whole": "half"},
        {"silent_groups": "shout"},
        {"rejected": "burn"},
    ],
)
def test_a_rule_that_cannot_be_applied_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(RuleInvalid):
        RatificationRule.from_dict(wrong)


def test_a_stored_rule_reads_back_as_it_was() -> None:
    assert RatificationRule.from_dict(RULE.as_dict()) == RULE


def test_wishing_for_other_words_is_an_answer_that_does_not_adopt() -> None:
    decision = decide(Count(adopt=5, change=5), (Count(adopt=5, change=5),), RULE)
    assert (decision.adopted, decision.reason) == (False, "not enough overall")
    assert decide(Count(adopt=6, change=4), (Count(adopt=6, change=4),), RULE).adopted


def test_a_group_of_two_that_does_not_answer_is_named_and_waited_for() -> None:
    decision = decide(Count(30), (Count(20), Count(10), Count()), RULE, members=(60, 40, 2))
    assert (decision.reason, decision.groups) == ("too few answers", (2,))


def test_where_the_rule_says_so_a_silent_group_is_named_and_not_waited_for() -> None:
    rule = replace(RULE, silent_groups="go on", group_quorum=3)
    decision = decide(Count(30), (Count(20), Count(9), Count(0, 1)), rule, members=(60, 40, 2))
    assert (decision.groups, decision.silent) == ((2,), ()), "one of two is half of them: they had their say"
    decision = decide(Count(31, 1), (Count(20), Count(11), Count(0, 1)), rule, members=(60, 40, 20))
    assert decision.adopted and decision.silent == (2,)


def test_some_group_has_to_answer_even_where_none_is_waited_for() -> None:
    rule = replace(RULE, silent_groups="go on", group_quorum=5)
    decision = decide(Count(9), (Count(4), Count(4)), rule, members=(100, 100))
    assert (decision.reason, decision.groups) == ("too few answers", (0, 1))


def test_of_a_small_group_half_the_members_are_enough() -> None:
    rule = replace(RULE, group_quorum=10)
    assert [rule.answers_needed(members) for members in (0, 1, 2, 3, 4, 19, 20, 500)] == [
        0, 1, 1, 2, 2, 10, 10, 10,
    ]  # fmt: skip
    assert decide(Count(22), (Count(20), Count(2)), rule, members=(60, 4)).adopted
    assert decide(Count(21), (Count(20), Count(1)), rule, members=(60, 4)).groups == (1,)


def test_a_group_without_any_member_blocks_nothing() -> None:
    assert decide(Count(20), (Count(20), Count()), RULE, members=(60, 0)).adopted


def test_the_whole_needs_its_own_share_and_every_group() -> None:
    assert RULE.for_the_whole() is None
    whole = replace(RULE, overall=0.9, whole=0.5).for_the_whole()
    assert whole is not None
    assert decide(Count(5, 5), (Count(3, 1), Count(2, 1)), whole).adopted
    assert decide(Count(5, 5), (Count(4, 0), Count(1, 1)), whole).groups == (1,)


def test_rules_stored_before_there_were_these_choices_read_as_they_were_meant() -> None:
    stored = {"overall": 0.7, "every_group": 0.5, "quorum": 20, "group_quorum": 1}
    rule = RatificationRule.from_dict(stored)
    assert (rule.silent_groups, rule.whole, rule.rejected) == ("wait", None, "drop")


COUNTS = ("adopt", "reject", "passed", "change")
groups = st.lists(st.builds(Count, *[st.integers(0, 50)] * 4), min_size=1, max_size=5).map(tuple)


@given(groups)
def test_adding_a_rejection_or_a_pass_never_adopts(by_group: tuple[Count, ...]) -> None:
    def total(counts: tuple[Count, ...]) -> Count:
        return Count(*(sum(getattr(c, name) for c in counts) for name in COUNTS))

    rule = RatificationRule(quorum=1, group_quorum=0)
    if not decide(total(by_group), by_group, rule).adopted and total(by_group).answers:
        first = by_group[0]
        for more in (
            replace(first, reject=first.reject + 1),
            replace(first, passed=first.passed + 1),
            replace(first, change=first.change + 1),
        ):
            changed = (more, *by_group[1:])
            assert not decide(total(changed), changed, rule).adopted


rules = st.builds(
    RatificationRule,
    overall=st.sampled_from([0.5, 0.6, 1.0]),
    every_group=st.sampled_from([0.0, 0.5, 0.9]),
    quorum=st.integers(1, 40),
    group_quorum=st.integers(0, 10),
    silent_groups=st.sampled_from(["wait", "go on"]),
)


@given(groups, rules, st.integers(0, 4))
def test_more_people_who_adopt_never_undo_an_adoption_by_groups_that_answered(
    by_group: tuple[Count, ...], rule: RatificationRule, which: int
) -> None:
    def total(counts: tuple[Count, ...]) -> Count:
        return Count(*(sum(getattr(c, name) for c in counts) for name in COUNTS))

    before = decide(total(by_group), by_group, rule)
    group = which % len(by_group)
    if before.adopted and group not in before.silent:
        more = tuple(
            replace(count, adopt=count.adopt + 1) if place == group else count
            for place, count in enumerate(by_group)
        )
        assert decide(total(more), more, rule).adopted


@given(groups, rules)
def test_what_is_adopted_has_its_share_overall_and_in_every_group_that_answered(
    by_group: tuple[Count, ...], rule: RatificationRule
) -> None:
    everybody = Count(*(sum(getattr(c, name) for c in by_group) for name in COUNTS))
    decision = decide(everybody, by_group, rule)
    if decision.adopted:
        assert everybody.answers >= rule.quorum
        assert everybody.adopt >= rule.overall * everybody.answers - 1e-9
        for place, count in enumerate(by_group):
            if place not in decision.silent and count.answers:
                assert count.adopt > rule.every_group * count.answers
