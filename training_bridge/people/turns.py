"""In which order a person is asked, and which of two answers stands first: fixed by hashes. PURE."""

from __future__ import annotations

from collections.abc import Iterable

from training_bridge.people.comparisons import Place
from training_bridge.records import row_id


def turns_of(person: str, item_ids: Iterable[str]) -> tuple[tuple[str, Place], ...]:
    """Give each item in the order in which this person is asked, with the answer that stands first.

    The order is that of the hashes of person and item. Places take turns along it and the first one follows
    from a hash too, so that each person sees each place equally often (but for one item where their number is
    odd), and nobody can say beforehand who sees which answer first.
    """
    ordered = sorted(item_ids, key=lambda item: row_id("turn", person, item))
    starts = int(row_id("first place", person, *ordered), 16) % 2
    places: tuple[Place, Place] = ("first", "second")
    return tuple((item, places[(starts + turn) % 2]) for turn, item in enumerate(ordered))
