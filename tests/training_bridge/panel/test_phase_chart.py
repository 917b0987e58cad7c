"""Places in the chart of measures: on one scale, inside the drawing, a line for each phase."""

from training_bridge.pages.phase_chart import LEFT, RIGHT, phase_chart


def figures(unit: str, **values: tuple[float, float, float]) -> dict[str, object]:
    return {
        "unit": unit,
        "phases": {
            phase: {"value": value, "interval": [low, high], "items": 10}
            for phase, (value, low, high) in values.items()
        },
    }


def test_shares_stand_on_the_scale_from_nothing_to_all() -> None:
    chart = phase_chart([("a", figures("share", before=(0.0, 0.0, 0.1), after=(1.0, 0.9, 1.0)))])
    assert chart is not None
    before, after = chart.measures[0].marks
    assert (before.x, after.x) == (LEFT, RIGHT)
    assert [value for _x, value in chart.ticks] == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert before.y < after.y < chart.bottom < chart.height


def test_other_units_reach_over_every_interval_and_zero() -> None:
    chart = phase_chart(
        [("a", figures("points", after=(4.0, 2.0, 8.0))), ("b", figures("points", after=(-1.0, -2.0, 0.5)))]
    )
    assert chart is not None
    assert not chart.is_share
    marks = [mark for measure in chart.measures for mark in measure.marks]
    assert min(mark.x_low for mark in marks) == LEFT
    assert max(mark.x_high for mark in marks) == RIGHT
    assert all(mark.x_low <= mark.x <= mark.x_high for mark in marks)


def test_what_was_not_measured_has_no_line_and_nothing_at_all_has_no_chart() -> None:
    assert phase_chart([("a", {"not_measured": "not measured: no data"})]) is None
    chart = phase_chart([("a", {"not_measured": "x"}), ("b", figures("share", after=(0.5, 0.4, 0.6)))])
    assert chart is not None
    assert [measure.name for measure in chart.measures] == ["b"]
