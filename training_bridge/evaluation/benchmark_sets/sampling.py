"""A small sample of a benchmark, even over its kinds and fixed by the hash of the items."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

from training_bridge.records import text_hash

Item = TypeVar("Item")


def sample_by_hash(
    items: Sequence[Item],
    size: int | None,
    *,
    stratum: Callable[[Item], str],
    group: Callable[[Item], str] | None = None,
) -> list[Item]:
    """Draw a number of items, as many of each stratum as of another but for one.

    Which items come is decided by the SHA-256 of their content, so that nobody picks them and another order
    of the rows changes nothing. Within a stratum no group (such as a template) comes a second time before
    every other has come once. With size None all items come, in the same order.
    """
    by_hash = sorted(items, key=item_hash)
    repeats: Counter[tuple[str, str]] = Counter()
    strata: dict[str, list[tuple[int, int, Item]]] = defaultdict(list)
    for place, item in enumerate(by_hash):
        kind = stratum(item)
        own = (kind, group(item) if group else str(place))
        strata[kind].append((repeats[own], place, item))
        repeats[own] += 1
    ranked = [
        (rank, text_hash(kind), place, item)
        for kind, members in strata.items()
        for rank, (_, place, item) in enumerate(sorted(members, key=lambda member: member[:2]))
    ]
    return [item for *_, item in sorted(ranked, key=lambda row: row[:3])][:size]


def item_hash(item: object) -> str:
    """Hash an item (a frozen dataclass) by all its fields."""
    return text_hash(repr(item))
