"""People counted in squares of the opinion map, as fine as lets at least ten stand in each. PURE."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deliberation.results.small_cells import SMALLEST

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Square:
    """A square of the grid: its first row and column, its side in cells, and how many people stand in it."""

    row: int
    column: int
    side: int
    people: int


def squares(counts: Integers, *, smallest: int = SMALLEST) -> tuple[Square, ...]:
    """Divide a grid into squares with people, each into four as long as nobody is left in small company.

    A square is divided only if each quarter has `smallest` people or none; so no square has fewer, unless
    they are fewer in all, and none can be worked out from the others.

    Args:
        counts: (rows, columns) people per cell.
        smallest: people in a square at least.
    """
    side = 1
    while side < max(counts.shape):
        side *= 2
    grid = np.zeros((side, side), dtype=np.int64)
    grid[: counts.shape[0], : counts.shape[1]] = counts
    return tuple(_divided(grid, 0, 0, smallest)) if grid.any() else ()


def _divided(grid: Integers, row: int, column: int, smallest: int) -> Iterator[Square]:
    side, half = len(grid), len(grid) // 2
    quarters = [
        (top, left, grid[top : top + half, left : left + half]) for top in (0, half) for left in (0, half)
    ]
    inhabited = [(top, left, quarter) for top, left, quarter in quarters if half and quarter.any()]
    if not half or any(quarter.sum() < smallest for _top, _left, quarter in inhabited):
        yield Square(row, column, side, int(grid.sum()))
        return
    for top, left, quarter in inhabited:
        yield from _divided(quarter, row + top, column + left, smallest)
