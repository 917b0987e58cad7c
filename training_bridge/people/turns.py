"""In which order a person is asked, and which of two answers stands first: fixed by hashes. PURE."""

from __future__ import annotations

from collections.abc import Iterable

from training_bridge.people.comparisons import Place
from training_bridge.records import row_id

PLACES_IN_TURN: tuple[Place, Place] = ("first", "second")


def turns_of(number: int, item_ids: Iterable[str]) -> tuple[tuple[str, Place], ...]:
    """Give each item in the order in which a person is asked, with the item's answer that stands first.

    People are taken two by two by their numbers, from 1. Both go through the items in one order, which
    follows from hashes, and where the one sees the first answer first the other sees the second. Along the
    order the places take turns. So each person sees each place equally often, but for one item where their
    number is odd, and over two people each answer of each item stands first once.
    """
    pair = str((number - 1) // 2)
    ordered = sorted(item_ids, key=lambda item: row_id("order of items", pair, item))
    starts = int(row_id("first place", pair), 16) + number
    return tuple((item, PLACES_IN_TURN[(starts + turn) % 2]) for turn, item in enumerate(ordered))
