import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.results.tallies import Tally, nothing_is_held_back, public_tallies, total

counts = st.integers(min_value=0, max_value=10_000)


def test_shares_are_of_all_votes_with_passes():
    tally = Tally(agree=6, disagree=3, passed=1)
    assert (tally.votes, tally.agree_share, tally.disagree_share, tally.passed_share) == (10, 0.6, 0.3, 0.1)


def test_without_votes_nothing_is_claimed():
    nobody = Tally(0, 0, 0)
    assert (nobody.agree_share, nobody.disagree_share, nobody.passed_share) == (0, 0, 0)
    assert nobody.agree_interval == pytest.approx((0.05, 0.95))


def test_the_interval_of_a_unanimous_vote_has_a_closed_form():
    low, high = Tally(10, 0, 0).agree_interval
    assert (low, high) == pytest.approx((0.05 ** (1 / 11), 0.95 ** (1 / 11)))


def test_more_votes_make_the_interval_narrower():
    few, many = Tally(6, 4, 0).agree_interval, Tally(600, 400, 0).agree_interval
    assert many[1] - many[0] < (few[1] - few[0]) / 5


@given(agree=counts, disagree=counts, passed=counts)
def test_the_interval_lies_on_the_scale_and_in_order(agree, disagree, passed):
    low, high = Tally(agree, disagree, passed).agree_interval
    assert 0 < low < high < 1


@given(agree=counts, disagree=counts, passed=counts)
def test_another_pass_never_raises_agreement(agree, disagree, passed):
    before, after = Tally(agree, disagree, passed), Tally(agree, disagree, passed + 1)
    assert after.agree_share <= before.agree_share
    assert after.agree_interval[0] <= before.agree_interval[0]


def test_a_clear_no_needs_more_than_a_few_votes():
    assert not Tally(1, 3, 0).is_clearly_against
    assert Tally(5, 45, 0).is_clearly_against


def test_tallies_add_up():
    assert total([Tally(1, 2, 3), Tally(4, 5, 6)]) == Tally(5, 7, 9)


class TestWhatTooFewPeopleStandBehind:
    def test_ten_are_enough_and_nobody_is_no_secret(self):
        shown = public_tallies(Tally(20, 5, 5), [Tally(10, 0, 0), Tally(10, 5, 5), Tally(0, 0, 0)])
        assert shown.is_complete

    def test_a_group_of_nine_is_held_back_with_another_that_would_give_it_away(self):
        shown = public_tallies(Tally(30, 9, 0), [Tally(20, 0, 0), Tally(10, 0, 0), Tally(0, 9, 0)])
        assert shown.everyone == Tally(30, 9, 0)
        assert shown.by_group == (Tally(20, 0, 0), None, None)

    def test_those_without_a_group_can_hide_a_small_one(self):
        shown = public_tallies(Tally(40, 9, 0), [Tally(20, 0, 0), Tally(10, 0, 0), Tally(0, 9, 0)])
        assert shown.by_group == (Tally(20, 0, 0), Tally(10, 0, 0), None)

    def test_fewer_than_ten_in_all_show_nothing(self):
        shown = public_tallies(Tally(6, 3, 0), [Tally(6, 0, 0), Tally(0, 3, 0)])
        assert shown.everyone is None
        assert shown.by_group == (None, None)

    @given(st.lists(st.integers(0, 30), max_size=6), st.integers(0, 30))
    def test_no_group_held_back_is_what_the_others_leave(self, groups, ungrouped):
        everyone = Tally(sum(groups) + ungrouped, 0, 0)
        shown = public_tallies(everyone, [Tally(size, 0, 0) for size in groups])
        held = [size for size, tally in zip(groups, shown.by_group, strict=True) if tally is None]
        assert all(tally is None or tally.votes not in range(1, 10) for tally in shown.by_group)
        if held and shown.everyone:
            hidden = [*held, *([ungrouped] if ungrouped else [])]
            assert len(hidden) > 1
            assert sum(hidden) >= 10
        assert shown.is_complete == nothing_is_held_back(everyone.votes, groups)
