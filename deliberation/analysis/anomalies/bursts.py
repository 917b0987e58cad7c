"""Many at once: newcomers in one hour, or from one network on one day, far beyond the usual.

What is usual is the median of the hours (or of the networks) in which anybody came at all, and chance is
judged by the Poisson distribution with `TOLERANCE` times that mean, since honest people come in waves as
well: after the news, or as a hall full of them. So a burst explains and adds weight; by itself it proposes
nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.stats import poisson

LEAST_PEOPLE = 15
TOLERANCE = 4.0
LEAST_CHANCE = 1e-6


@dataclass(frozen=True)
class Burst:
    """Of how many people somebody was one, where how many are usual."""

    strength: float
    people: int
    usual: float


def bursts(place_of: Mapping[int, int]) -> dict[int, Burst]:
    """Return who came in a burst.

    Args:
        place_of: participant number to the hour, or the network and day, they came in; any whole numbers.
    """
    if not place_of:
        return {}
    places, counts = np.unique(list(place_of.values()), return_counts=True)
    usual = float(np.median(counts))
    many = dict(zip(places.tolist(), counts.tolist(), strict=True))
    found: dict[int, Burst] = {}
    for number, place in place_of.items():
        people = many[place]
        chance = float(poisson.sf(people - 1, TOLERANCE * usual))
        if people >= LEAST_PEOPLE and chance < LEAST_CHANCE:
            found[number] = Burst(min(2.0, people / (TOLERANCE * usual) / 2), people, usual)
    return found
