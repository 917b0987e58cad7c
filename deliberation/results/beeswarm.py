"""Geometry of a beeswarm: values between 0 and 1 on a line, put aside where they would overlap. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

LEFT, RIGHT = 10, 350
"""Ends of the drawing, in drawing units; 1 stands at its right end."""
LARGEST_RADIUS, SMALLEST_RADIUS = 5.0, 1.2
TALLEST = 150
"""Height that the swarm takes at most; more points are drawn smaller."""
BLOCK = 90
"""Width of the block in which values of 0 stand together, to the left of the scale, at most."""
GAP = 8


@dataclass(frozen=True)
class Bee:
    """One point in tenths of a drawing unit; y counts from the middle."""

    x: int
    y: int


@dataclass(frozen=True)
class Swarm:
    """The points in the order given, and their radius, all in tenths of a drawing unit.

    The scale runs from `start` to the right end; what is 0 stands before it. The swarm takes `reach` on
    either side of the middle.
    """

    bees: tuple[Bee, ...]
    radius: int
    start: int
    reach: int


def swarm(values: Sequence[float], *, longest: float = 1.0) -> Swarm:
    """Lay out values from 0 to `longest`; larger ones are put at the end of the scale.

    Values are gathered in columns one point wide; a column grows from the middle to both sides (Wilkinson,
    "Dot Plots", The American Statistician 53, 1999). The radius is chosen such that the highest column fits.
    """
    shares = [min(max(value / longest, 0.0), 1.0) for value in values]
    none = sum(share == 0.0 for share in shares)
    radius = LARGEST_RADIUS
    while radius > SMALLEST_RADIUS and _highest(shares, none, radius) * 2 * radius > TALLEST:
        radius = max(SMALLEST_RADIUS, radius * 0.85)
    rows, start = _rows(none, radius), _start(none, radius)
    levels: dict[int, int] = {}
    bees = [Bee(0, 0)] * len(shares)
    seen = 0
    for position in sorted(range(len(shares)), key=lambda each: (shares[each], each)):
        if shares[position] == 0.0:
            column, level, left = seen // rows, seen % rows, float(LEFT)
            seen += 1
        else:
            column, left = _column(shares[position], start, radius), start
            level = levels.get(column, 0)
            levels[column] = level + 1
        side = (level + 1) // 2 * (1 if level % 2 else -1)
        x = min(left + (column + 0.5) * 2 * radius, RIGHT)
        bees[position] = Bee(round(10 * x), round(10 * side * 2 * radius))
    highest = max(max(levels.values(), default=1), min(rows, none))
    return Swarm(
        tuple(bees),
        radius=round(9 * radius),
        start=round(10 * start),
        reach=round(10 * (highest // 2 * 2 * radius + radius)),
    )


def _rows(none: int, radius: float) -> int:
    """Rows of the block of zeros."""
    columns = max(1, int(BLOCK / (2 * radius)))
    return max(1, -(-none // columns))


def _start(none: int, radius: float) -> float:
    """Where the scale begins."""
    return LEFT + (-(-none // _rows(none, radius)) * 2 * radius + GAP if none else 0.0)


def _column(share: float, start: float, radius: float) -> int:
    return int(share * (RIGHT - start) / (2 * radius))


def _highest(shares: Sequence[float], none: int, radius: float) -> int:
    start = _start(none, radius)
    columns = Counter(_column(share, start, radius) for share in shares if share > 0.0)
    return max(max(columns.values(), default=0), _rows(none, radius))


def spread_out(places: Sequence[int], *, apart: int, low: int, high: int) -> list[int]:
    """Return the places moved so that neighbours are `apart`, in their order, within `low` and `high`.

    Where there is not enough room they are spread evenly. Each moves as little as pushing allows.
    """
    order = sorted(range(len(places)), key=lambda each: (places[each], each))
    step = min(apart, (high - low) // max(1, len(places) - 1))
    moved: list[int] = []
    for position in order:
        least = moved[-1] + step if moved else low
        moved.append(max(least, min(places[position], high)))
    for index in range(len(moved) - 1, -1, -1):
        most = high if index == len(moved) - 1 else moved[index + 1] - step
        moved[index] = min(moved[index], most)
    spread = [0] * len(places)
    for position, place in zip(order, moved, strict=True):
        spread[position] = place
    return spread
