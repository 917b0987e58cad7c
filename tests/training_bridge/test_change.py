from typing import Any

import pytest

from training_bridge.overall_progress import overall_report
from training_bridge.pages.change import choose_examples
from training_bridge.pages.margin_chart import margin_chart
from training_bridge.run_settings import STEPS, Progress, StageName


def answer(prompt: str, phase: str, text: str, kind: str = "red-team") -> dict[str, Any]:
    return {"prompt": prompt, "phase": phase, "answer": text, "kind": kind, "label": "answer"}


def both(prompt: str, kind: str = "red-team", *, after: str = "new") -> list[dict[str, Any]]:
    return [answer(prompt, "before", "old", kind), answer(prompt, "after", after, kind)]


def test_examples_depend_on_the_prompts_alone() -> None:
    prompts = [f"prompt {number}" for number in range(9)]
    plain = choose_examples([row for prompt in prompts for row in both(prompt)])
    changed = choose_examples([row for prompt in reversed(prompts) for row in both(prompt, after="other")])
    assert len(plain) == 3
    assert [example.prompt for example in plain] == [example.prompt for example in changed]


def test_examples_come_from_both_kinds_and_need_both_answers() -> None:
    rows = [*both("a"), *both("b", "helpful"), answer("c", "before", "alone")]
    assert [(example.prompt, example.kind) for example in choose_examples(rows)] == [
        ("a", "red-team"),
        ("b", "helpful"),
    ]


def figures(difference: float, reach: float) -> dict[str, Any]:
    return {"pairs": 9, "difference": difference, "interval": [difference - reach, difference + reach]}


def test_the_chart_puts_no_change_in_the_middle_and_keeps_every_interval_inside() -> None:
    margin = {
        **figures(0.02, 0.03),
        "by_theme": {"honesty": figures(-0.4, 0.1), "privacy": figures(0.2, 0.2)},
    }
    chart = margin_chart(margin)
    assert [row.name for row in chart.rows] == ["", "privacy", "honesty"]
    for row in chart.rows:
        assert 0 < row.x_low <= row.x <= row.x_high < chart.width
        assert (row.x > chart.zero) == (row.difference > 0)
    assert [value for _place, value in chart.ticks] == [-0.5, 0.0, 0.5]


@pytest.mark.parametrize("reach", [0.0, 1e-4, 3.0, 40.0])
def test_the_chart_fits_any_size_of_change(reach: float) -> None:
    chart = margin_chart({**figures(0.0, reach), "by_theme": {}})
    assert all(0 <= place <= chart.width for place, _value in chart.ticks)


def test_progress_over_all_stages_never_goes_back_and_ends_at_one() -> None:
    heard: list[tuple[str, float]] = []
    stages: tuple[StageName, ...] = ("critique-revision", "sft", "evaluate")
    report = overall_report(
        lambda step, share: heard.append((step, share)),
        stages,
        {"critique-revision": 10.0, "sft": 20.0, "evaluate": 10.0},
    )
    for stage in stages:
        for step in STEPS[stage]:
            report(Progress("loading the model", 0, 1, stage))
            for done in range(4):
                report(Progress(step, done, 3, stage))
    shares = [share for _step, share in heard]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    assert ("critique-revision: 3 of 3", pytest.approx(0.25)) in heard
    assert ("fine-tuning: 3 of 3", pytest.approx(0.5)) in heard
