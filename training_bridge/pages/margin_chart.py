"""Where the marks of a chart of differences go: a dot for each difference, a line for its interval.

PURE: figures in, places out; the template draws them and writes the same figures in a table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH = 360
ROW = 44
BOTTOM = 30
LABEL_ABOVE = 14
"""Each row's name stands above its line, so that the drawing fits a phone at its natural size."""


@dataclass(frozen=True)
class ChartRow:
    """One theme, or all pairs together, with its places in the drawing and its figures."""

    name: str
    is_total: bool
    pairs: int
    difference: float
    low: float
    high: float
    y: float
    y_name: float
    x: float
    x_low: float
    x_high: float


@dataclass(frozen=True)
class MarginChart:
    """The whole drawing; `zero` is where "no change" lies and `ticks` are (place, value)."""

    width: int
    height: int
    zero: float
    bottom: float
    rows: tuple[ChartRow, ...]
    ticks: tuple[tuple[float, float], ...]


def margin_chart(margin: Mapping[str, Any]) -> MarginChart:
    """Lay out the differences of a summary's margin, all pairs first, then theme by theme."""
    by_theme = sorted(margin["by_theme"].items(), key=lambda item: -item[1]["difference"])
    return difference_chart([("", margin), *((name.replace("-", " "), each) for name, each in by_theme)])


def difference_chart(lines: Sequence[tuple[str, Mapping[str, Any]]]) -> MarginChart:
    """Lay out named differences in their order, on one scale with zero in the middle; no name is the total.

    Each has `pairs`, `difference` and `interval`.
    """
    reach = max(max(abs(end) for end in figures["interval"]) for _, figures in lines) or 1.0
    half = (WIDTH - 24) / 2
    zero = WIDTH / 2

    def place(value: float) -> float:
        return round(zero + half * value / reach, 1)

    rows = tuple(
        ChartRow(
            name=name,
            is_total=not name,
            pairs=figures["pairs"],
            difference=figures["difference"],
            low=figures["interval"][0],
            high=figures["interval"][1],
            y=ROW * number + 0.75 * ROW,
            y_name=ROW * number + 0.75 * ROW - LABEL_ABOVE,
            x=place(figures["difference"]),
            x_low=place(figures["interval"][0]),
            x_high=place(figures["interval"][1]),
        )
        for number, (name, figures) in enumerate(lines)
    )
    bottom = ROW * len(rows)
    step = _round_step(reach)
    ticks = tuple((place(value), value) for value in (-step, 0.0, step))
    return MarginChart(WIDTH, bottom + BOTTOM, round(zero, 1), bottom, rows, ticks)


def _round_step(reach: float) -> float:
    """Give the largest of 1, 2 or 5 times a power of ten that is at most the reach."""
    power = 1.0
    while power > reach:
        power /= 10
    while power * 10 <= reach:
        power *= 10
    return max(factor * power for factor in (1, 2, 5) if factor * power <= reach)
