"""Contour lines of a field on a grid, by marching squares. PURE."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Edge = tuple[str, int, int]
"""A side of a square: "across" from (row, column) to (row, column + 1), or "down" one row."""

# Corners inside, as bits (1 upper left, 2 upper right, 4 lower right, 8 lower left), to the pairs of sides
# that the line connects. In the two saddles the corners inside stay apart.
CROSSINGS: dict[int, tuple[tuple[str, str], ...]] = {
    1: (("L", "T"),),
    2: (("T", "R"),),
    3: (("L", "R"),),
    4: (("R", "B"),),
    5: (("L", "T"), ("R", "B")),
    6: (("T", "B"),),
    7: (("L", "B"),),
    8: (("B", "L"),),
    9: (("B", "T"),),
    10: (("T", "R"), ("B", "L")),
    11: (("B", "R"),),
    12: (("R", "L"),),
    13: (("R", "T"),),
    14: (("T", "L"),),
}


def contours(field: NDArray[np.float64], level: float) -> tuple[NDArray[np.float64], ...]:
    """Return the closed lines at which the field reaches the level, as (points, 2) arrays of (x, y).

    The field has shape (rows, columns); x runs along columns and y along rows, in grid units. Outside of
    the grid the field counts as below the level, so every line is closed. Crossings are interpolated
    linearly between grid points. Lorensen and Cline, "Marching cubes", SIGGRAPH 1987, in two dimensions.
    """
    if not np.isfinite(field).all():
        raise ValueError("the field has to be finite")
    padded = np.pad(field, 1, constant_values=min(float(field.min(initial=level)), level) - 1.0)
    neighbours = _neighbours(padded, level)
    lines = []
    while neighbours:
        lines.append([_crossing(padded, level, edge) for edge in _walk(neighbours)])
    return tuple(np.array(line) - 1.0 for line in lines)


def _neighbours(field: NDArray[np.float64], level: float) -> dict[Edge, list[Edge]]:
    """The two sides that follow each crossed side along its line."""
    inside = field >= level
    corners = inside[:-1, :-1] * 1 + inside[:-1, 1:] * 2 + inside[1:, 1:] * 4 + inside[1:, :-1] * 8
    neighbours: dict[Edge, list[Edge]] = {}
    for row, column in np.argwhere((corners > 0) & (corners < 15)).tolist():
        sides: dict[str, Edge] = {
            "T": ("across", row, column),
            "B": ("across", row + 1, column),
            "L": ("down", row, column),
            "R": ("down", row, column + 1),
        }
        for start, end in CROSSINGS[int(corners[row, column])]:
            neighbours.setdefault(sides[start], []).append(sides[end])
            neighbours.setdefault(sides[end], []).append(sides[start])
    return neighbours


def _walk(neighbours: dict[Edge, list[Edge]]) -> list[Edge]:
    """Take one closed line out of the neighbours and return its sides in order."""
    edge = next(iter(neighbours))
    line = []
    while edge in neighbours:
        line.append(edge)
        following = neighbours.pop(edge)
        edge = next((other for other in following if other in neighbours), line[0])
    return line


def _crossing(field: NDArray[np.float64], level: float, edge: Edge) -> tuple[float, float]:
    direction, row, column = edge
    other = (row, column + 1) if direction == "across" else (row + 1, column)
    start, end = float(field[row, column]), float(field[other])
    share = (level - start) / (end - start)
    return (column + share, float(row)) if direction == "across" else (float(column), row + share)
