import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_bridge.evaluation.statistics import (
    Interval,
    bootstrap_mean_interval,
    cohen_kappa,
    holm,
    paired_difference,
    score_interval,
    share_of,
    sign_test,
    verdict_of,
)

VALUES = st.lists(st.floats(-5, 5), min_size=1, max_size=30)


@given(VALUES)
def test_the_interval_lies_within_the_values(values: list[float]) -> None:
    interval = bootstrap_mean_interval(values, seed=1, resamples=200)
    assert min(values) - 1e-9 <= interval.low <= interval.high <= max(values) + 1e-9


def test_equal_values_leave_no_doubt() -> None:
    interval = bootstrap_mean_interval([0.25] * 9, seed=1)
    assert (interval.low, interval.high) == (0.25, 0.25)


def test_the_same_seed_gives_the_same_interval() -> None:
    values = [0.1, -0.4, 0.9, 0.3]
    assert bootstrap_mean_interval(values, seed=3) == bootstrap_mean_interval(values, seed=3)
    assert bootstrap_mean_interval(values, seed=3) != bootstrap_mean_interval(values, seed=4)


def test_the_interval_covers_the_true_mean_about_as_often_as_it_says() -> None:
    draws = np.random.default_rng(5).normal(0.3, 1.0, size=(200, 60))
    intervals = [bootstrap_mean_interval(list(row), seed=1, resamples=500) for row in draws]
    covered = sum(interval.low <= 0.3 <= interval.high for interval in intervals)
    assert 0.9 < covered / 200 < 0.99


def test_no_values_have_no_interval() -> None:
    with pytest.raises(ValueError, match="at least one"):
        bootstrap_mean_interval([], seed=1)


def test_a_share_has_the_score_interval() -> None:
    # Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263 gives 0.2553 to 0.3662.
    share = share_of(81, 263)
    assert (share.interval.low, share.interval.high) == pytest.approx((0.2553, 0.3662), abs=5e-5)


@pytest.mark.parametrize("count", [0, 24])
def test_none_and_all_still_leave_doubt(count: int) -> None:
    share = share_of(count, 24)
    assert share.interval.high - share.interval.low > 0.1


def test_no_items_say_nothing() -> None:
    assert (share_of(0, 0).value, share_of(0, 0).interval.low, share_of(0, 0).interval.high) == (0, 0, 1)


@pytest.mark.parametrize(("count", "items"), [(-1, 3), (4, 3)])
def test_impossible_counts_are_refused(count: int, items: int) -> None:
    with pytest.raises(ValueError, match="between 0"):
        share_of(count, items)


def test_a_paired_difference_is_that_of_the_items_measured_twice() -> None:
    first = {"a": 1.0, "b": 2.0, "c": 3.0, "only before": 99.0}
    second = {"c": 4.0, "b": 2.5, "a": 1.0, "only after": -99.0}
    found = paired_difference(first, second, seed=1)
    assert (found.items, found.first, found.second, found.value) == (3, 2.0, 2.5, 0.5)
    assert found.interval.low <= 0.5 <= found.interval.high


def test_what_makes_items_hard_for_both_drops_out_of_a_paired_difference() -> None:
    first = {str(number): float(100 * number) for number in range(20)}
    second = {item: value + 0.1 for item, value in first.items()}
    found = paired_difference(first, second, seed=1)
    assert (found.interval.low, found.interval.high) == pytest.approx((0.1, 0.1))
    assert found.verdict == "rise"


@given(st.dictionaries(st.sampled_from("abcdefghij"), st.floats(-5, 5), min_size=1))
def test_a_difference_turned_round_changes_its_sign(values: dict[str, float]) -> None:
    other = {item: value / 2 + 1 for item, value in values.items()}
    there = paired_difference(values, other, seed=1, resamples=200)
    back = paired_difference(other, values, seed=1, resamples=200)
    assert there.value == pytest.approx(-back.value)
    assert (there.interval.low, there.interval.high) == pytest.approx(
        (-back.interval.high, -back.interval.low)
    )
    assert {there.verdict, back.verdict} in ({"rise", "fall"}, {"no clear change"})


def test_no_common_item_has_no_difference() -> None:
    with pytest.raises(ValueError, match="at least one"):
        paired_difference({"a": 1.0}, {"b": 1.0}, seed=1)


def test_fewer_than_six_items_never_make_a_change() -> None:
    assert verdict_of(Interval(0.4, 0.6), 0.0, 5) == "no clear change"
    assert verdict_of(Interval(0.4, 0.6), 0.0, 6) == "rise"
    assert verdict_of(Interval(-0.6, -0.4), 0.0, 6) == "fall"
    assert verdict_of(Interval(0.0, 0.6), 0.0, 60) == "no clear change"


