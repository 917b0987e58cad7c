"""What the rules that choose principles together have in common. PURE."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from constitution.selection.candidates import Floats

TIE = 1e-9
"""Numbers that differ by less than this share count as equal: sums of decimals in another order do."""


@dataclass(frozen=True)
class Slate:
    """Columns in the order in which they were chosen, and what only the order of columns decided.

    `ties` holds for a chosen column the later columns that would have done as well at that step.
    """

    columns: tuple[int, ...] = ()
    ties: tuple[tuple[int, tuple[int, ...]], ...] = ()

    def with_column(self, column: int, tied: tuple[int, ...]) -> Slate:
        """Return the slate with one more column."""
        ties = (*self.ties, (column, tied)) if tied else self.ties
        return Slate((*self.columns, column), ties)


def first_of_the_least(values: Floats) -> tuple[int, tuple[int, ...]]:
    """Return the first position of the least value, and the later ones with as little."""
    least = float(values.min())
    as_little = np.flatnonzero(values <= least + TIE * max(1.0, abs(least)))
    return int(as_little[0]), tuple(as_little[1:].tolist())
