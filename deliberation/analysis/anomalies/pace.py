"""Votes faster than anybody can read.

A practised reader takes in some 20 characters in a second (Brysbaert 2019, Journal of Memory and Language
109: 238 words a minute). A vote is impossibly fast if it came within `LEAST_SECONDS`, or within the time
that three times that speed would need for the statement. Votes that arrived together waited in a browser
without a network and were sent at once: their times say nothing and are passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEAST_SECONDS = 0.4
CHARACTERS_PER_SECOND = 60.0
# Closer together than this they were one request.
TOGETHER_SECONDS = 0.03
# That many, and that share of the votes whose time is known, are too fast.
FAST_VOTES, FAST_SHARE = 12, 0.6


@dataclass(frozen=True)
class Pace:
    """How many of somebody's votes were impossibly fast, of how many whose time says something."""

    strength: float
    fast: int
    timed: int


def pace(times: Mapping[int, Floats], lengths: Mapping[int, Floats]) -> dict[int, Pace]:
    """Return the pace of participants by number; those without times have none.

    Args:
        times: (v,) ascending seconds at which a participant's votes came in.
        lengths: (v,) characters of the statements voted on, in the same order.
    """
    return {number: _pace(when, lengths[number]) for number, when in times.items() if len(when) > FAST_VOTES}


def _pace(when: Floats, characters: Floats) -> Pace:
    gaps = np.diff(when)
    telling = gaps >= TOGETHER_SECONDS
    needed = np.maximum(LEAST_SECONDS, characters[1:] / CHARACTERS_PER_SECOND)
    fast, timed = int((telling & (gaps < needed)).sum()), int(telling.sum())
    strength = min(fast / FAST_VOTES, fast / timed / FAST_SHARE) if timed else 0.0
    return Pace(float(strength), fast, timed)