@given(st.integers(1, 60).flatmap(lambda items: st.tuples(st.integers(0, items), st.just(items))))
def test_the_score_interval_holds_the_share_and_turns_round_with_it(counts: tuple[int, int]) -> None:
    count, items = counts
    interval = score_interval(count / items, items)
    turned = score_interval(1 - count / items, items)
    assert 0 <= interval.low <= count / items + 1e-12
    assert count / items - 1e-12 <= interval.high <= 1
    assert (turned.low, turned.high) == pytest.approx((1 - interval.high, 1 - interval.low))


@pytest.mark.parametrize(
    ("wins", "losses", "expected"),
    # By hand: 2 * P(X <= smaller), X binomial with one half.
    [(0, 0, 1.0), (3, 3, 1.0), (5, 0, 2 / 32), (6, 0, 2 / 64), (0, 6, 2 / 64), (7, 1, 2 * 9 / 256)],
)
def test_the_sign_test_is_exact(wins: int, losses: int, expected: float) -> None:
    assert sign_test(wins, losses) == pytest.approx(expected)


def test_counts_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="counts"):
        sign_test(-1, 3)


def test_holm_by_hand() -> None:
    # Ordered 0.01, 0.02, 0.03, 0.5: times 4, 3, 2, 1, and never below the one before.
    found = holm({"c": 0.03, "a": 0.01, "d": 0.5, "b": 0.02})
    assert found == pytest.approx({"a": 0.04, "b": 0.06, "c": 0.06, "d": 0.5})


P_VALUES = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.floats(0, 1), max_size=12)


@given(P_VALUES)
def test_holm_keeps_the_order_and_lies_between_the_raw_value_and_bonferroni(raw: dict[str, float]) -> None:
    adjusted = holm(raw)
    assert adjusted.keys() == raw.keys()
    for name, value in raw.items():
        assert value - 1e-12 <= adjusted[name] <= min(1.0, value * len(raw)) + 1e-12
    ordered = sorted(raw, key=lambda name: raw[name])
    assert [adjusted[name] for name in ordered] == sorted(adjusted.values())


def test_holm_refuses_what_is_no_probability() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm({"a": 1.2})


def test_kappa_by_hand() -> None:
    # 20 both yes, 15 both no, 5 yes-no, 10 no-yes: p_o = 0.7, p_e = 0.5 * 0.6 + 0.5 * 0.4 = 0.5.
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    found = cohen_kappa(first, second)
    assert (found.items, found.share, found.kappa) == pytest.approx((50, 0.7, 0.4))
    assert found.interval is not None
    # Formula 13 by hand: on the diagonal .4 (.5 - 1.1 * .3)^2 + .3 (.5 - .9 * .3)^2 = .02743, off it
    # .09 (.1 * 1.1^2 + .2 * .9^2) = .02547, less (.35 - 1 + .7)^2 = .0025, by 50 * .5^4: .016128.
    half = 1.959964 * math.sqrt(0.016128)
    assert (found.interval.low, found.interval.high) == pytest.approx((0.4 - half, 0.4 + half), abs=1e-5)


def test_the_interval_of_kappa_is_about_that_of_the_bootstrap() -> None:
    random = np.random.default_rng(2)
    first = random.integers(0, 3, 200)
    second = np.where(random.random(200) < 0.6, first, random.integers(0, 3, 200))
    found = cohen_kappa([str(each) for each in first], [str(each) for each in second])
    kappas = []
    for _ in range(400):
        draw = random.integers(0, 200, 200)
        kappas.append(
            cohen_kappa([str(each) for each in first[draw]], [str(each) for each in second[draw]]).kappa
        )
    low, high = np.quantile(kappas, [0.025, 0.975])
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high), abs=0.02)


RATINGS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=40)


@given(RATINGS)
def test_kappa_is_symmetric_and_at_most_one(pairs: list[tuple[str, str]]) -> None:
    one, other = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    there, back = cohen_kappa(one, other), cohen_kappa(other, one)
    assert there.share == back.share
    if there.kappa is None:
        assert len(set(one + other)) == 1
    else:
        assert there.kappa == pytest.approx(back.kappa)
        assert there.kappa <= 1 + 1e-12
        assert there.interval is not None
        assert there.interval.low - 1e-9 <= max(-1.0, min(1.0, there.kappa)) <= there.interval.high + 1e-9


def test_full_agreement_is_one_and_constant_ratings_have_no_kappa() -> None:
    assert cohen_kappa(["a", "b", "a"], ["a", "b", "a"]).kappa == pytest.approx(1.0)
    assert cohen_kappa(["a", "a"], ["a", "a"]).kappa is None


def test_ratings_of_different_items_are_refused() -> None:
    with pytest.raises(ValueError, match="same items"):
        cohen_kappa(["a"], [])
