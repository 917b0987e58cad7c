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
    ],
)
def test_a_rule_that_cannot_be_applied_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(RuleInvalid):
        RatificationRule.from_dict(wrong)


def test_a_stored_rule_reads_back_as_it_was() -> None:
    assert RatificationRule.from_dict(RULE.as_dict()) == RULE


groups = st.lists(st.builds(Count, *[st.integers(0, 50)] * 3), min_size=1, max_size=5).map(tuple)


@given(groups)
def test_adding_a_rejection_or_a_pass_never_adopts(by_group: tuple[Count, ...]) -> None:
    def total(counts: tuple[Count, ...]) -> Count:
        return Count(*(sum(getattr(c, name) for c in counts) for name in ("adopt", "reject", "passed")))

    rule = RatificationRule(quorum=1, group_quorum=0)
    if not decide(total(by_group), by_group, rule).adopted and total(by_group).answers:
        first = by_group[0]
        for more in (
            Count(first.adopt, first.reject + 1, first.passed),
            Count(first.adopt, first.reject, first.passed + 1),
        ):
            changed = (more, *by_group[1:])
            assert not decide(total(changed), changed, rule).adopted
