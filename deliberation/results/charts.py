"""Geometry of the bar charts: tallies in, whole numbers for SVG attributes out. PURE.

All bars of a chart share one scale of `SCALE` units, so that a template only writes attributes down. The
numbers are integers because a template would write fractions with the comma of some languages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deliberation.results.tallies import Tally

SCALE = 1000
"""Length of 100 %."""

LETTERS = "ABCDEF"


@dataclass(frozen=True)
class ShareBar:
    """The share that agrees as a bar from the left, with its interval as a whisker.

    Attributes:
        letter: of the opinion group; empty for everyone together.
        tally: the votes behind it; None where too few people voted to show them.
        length: of the bar, 0 to `SCALE`.
        low, high: ends of the whisker, 0 to `SCALE`.
    """

    letter: str
    tally: Tally | None
    length: int
    low: int
    high: int

    @property
    def interval(self) -> tuple[float, float] | None:
        """Ends of the whisker as shares from 0 to 1; None where the votes are held back."""
        return self.tally.agree_interval if self.tally else None


@dataclass(frozen=True)
class BalanceBar:
    """Disagreement to the left of the middle and agreement to the right; passes leave both short.

    Attributes:
        letter: of the opinion group; empty for everyone together.
        tally: the votes behind it; None where too few people voted to show them.
        left: where the part that disagrees begins, 0 to `SCALE`.
        disagree, agree: lengths of the two parts; both start at `SCALE` and grow outwards.
    """

    letter: str
    tally: Tally | None
    left: int
    disagree: int
    agree: int


@dataclass(frozen=True)
class IntervalBar:
    """A measure between 0 and 1 as a bar from the left, with its interval as a whisker.

    Attributes:
        value: of the measure.
        interval: where it surely lies.
        length: of the bar, 0 to `SCALE`.
        low, high: ends of the whisker, 0 to `SCALE`.
    """

    value: float
    interval: tuple[float, float]
    length: int
    low: int
    high: int


def interval_bar(value: float, low: float, high: float) -> IntervalBar:
    """Return a measure between 0 and 1 as a bar."""
    return IntervalBar(value, (low, high), round(SCALE * value), round(SCALE * low), round(SCALE * high))


def share_bars(everyone: Tally | None, groups: Sequence[Tally | None]) -> tuple[ShareBar, ...]:
    """One bar per opinion group, or one for everyone where fewer than two groups have anything to show."""
    return tuple(_share_bar(letter, tally) for letter, tally in _rows(everyone, groups))


def balance_bars(everyone: Tally | None, groups: Sequence[Tally | None]) -> tuple[BalanceBar, ...]:
    """One bar per opinion group, or one for everyone where fewer than two groups have anything to show."""
    return tuple(_balance_bar(letter, tally) for letter, tally in _rows(everyone, groups))


def _rows(everyone: Tally | None, groups: Sequence[Tally | None]) -> list[tuple[str, Tally | None]]:
    if len(groups) < 2 or not any(groups):
        return [("", everyone)]
    return [(LETTERS[number], tally) for number, tally in enumerate(groups)]


def _share_bar(letter: str, tally: Tally | None) -> ShareBar:
    if tally is None:
        return ShareBar(letter, None, 0, 0, 0)
    low, high = tally.agree_interval
    return ShareBar(
        letter=letter,
        tally=tally,
        length=round(SCALE * tally.agree_share),
        low=round(SCALE * low),
        high=round(SCALE * high),
    )


def _balance_bar(letter: str, tally: Tally | None) -> BalanceBar:
    if tally is None:
        return BalanceBar(letter, None, SCALE, 0, 0)
    disagree = round(SCALE * tally.disagree_share)
    return BalanceBar(
        letter=letter,
        tally=tally,
        left=SCALE - disagree,
        disagree=disagree,
        agree=round(SCALE * tally.agree_share),
    )
