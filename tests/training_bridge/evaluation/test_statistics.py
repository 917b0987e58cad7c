import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_bridge.evaluation.statistics import bootstrap_mean_interval, share_of

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
