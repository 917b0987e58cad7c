import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import default_rng
from scipy.stats import binomtest

from deliberation.analysis.parity import Decided, clearest_difference, difference_between, wilson_interval


@given(st.integers(0, 400), st.integers(0, 400))
def test_the_interval_is_the_score_interval(successes: int, failures: int) -> None:
    trials = successes + failures
    low, high = wilson_interval(successes, trials)
    if trials == 0:
        assert (low, high) == (0.0, 1.0)
        return
    reference = binomtest(successes, trials).proportion_ci(0.95, method="wilson")
    assert low == pytest.approx(reference.low, abs=1e-12)
    assert high == pytest.approx(reference.high, abs=1e-12)


def test_the_difference_of_two_rates_has_newcombes_interval() -> None:
    # Newcombe 1998, table II, example (a): 56/70 against 48/80, method 10.
    found = difference_between(Decided("A", 70, 56, 70), Decided("B", 80, 48, 80))
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert found.is_clear


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=6))
def test_which_group_comes_first_makes_no_difference(counts: list[tuple[int, int]]) -> None:
    groups = [Decided(chr(65 + place), 1, a, a + r) for place, (a, r) in enumerate(counts)]
    forward, backward = clearest_difference(groups), clearest_difference(groups[::-1])
    if forward is None:
        assert backward is None
    else:
        assert backward is not None
        assert forward.low == pytest.approx(backward.low)


def test_groups_treated_alike_are_seldom_said_to_differ() -> None:
    random = default_rng(7)
    clear = 0
    for _ in range(400):
        accepted = random.binomial(40, 0.7, size=4)
        groups = [Decided(chr(65 + place), 40, int(count), 40) for place, count in enumerate(accepted)]
        found = clearest_difference(groups)
        clear += bool(found and found.is_clear)
    assert clear / 400 <= 0.06


def test_fewer_than_two_groups_have_no_difference() -> None:
    assert clearest_difference([Decided("A", 10, 4, 9), Decided("B", 0, 0, 0)]) is None
    with pytest.raises(ValueError, match="successes"):
        wilson_interval(3, 2)
