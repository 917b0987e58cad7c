"""Where the marks of a chart of measures go: for each measure a line a phase, a dot with its interval.

PURE: figures in (`evaluation.figures`), places out; the template draws them and writes the same in a table.
Numbers are written with a point whatever the language, so the template must not localise them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH = 360
LEFT, RIGHT = 96, 348
TITLE, LINE, GAP, BOTTOM = 24, 22, 12, 30
"""Heights of a measure's name, of a phase's line, between two measures, and of the scale."""


@dataclass(frozen=True)
class PhaseMark:
    """One phase of one measure: its figures and its places in the drawing."""

    phase: str
    value: float
    low: float
    high: float
    items: int
    y: float
    y_text: float
    x: float
    x_low: float
    x_high: float


@dataclass(frozen=True)
class MeasureRows:
    """One measure with a line for each phase that was measured."""

    name: str
    y_name: float
    marks: tuple[PhaseMark, ...]


@dataclass(frozen=True)
class PhaseChart:
    """The whole drawing. `ticks` are (place, value); `is_share` says that values are parts of one."""

    width: int
    height: int
    bottom: float
    left: int
    is_share: bool
    measures: tuple[MeasureRows, ...]
    ticks: tuple[tuple[float, float], ...]


def phase_chart(measures: Sequence[tuple[str, Mapping[str, Any]]]) -> PhaseChart | None:
    """Lay out measures that share one unit, in their order; None where none has a phase."""
    measured = [(name, figures) for name, figures in measures if figures.get("phases")]
    if not measured:
        return None
    is_share = all(figures.get("unit") == "share" for _name, figures in measured)
    low, high = (0.0, 1.0) if is_share else _reach(measured)
    rows, y = [], 0.0
    for name, figures in measured:
        marks = tuple(
            _mark(phase, found, y + TITLE + LINE * place, low, high)
            for place, (phase, found) in enumerate(figures["phases"].items())
        )
        rows.append(MeasureRows(name, y + TITLE - 8, marks))
        y += TITLE + LINE * len(marks) + GAP
    values = (0.0, 0.25, 0.5, 0.75, 1.0) if is_share else (low, (low + high) / 2, high)
    ticks = tuple((_place(value, low, high), value) for value in values)
    return PhaseChart(WIDTH, round(y) + BOTTOM, y, LEFT, is_share, tuple(rows), ticks)


def _mark(phase: str, found: Mapping[str, Any], y: float, low: float, high: float) -> PhaseMark:
    first, last = found["interval"]
    return PhaseMark(
        phase=phase,
        value=found["value"],
        low=first,
        high=last,
        items=found["items"],
        y=y + LINE / 2,
        y_text=y + LINE / 2 + 5,
        x=_place(found["value"], low, high),
        x_low=_place(first, low, high),
        x_high=_place(last, low, high),
    )


def _place(value: float, low: float, high: float) -> float:
    within = (value - low) / (high - low) if high > low else 0.5
    return round(LEFT + (RIGHT - LEFT) * min(1.0, max(0.0, within)), 1)


def _reach(measured: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[float, float]:
    """Give a scale that holds every interval and zero."""
    ends = [
        end for _, figures in measured for found in figures["phases"].values() for end in found["interval"]
    ]
    return min(0.0, *ends), max(0.0, *ends)
