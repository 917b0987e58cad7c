"""Which principles take part, and by which of them each pair of answers is judged. PURE.

Everything follows from the seed and from hashes, never from the order of rows or from what a judge said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from training_bridge.records import row_id

ONE_PRINCIPLE = "the constitution has one principle: nothing can pull apart"
NO_ANSWERS = "there is no pair of answers to judge by two principles"
"""Why there may be nothing to draw among."""
Pair = tuple[str, str]


def by_hash(names: Sequence[str], count: int | None, *, seed: int, of: str) -> list[str]:
    """Give so many of the names, drawn by their hashes, in their own order; all for None."""
    drawn = set(sorted(names, key=lambda name: row_id(of, str(seed), name))[:count])
    return [name for name in names if name in drawn]


def nearest_to_another(names: Sequence[str], cosines: NDArray[np.float64], count: int | None) -> list[str]:
    """Give so many of the names, those of the nearest pairs first, in their own order; all for None.

    `cosines` has a row and a column for each name. Where one place is left, the first of a pair fills it.
    """
    if count is None or count >= len(names):
        return list(names)
    pairs = sorted(combinations(range(len(names)), 2), key=lambda pair: (-float(cosines[pair]), pair))
    taken: list[int] = []
    for pair in pairs:
        taken += [place for place in pair if place not in taken]
        if len(taken) >= count:
            break
    return [names[place] for place in sorted(taken[:count])]


def divided(
    items: Sequence[str], principles: Sequence[str], each: int, *, seed: int
) -> Mapping[str, tuple[str, ...]]:
    """Say by which `each` principles every item is judged, so that all pairs of them meet equally often.

    Item by item, in the order of their hashes: first the two principles that have met least often, then
    again and again the one that has met those chosen least often; the hash decides between equals. No two
    pairs of principles can be made exactly equal by this, but none falls far behind.
    """
    met: Counter[Pair] = Counter()
    used: Counter[str] = Counter()
    found: dict[str, tuple[str, ...]] = {}
    most = min(each, len(principles))
    for item in sorted(items, key=lambda item: row_id("conflicts", str(seed), item)):
        chosen: list[str] = []
        while len(chosen) < most:
            left = [name for name in principles if name not in chosen]
            chosen.append(min(left, key=lambda name: _cost(name, chosen, met, used, principles, item, seed)))
        met.update(pair_of(*pair) for pair in combinations(chosen, 2))
        used.update(chosen)
        found[item] = tuple(name for name in principles if name in chosen)
    return found


def pair_of(one: str, other: str) -> Pair:
    """Give two names as a pair, whichever came first."""
    return (one, other) if one <= other else (other, one)


def _cost(
    name: str,
    chosen: Sequence[str],
    met: Mapping[Pair, int],
    used: Mapping[str, int],
    principles: Sequence[str],
    item: str,
    seed: int,
) -> tuple[int, int, str]:
    """Give what speaks against taking a principle next: how often it has met those chosen already."""
    if chosen:
        meetings = sum(met.get(pair_of(name, one), 0) for one in chosen)
    else:
        meetings = min(met.get(pair_of(name, one), 0) for one in principles if one != name)
    return meetings, used.get(name, 0), row_id("conflicts", str(seed), item, name)
