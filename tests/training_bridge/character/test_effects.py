"""Trait trained by trait measured: differences on the same questions, and no change called without reason."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_bridge.character.effects import BEFORE, effect_matrix, margin_of, sign_flip_test


def row(trained: str, trait: str, item: int, margin: float) -> dict[str, object]:
    return {
        "trained": trained,
        "trait_id": trait,
        "item": f"{trait}-{item}",
        "showing_log_probability": -10.0 + 5 * margin,
        "showing_tokens": 5,
        "not_showing_log_probability": -8.0,
        "not_showing_tokens": 4,
    }


def rows(effect: dict[tuple[str, str], float], items: int = 12) -> list[dict[str, object]]:
    made = []
    for (trained, trait), shift in effect.items():
        for item in range(items):
            made.append(row(trained, trait, item, item / 10 + shift * (1 + item % 3)))
    return made


def test_the_margin_is_that_of_a_mean_token() -> None:
    assert margin_of(row("sft", "t01", 1, 0.25)) == pytest.approx(0.25)


def test_own_and_other_traits_are_told_apart() -> None:
    matrix = effect_matrix(
        rows({(BEFORE, "t01"): 0, (BEFORE, "t02"): 0, ("a", "t01"): 0.2, ("a", "t02"): 0.0}), seed=1
    )
    assert matrix["a"]["t01"]["difference"] == pytest.approx(0.4)
    assert matrix["a"]["t01"]["verdict"] == "rise"
    assert matrix["a"]["t01"]["p_holm"] == pytest.approx(2 * 2 / 2**12)
    assert matrix["a"]["t02"]["verdict"] == "no clear change"
    assert set(matrix) == {"a"}


def test_a_fall_is_a_fall_and_few_items_are_nothing() -> None:
    fallen = effect_matrix(rows({(BEFORE, "t01"): 0, ("a", "t01"): -0.2}), seed=1)
    assert fallen["a"]["t01"]["verdict"] == "fall"
    few = effect_matrix(rows({(BEFORE, "t01"): 0, ("a", "t01"): 0.2}, items=5), seed=1)
    assert few["a"]["t01"]["verdict"] == "no clear change"


def test_nothing_is_found_where_there_is_nothing() -> None:
    """With 16 cells of noise, and all looked at, one in twenty may hold a false call; twelve hold few."""
    noise = np.random.default_rng(3)
    calls = 0
    for _ in range(12):
        made = []
        for trained, trait in product((BEFORE, "a", "b", "c", "d"), ("t1", "t2", "t3", "t4")):
            made += [row(trained, trait, item, float(noise.normal())) for item in range(12)]
        cells = [cell for cells in effect_matrix(made, seed=1).values() for cell in cells.values()]
        assert len(cells) == 16
        calls += any(cell["verdict"] != "no clear change" for cell in cells)
    assert calls <= 3


def test_the_sign_flip_test_counts_all_ways() -> None:
    assert sign_flip_test([1.0, 1.0, 1.0], seed=1) == pytest.approx(2 / 8)
    assert sign_flip_test([], seed=1) == 1.0
    assert sign_flip_test([0.0] * 5, seed=1) == 1.0


def test_many_values_are_drawn_and_agree_with_a_count_of_all_ways() -> None:
    values = list(np.random.default_rng(5).normal(0.4, 1, size=17))
    assert sign_flip_test(values, seed=1) == pytest.approx(sign_flip_test(values, seed=2), abs=0.01)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=10))
def test_the_test_does_not_care_for_direction_or_order(values: list[float]) -> None:
    p_value = sign_flip_test(values, seed=1)
    assert 0 < p_value <= 1
    assert sign_flip_test([-value for value in values], seed=1) == pytest.approx(p_value)
    assert sign_flip_test(values[::-1], seed=1) == pytest.approx(p_value)
