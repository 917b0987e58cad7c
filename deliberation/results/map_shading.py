"""The opinion map shaded by how people voted on one statement. PURE.

In each cell of the map's grid the votes nearby are weighed against each other: agreement minus disagreement,
as a share of the votes. Where hardly anybody voted nothing is shaded: no shade rests on a handful of people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from deliberation.results.contours import contours
from deliberation.results.opinion_map import CELL, SMOOTHING, Frame
from deliberation.results.small_cells import SMALLEST

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

STEPS = (0.2, 0.6)
"""Surplus of one side over the other, as a share of the votes, from which on a step is shaded."""
LEAST_VOTES = SMALLEST - 1
"""Votes about a cell up to which nothing is shaded; at twice as many the shade has its full strength."""
DRAWN_TOWARDS_EVEN = 2.0
"""Votes added, half on either side, so that few votes never shade strongly."""


@dataclass(frozen=True)
class Shading:
    """SVG paths of the two sides, each from the widest step to the strongest; empty where a step is."""

    agree: tuple[str, ...]
    disagree: tuple[str, ...]


def shade(points: Floats, values: Integers, frame: Frame) -> Shading:
    """Shade the map.

    Args:
        points: (v, 2) positions of those who voted on the statement, in the opinion space.
        values: (v,) their votes: agree = 1, pass = 0, disagree = -1.
        frame: how positions become places.
    """
    agree, disagree, votes = (
        _around(points[kept], frame) for kept in (values == 1, values == -1, values < 2)
    )
    surplus = (agree - disagree) / (votes + DRAWN_TOWARDS_EVEN)
    surplus = surplus * np.clip((votes - LEAST_VOTES) / LEAST_VOTES, 0.0, 1.0)
    return Shading(
        agree=tuple(_path(surplus, step) for step in STEPS),
        disagree=tuple(_path(-surplus, step) for step in STEPS),
    )


def _around(points: Floats, frame: Frame) -> Floats:
    """(rows, columns) how many of the people stand about a cell, weighted by nearness."""
    rows, columns = frame.shape
    cell = (frame.place(points) // CELL).astype(np.int64)
    counted = np.bincount(cell[:, 1] * columns + cell[:, 0], minlength=rows * columns)
    smoothed: Floats = gaussian_filter(
        counted.reshape(rows, columns).astype(np.float64), SMOOTHING, mode="constant"
    )
    # The kernel sums to one; this turns its density into a number of people, as many as stand in its width.
    return smoothed * (2.0 * np.pi * SMOOTHING**2)


def _path(field: Floats, level: float) -> str:
    lines = [(line + 0.5) * CELL for line in contours(field, level)]
    return "".join("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in line) + "Z" for line in lines)
