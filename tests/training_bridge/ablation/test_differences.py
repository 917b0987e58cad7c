"""What may be said of a difference, by hand and by property."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training_bridge.ablation.differences import (
    Difference,
    Measured,
    all_differences,
    bootstrap_p_value,
    cause_of,
)

ITEMS = [f"pair-{number:02}" for number in range(20)]


def values(shift: float, wobble: float = 0.01) -> dict[str, dict[str, float]]:
    """Give a margin for each item, moved by so much."""
    return {
        "margin": {item: shift + number / 10 + wobble * (-1) ** number for number, item in enumerate(ITEMS)}
    }


def found(without: float, *random: float) -> dict[str, Any]:
    """Give the figures of one thing left out, by how far each training moved."""
    measured = Measured("principle:p01", values(without, 0.02), tuple(values(each) for each in random))
    compared = all_differences(values(0.0), [measured], seed=1)
    figures: dict[str, Any] = compared["left_out"]["principle:p01"]["margin"]
    return figures


def test_differences_are_those_item_by_item() -> None:
    figures = found(-0.5, -0.1, 0.1)
    assert figures["to_full"]["value"] == pytest.approx(-0.5)
    assert figures["to_random"]["value"] == pytest.approx(-0.5)
    assert figures["random_to_full"]["value"] == pytest.approx(0.0)
    assert figures["random_differences"] == pytest.approx([-0.1, 0.1])
    low, high = figures["to_full"]["interval"]
    assert low <= -0.5 <= high < 0
    assert figures["to_full"]["items"] == 20


def test_one_control_is_too_few_to_name_the_cause_and_nineteen_are_enough() -> None:
    assert (found(-0.5, 0.01)["cause"], found(-0.5, 0.01)["by_chance"]) == ("too few controls", 0.5)
    assert found(-0.5, *[0.01 * number for number in range(19)])["cause"] == "this"
    assert found(-0.5, *[0.01 * number for number in range(18)])["cause"] == "too few controls"


def test_a_control_that_moved_as_far_in_either_direction_means_fewer_rows() -> None:
    assert found(-0.5, *[0.0] * 18, 0.5)["cause"] == "fewer rows"
    assert found(-0.5, -0.52)["cause"] == "fewer rows"


def test_where_nothing_moved_nothing_is_shown() -> None:
    figures = found(0.0, 0.0)
    assert figures["to_full"]["verdict"] == "no clear change"
    assert figures["cause"] == "nothing shown"


def test_with_too_few_items_nothing_is_called_a_change() -> None:
    full = {"margin": {"a": 0.0, "b": 0.0}}
    moved = Measured("principle:p01", {"margin": {"a": 1.0, "b": 1.0}}, (full,))
    compared = all_differences(full, [moved], seed=1)
    assert compared["comparisons"] == 0
    assert compared["left_out"]["principle:p01"]["margin"]["cause"] == "nothing shown"


def test_looking_at_more_makes_each_difference_less_sure() -> None:
    several = [
        Measured(f"principle:p{number:02}", values(-0.006, 0.02), (values(0.0),)) for number in range(1, 9)
    ]
    alone = all_differences(values(0.0), several[:1], seed=1)
    together = all_differences(values(0.0), several, seed=1)
    of_first = [each["left_out"]["principle:p01"]["margin"]["to_full"] for each in (alone, together)]
    assert of_first[0]["interval"] == of_first[1]["interval"]
    assert of_first[0]["p_value"] < of_first[1]["p_value"]
    assert (alone["comparisons"], together["comparisons"]) == (2, 16)


def test_a_p_value_without_values_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one value"):
        bootstrap_p_value([], seed=1)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-5, 5), min_size=2, max_size=12))
def test_a_p_value_knows_no_direction_and_is_never_zero(numbers: list[float]) -> None:
    found = bootstrap_p_value(numbers, seed=3, resamples=500)
    assert 2 / 501 <= found <= 1
    assert bootstrap_p_value([-each for each in numbers], seed=3, resamples=500) == found


@settings(max_examples=40, deadline=None)
@given(st.floats(-1, 1), st.floats(-1, 1), st.lists(st.floats(-1, 1), min_size=1, max_size=25))
def test_a_cause_is_named_only_beyond_every_control(value: float, other: float, reached: list[float]) -> None:
    def difference(size: float) -> Difference:
        return Difference(size, (size, size), 20, 0.001, "rise" if size > 0 else "fall")

    cause = cause_of(difference(value), difference(other), reached)
    if cause in ("this", "too few controls"):
        assert all(abs(each) < abs(value) for each in reached)
        assert (value > 0) == (other > 0)
    assert (cause == "this") <= (len(reached) >= 19)
