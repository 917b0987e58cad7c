"""Geometry of participation over time: counts per day or hour in, whole numbers for SVG out. PURE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

WIDTH, HEIGHT = 360, 120
LONGEST_BY_HOUR = timedelta(days=3)
"""A deliberation at most this long is counted by the hour, a longer one by the day."""
WIDEST_BAR = 90
"""A bar of one hour alone does not fill the chart."""
MOST_BARS = 400
"""Days from which on it is counted by the week."""


@dataclass(frozen=True)
class Step:
    """One hour, day or week: when it begins, its counts, and its bar in drawing units from the top."""

    start: datetime
    votes: int
    newcomers: int
    x: int
    width: int
    y: int
    height: int


@dataclass(frozen=True)
class Timeline:
    """Steps without gaps, from the first vote or newcomer to the last; `unit` is "hour", "day" or "week"."""

    unit: str
    steps: tuple[Step, ...]

    @property
    def busiest(self) -> Step | None:
        """The first step with the most votes; None where nobody voted."""
        return max(self.steps, key=lambda step: step.votes) if any(s.votes for s in self.steps) else None

    @property
    def end(self) -> int:
        """Where the last bar ends, in drawing units."""
        return self.steps[-1].x + self.steps[-1].width

    @property
    def most_votes(self) -> int:
        """Votes in the busiest step."""
        return max((step.votes for step in self.steps), default=0)


def timeline(votes: Mapping[datetime, int], newcomers: Mapping[datetime, int]) -> Timeline:
    """Return counts by the hour, in any order, as steps of a chart.

    Raises:
        ValueError: a moment has no time zone.
    """
    moments = [*votes, *newcomers]
    if any(moment.tzinfo is None for moment in moments):
        raise ValueError("moments need a time zone")
    if not moments:
        return Timeline("day", ())
    first, last = min(moments), max(moments)
    unit, length = _unit(first, last)
    start = first.replace(minute=0, second=0, microsecond=0)
    start = start if unit == "hour" else start.replace(hour=0)
    count = int((last - start) / length) + 1
    cast, came = _summed(votes, start, length, count), _summed(newcomers, start, length, count)
    highest = max(cast) or 1
    width = min(WIDTH, WIDEST_BAR * count)
    edges = [round(width * step / count) for step in range(count + 1)]
    return Timeline(
        unit,
        tuple(
            Step(
                start=start + step * length,
                votes=cast[step],
                newcomers=came[step],
                x=edges[step],
                width=max(1, edges[step + 1] - edges[step] - (1 if WIDTH / count >= 3 else 0)),
                y=HEIGHT - (height := _height(cast[step], highest)),
                height=height,
            )
            for step in range(count)
        ),
    )


def _unit(first: datetime, last: datetime) -> tuple[str, timedelta]:
    if last - first <= LONGEST_BY_HOUR:
        return "hour", timedelta(hours=1)
    if last - first <= MOST_BARS * timedelta(days=1):
        return "day", timedelta(days=1)
    return "week", timedelta(weeks=1)


def _summed(counts: Mapping[datetime, int], start: datetime, length: timedelta, steps: int) -> list[int]:
    summed = [0] * steps
    for moment, count in counts.items():
        summed[int((moment - start) / length)] += count
    return summed


def _height(votes: int, highest: int) -> int:
    return max(1, round(HEIGHT * votes / highest)) if votes else 0
