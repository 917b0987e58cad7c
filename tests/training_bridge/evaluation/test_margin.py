import pytest

from training_bridge.evaluation.margin import margin_change, margin_change_by_theme, per_token_margin
from training_bridge.records import MarginRow, Phase, Provenance

PROVENANCE = Provenance("c", "m", None, "p", "h", None, {}, 1)


def row(pair: str, phase: Phase, consistent: float, inconsistent: float, theme: str = "honesty") -> MarginRow:
    return MarginRow(f"{pair}-{phase}", phase, pair, theme, consistent, 10, inconsistent, 5, PROVENANCE)


def test_the_margin_is_the_difference_of_the_means_of_a_token() -> None:
    assert per_token_margin(row("a", "before", -20.0, -15.0)) == pytest.approx(-2.0 + 3.0)


def test_only_pairs_measured_twice_count() -> None:
    rows = [
        row("a", "before", -20, -15),
        row("a", "after", -10, -15),
        row("b", "before", -20, -5),
        row("b", "after", -10, -5),
        row("c", "before", -1, -90),
    ]
    change = margin_change(rows, seed=1)
    assert (change.pairs, change.before, change.after) == (2, 0.0, 1.0)
    assert (change.difference, change.interval.low, change.interval.high) == (1.0, 1.0, 1.0)
    assert (change.won_before, change.won_after) == (1, 1)
    assert change.verdict == "rise"


def test_the_whole_answers_can_be_compared_too() -> None:
    rows = [row("a", "before", -20, -15), row("a", "after", -12, -15)]
    assert margin_change(rows, seed=1, total=True).difference == 8.0


@pytest.mark.parametrize(("step", "verdict"), [(1.0, "rise"), (-1.0, "fall"), (0.0, "no clear change")])
def test_the_verdict_says_what_the_interval_allows(step: float, verdict: str) -> None:
    rows = []
    for number in range(12):
        noise = (-1) ** number * 2.0
        rows += [
            row(str(number), "before", -20, -15),
            row(str(number), "after", -20 + 10 * step + noise, -15),
        ]
    assert margin_change(rows, seed=1).verdict == verdict


def test_what_the_constitution_did_is_the_difference_to_the_control() -> None:
    rows = [row("a", "before", -20, -15), row("a", "control", -10, -15), row("a", "after", -14, -15)]
    assert margin_change(rows, seed=1).verdict == "rise"
    against_control = margin_change(rows, seed=1, phases=("control", "after"))
    assert against_control.difference == pytest.approx(-0.4)
    assert against_control.verdict == "fall"


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = [
        row(str(number), phase, -20 - number % 7 * factor, -15.0)
        for number in range(20)
        for phase, factor in (("before", 1), ("after", 2))
    ]
    assert margin_change(rows, seed=1) == margin_change(rows[::-1], seed=1)


def test_themes_are_compared_each_by_itself() -> None:
    rows = [
        row("a", "before", -20, -15),
        row("a", "after", -10, -15),
        row("b", "before", -10, -15, "privacy"),
        row("b", "after", -20, -15, "privacy"),
    ]
    changes = margin_change_by_theme(rows, seed=1)
    assert {theme: change.difference for theme, change in changes.items()} == {
        "honesty": 1.0,
        "privacy": -1.0,
    }
