"""When people voted, as steps without gaps."""

from datetime import UTC, datetime, timedelta

import pytest

from deliberation.results.over_time import HEIGHT, WIDTH, timeline

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def hours(*counted):
    return {START + timedelta(hours=hour): count for hour, count in counted}


def test_a_short_deliberation_is_counted_by_the_hour_with_the_empty_hours_between():
    over_time = timeline(hours((0, 5), (3, 10)), hours((0, 2)))
    assert over_time.unit == "hour"
    assert [step.votes for step in over_time.steps] == [5, 0, 0, 10]
    assert [step.newcomers for step in over_time.steps] == [2, 0, 0, 0]
    assert [step.height for step in over_time.steps] == [HEIGHT // 2, 0, 0, HEIGHT]
    assert over_time.busiest.start == START + timedelta(hours=3)


@pytest.mark.parametrize(("days", "unit"), [(2, "hour"), (30, "day"), (900, "week")])
def test_a_longer_one_is_counted_by_the_day_or_the_week(days, unit):
    over_time = timeline(hours((0, 1), (24 * days, 1)), {})
    assert over_time.unit == unit
    assert sum(step.votes for step in over_time.steps) == 2
    assert all(0 <= step.x < WIDTH and step.width >= 1 for step in over_time.steps)
    assert all(step.y + step.height == HEIGHT for step in over_time.steps)


def test_without_votes_there_is_nothing_to_draw():
    assert timeline({}, {}).steps == ()
    assert timeline({}, hours((0, 3))).busiest is None


def test_an_hour_alone_does_not_fill_the_chart():
    over_time = timeline(hours((0, 5)), {})
    assert over_time.end == over_time.steps[0].width <= WIDTH / 4


def test_moments_without_a_time_zone_are_an_error():
    with pytest.raises(ValueError, match="time zone"):
        timeline({datetime(2026, 3, 1): 1}, {})  # noqa: DTZ001
