"""The one form in which every suite gives its figures."""

import json

import pytest

from training_bridge.evaluation.figures import figures_of, not_measured, values_by_phase

BEFORE = {str(number): 0.0 for number in range(8)}
AFTER = {str(number): 1.0 for number in range(8)}


def test_a_share_has_its_score_interval_and_a_mean_its_bootstrap_interval() -> None:
    share = figures_of({"before": AFTER}, unit="share", better="higher", seed=1)["phases"]["before"]
    mean = figures_of({"before": AFTER}, unit="nats", better="higher", seed=1)["phases"]["before"]
    assert share["value"] == mean["value"] == 1.0
    assert share["interval"] == pytest.approx([0.6756, 1.0], abs=1e-4)  # 8 of 8, Wilson
    assert mean["interval"] == [1.0, 1.0]


def test_what_the_constitution_did_is_the_difference_to_the_control() -> None:
    figures = figures_of(
        {"before": BEFORE, "after": AFTER, "control": AFTER, "dpo": AFTER}, unit="share", better=None, seed=1
    )
    after = figures["differences"]["after"]
    assert (after["to_before"]["value"], after["to_before"]["verdict"]) == (1.0, "rise")
    assert (after["to_control"]["value"], after["to_control"]["verdict"]) == (0.0, "no clear change")
    assert set(figures["differences"]["control"]) == {"to_before"}
    assert set(figures["differences"]["dpo"]) == {"to_before", "to_control"}
    assert "before" not in figures["differences"]


def test_without_a_control_nothing_is_compared_with_it() -> None:
    figures = figures_of({"before": BEFORE, "after": AFTER}, unit="share", better=None, seed=1)
    assert set(figures["differences"]["after"]) == {"to_before"}


def test_phases_that_measured_other_items_are_not_compared() -> None:
    figures = figures_of({"before": BEFORE, "after": {"x": 1.0}}, unit="share", better=None, seed=1)
    assert figures["differences"] == {}
    json.dumps(figures, allow_nan=False)


def test_rows_without_a_value_take_no_part() -> None:
    rows = [{"phase": "before", "item": "a", "right": True}, {"phase": "before", "item": "b", "right": None}]
    assert values_by_phase(rows, "right") == {"before": {"a": 1.0}}


def test_what_has_no_data_says_why() -> None:
    assert not_measured("no such folder") == {"not_measured": "not measured: no such folder"}
