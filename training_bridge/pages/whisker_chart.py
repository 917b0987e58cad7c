"""Where the marks of a chart of shares go: a dot with its interval each, and one line for all.

PURE: figures in, places out; the template draws them and writes the same figures in a table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH = 360
LEFT, RIGHT = 8, 352
ROW, BOTTOM = 44, 30
LABEL_ABOVE = 14
"""Each row's name stands above its line, so that the drawing fits a phone at its natural size."""
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class WhiskerRow:
    """One share with its places in the drawing and its figures."""

    name: str
    count: int
    items: int
    share: float
    low: float
    high: float
    y: float
    y_name: float
    x: float
    x_low: float
    x_high: float


@dataclass(frozen=True)
class WhiskerChart:
    """The whole drawing; `reference` is where the line to compare with stands, `ticks` are (place, value)."""

    width: int
    height: int
    bottom: int
    reference: float
    rows: tuple[WhiskerRow, ...]
    ticks: tuple[tuple[float, float], ...]


def whisker_chart(shares: Sequence[tuple[str, Mapping[str, Any]]], *, reference: float) -> WhiskerChart:
    """Lay out named shares (`evaluation.figures.share_figures`) in their order, on a scale from 0 to 1."""
    rows = tuple(
        WhiskerRow(
            name=name,
            count=found["count"],
            items=found["items"],
            share=found["share"],
            low=found["interval"][0],
            high=found["interval"][1],
            y=ROW * number + 0.75 * ROW,
            y_name=ROW * number + 0.75 * ROW - LABEL_ABOVE,
            x=_place(found["share"]),
            x_low=_place(found["interval"][0]),
            x_high=_place(found["interval"][1]),
        )
        for number, (name, found) in enumerate(shares)
    )
    bottom = ROW * len(rows)
    return WhiskerChart(
        WIDTH, bottom + BOTTOM, bottom, _place(reference), rows, tuple((_place(at), at) for at in TICKS)
    )


def _place(share: float) -> float:
    return round(LEFT + (RIGHT - LEFT) * min(1.0, max(0.0, share)), 1)
