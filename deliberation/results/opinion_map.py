"""The opinion map: where people stand, drawn as a landscape with a line and a letter per group. PURE.

People are counted in the cells of a grid and the counts are smoothed, so that a hundred thousand people
make no larger picture than a thousand. Up to `DOTS_AT_MOST` people are also drawn one by one, each group
with a shape of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from deliberation.results.charts import LETTERS
from deliberation.results.contours import contours

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

WIDTH = 360
MARGIN = 22
EDGE = 4
"""How near to the edge outliers are put."""
CELL = 6
"""Side of a grid cell in drawing units."""
SMOOTHING = 2.2
"""Standard deviation of the smoothing, in cells."""
LEVELS = (0.9, 0.7, 0.5, 0.3)
"""Shares of the people within each step of the landscape, the widest first."""
WITHIN_LINE = 0.8
"""Share of a group within the line around its letter."""
DOTS_AT_MOST = 2000

# One small shape per group, drawn from a point; the last is for people without a group.
SHAPES = (
    "m-2.2 0a2.2 2.2 0 1 0 4.4 0a2.2 2.2 0 1 0-4.4 0",
    "m-2-2h4v4h-4z",
    "m0-2.6l2.5 4.4h-5z",
    "m0-2.8l2.8 2.8-2.8 2.8-2.8-2.8z",
    "m-.8-2.4h1.6v1.6h1.6v1.6h-1.6v1.6h-1.6v-1.6h-1.6v-1.6h1.6z",
    "m-2.6-1.8h5.2l-2.6 4.4z",
)
UNGROUPED_SHAPE = "m-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0"


@dataclass(frozen=True)
class Frame:
    """Which part of the opinion space the map shows, and how positions become places on it.

    One unit of the opinion space is equally long in both directions. `height` is in drawing units; the
    width is always `WIDTH`.
    """

    left: float
    top: float
    scale: float
    height: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the grid."""
        return -(-self.height // CELL), -(-WIDTH // CELL)

    def place(self, points: Floats) -> Floats:
        """Return (n, 2) places on the map for (n, 2) positions; outliers are put at its edge."""
        x = (points[:, 0] - self.left) * self.scale + MARGIN
        y = (self.top - points[:, 1]) * self.scale + MARGIN
        return np.column_stack([np.clip(x, EDGE, WIDTH - EDGE), np.clip(y, EDGE, self.height - EDGE)])

    def position(self, x: float, y: float) -> tuple[float, float]:
        """Return the position in the opinion space of a place on the map."""
        return (x - MARGIN) / self.scale + self.left, self.top - (y - MARGIN) / self.scale


@dataclass(frozen=True)
class GroupArea:
    """One opinion group on the map: the line around most of it, its dots, and where its letter stands."""

    letter: str
    size: int
    outline: str
    dots: str
    x: int
    y: int


@dataclass(frozen=True)
class OpinionMap:
    """The drawing: SVG paths from back to front.

    Attributes:
        frame: how positions become places.
        land: one path per step of the landscape, the widest first.
        groups: the opinion groups, none where there are fewer than two.
        ungrouped: dots of people without a group.
        counts: (groups + 1, rows, columns) people per cell, the last for people without a group.
    """

    frame: Frame
    land: tuple[str, ...]
    groups: tuple[GroupArea, ...]
    ungrouped: str
    counts: Integers


REACH = 2.8
"""Standard deviations from the mean that the map shows; who stands further out is put at its edge."""


def frame_around(
    mean: Sequence[float], deviation: Sequence[float], low: Sequence[float], high: Sequence[float]
) -> Frame:
    """Return the frame around `low` to `high`, at most `REACH` deviations from the mean."""
    ends = [
        (
            max(low[axis], mean[axis] - REACH * deviation[axis]),
            min(high[axis], mean[axis] + REACH * deviation[axis]),
        )
        for axis in (0, 1)
    ]
    width, height = (max(end - start, 1e-6) for start, end in ends)
    room = WIDTH - 2 * MARGIN
    scale = min(room / width, room / height)
    drawn = max(round(height * scale), room // 2)
    middle_x, middle_y = ((start + end) / 2 for start, end in ends)
    return Frame(
        left=middle_x - room / scale / 2,
        top=middle_y + drawn / scale / 2,
        scale=scale,
        height=drawn + 2 * MARGIN,
    )


def count_cells(points: Floats, group: Integers, groups: int, frame: Frame) -> Integers:
    """Return (groups + 1, rows, columns) people per grid cell; group -1 is counted last."""
    rows, columns = frame.shape
    cell = (frame.place(points) // CELL).astype(np.int64)
    layer = np.where(group < 0, groups, group)
    index = (layer * rows + cell[:, 1]) * columns + cell[:, 0]
    counted = np.bincount(index, minlength=(groups + 1) * rows * columns)
    return counted.reshape(groups + 1, rows, columns)


def draw_map(
    counts: Integers, frame: Frame, *, points: Floats | None = None, group: Integers | None = None
) -> OpinionMap:
    """Draw the map from people per cell, and one dot per person where positions and groups are given."""
    groups = len(counts) - 1
    everyone = counts.sum(axis=0)
    height = _smooth(everyone)
    land = tuple(_path(height, _level_around(height, everyone, share)) for share in LEVELS)
    places = None if points is None or group is None else frame.place(points)
    areas = (
        () if groups < 2 else tuple(_area(number, counts[number], places, group) for number in range(groups))
    )
    loose = -1 if groups >= 2 else None
    return OpinionMap(frame, land, areas, _dots(places, group, loose, UNGROUPED_SHAPE), counts)


def _area(number: int, counted: Integers, places: Floats | None, group: Integers | None) -> GroupArea:
    height = _smooth(counted)
    outline = _path(height, _level_around(height, counted, WITHIN_LINE))
    row, column = np.unravel_index(int(np.argmax(height)), height.shape)
    return GroupArea(
        letter=LETTERS[number],
        size=int(counted.sum()),
        outline=outline,
        dots=_dots(places, group, number, SHAPES[number]),
        x=int((column + 0.5) * CELL),
        y=int((row + 0.5) * CELL),
    )


def _smooth(counts: Integers) -> Floats:
    smoothed: Floats = gaussian_filter(counts.astype(np.float64), SMOOTHING, mode="constant")
    return smoothed


def _level_around(height: Floats, counts: Integers, share: float) -> float:
    """The height above which the given share of the people stand."""
    order = np.argsort(-height, axis=None)
    reached = np.cumsum(counts.ravel()[order])
    if not reached[-1]:
        return float("inf")
    return float(height.ravel()[order[int(np.searchsorted(reached, share * reached[-1]))]])


def _path(field: Floats, level: float) -> str:
    """The contour at the level as SVG path data, in drawing units."""
    if not np.isfinite(level):
        return ""
    lines = [(line + 0.5) * CELL for line in contours(field, level)]
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line) + "Z" for line in lines)


def _dots(places: Floats | None, group: Integers | None, number: int | None, shape: str) -> str:
    """The dots of one group as SVG path data; of everyone if `number` is None."""
    if places is None or group is None:
        return ""
    chosen = places if number is None else places[group == number]
    return "".join(f"M{x:.1f} {y:.1f}{shape}" for x, y in chosen.tolist())
