"""Accuracy by arm, the gain by the critique itself, and what may not be learnt from, worked by hand."""

from typing import Any

import pytest

from training_bridge.evaluation.statistics import bootstrap_mean_interval
from training_bridge.legibility.asking import Guess
from training_bridge.legibility.figures import (
    ReadRow,
    clustered_mean_interval,
    illegible,
    reading_figures,
)
from training_bridge.legibility.readings import Arm
from training_bridge.legibility.settings import LegibilitySettings


def row(record: int, arm: Arm, in_order: float, in_reverse: float, *, verdict: str = "accepted") -> ReadRow:
    letters = (-0.5, -1.0)
    return ReadRow(f"{record:02}", 1, arm, verdict, Guess(in_order, in_reverse, letters, letters, 0.5))


def three_arms(real: float, other: float, none: float, prompts: int = 10) -> list[ReadRow]:
    values: list[tuple[Arm, float]] = [("critique", real), ("other critique", other), ("no critique", none)]
    return [row(number, arm, value, value) for arm, value in values for number in range(prompts)]


def test_the_gain_is_the_difference_over_the_same_rounds() -> None:
    rows = [
        row(1, "critique", 0.9, 0.8),
        row(2, "critique", 0.7, 0.6),
        row(3, "critique", 0.2, 0.1, verdict="rejected"),
        row(1, "no critique", 0.3, 0.3),
        row(2, "no critique", 0.6, 0.6),
    ]
    found = reading_figures(rows, listed=2, least_agreement=0.2, seed=1)
    assert (found["arms"]["critique"]["accuracy"]["count"], found["arms"]["critique"]["ties"]) == (2, 0)
    assert found["arms"]["critique"]["mean_probability"]["value"] == pytest.approx((0.85 + 0.65 + 0.15) / 3)
    difference = found["differences"]["no critique"]
    assert (difference["value"], difference["items"], difference["verdict"]) == (0.5, 2, "no clear change")
    assert found["probability_differences"]["no critique"]["value"] == pytest.approx((0.55 + 0.05) / 2)
    assert "other critique" not in found["differences"]
    assert found["by_verdict"]["rejected"]["count"] == 0
    assert [each["critique_revision_id"] for each in found["least_legible"]] == ["03", "02"]


def test_a_reader_that_needs_the_critique_shows_a_rise_and_one_that_does_not_shows_none() -> None:
    needs_it = reading_figures(three_arms(0.9, 0.3, 0.4), listed=3, least_agreement=0.2, seed=1)
    assert {each["verdict"] for each in needs_it["differences"].values()} == {"rise"}
    gives_away = reading_figures(three_arms(0.9, 0.9, 0.9), listed=3, least_agreement=0.2, seed=1)
    assert {each["verdict"] for each in gives_away["differences"].values()} == {"no clear change"}
    assert gives_away["arms"]["critique"]["accuracy"]["share"] == 1


def test_a_follower_of_places_is_named_and_its_ties_are_not_right() -> None:
    found = reading_figures(
        [row(number, "critique", 0.98, 0.02) for number in range(5)], listed=0, least_agreement=0.2, seed=1
    )
    assert found["follows_places"] is True
    assert found["arms"]["critique"]["ties"] == 5
    assert found["arms"]["critique"]["accuracy"]["count"] == 0
    assert found["arms"]["critique"]["position"]["always_a"]["share"] == 1
    assert found["least_legible"] == []


def test_rounds_of_one_prompt_are_resampled_together() -> None:
    values = {"a": [0.0, 0.0, 0.0], "b": [1.0, 1.0, 1.0], "c": [0.0], "d": [1.0]}
    together = clustered_mean_interval(values, seed=1)
    apart = bootstrap_mean_interval([one for each in values.values() for one in each], seed=1)
    assert together.high - together.low > apart.high - apart.low
    single = {str(place): [float(place % 2)] for place in range(8)}
    assert clustered_mean_interval(single, seed=3) == bootstrap_mean_interval([0.0, 1.0] * 4, seed=3)
    with pytest.raises(ValueError, match="at least one value"):
        clustered_mean_interval({}, seed=1)


def test_only_the_reading_with_its_own_critique_decides_what_is_dropped() -> None:
    rows = [row(1, "critique", 0.4, 0.4), row(1, "no critique", 0.1, 0.1), row(2, "critique", 0.5, 0.5)]
    assert illegible(rows, None) == frozenset()
    assert illegible(rows, 0.5) == {("01", 1)}
    assert illegible(rows, 0.6) == {("01", 1), ("02", 1)}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"drop_below": 0.0}, "drop_below"),
        ({"drop_below": 1.5}, "drop_below"),
        ({"few_shots": 3}, "even number"),
        ({"model": " "}, "needs a name"),
        ({"listed": -1}, "listed"),
    ],
)
def test_settings_that_no_reader_could_follow_are_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        LegibilitySettings(**wrong)
