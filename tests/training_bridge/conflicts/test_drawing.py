"""Which principles take part, and that all pairs of them meet about equally often."""

from collections import Counter
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_bridge.conflicts.drawing import by_hash, divided, nearest_to_another
from training_bridge.conflicts.settings import ConflictSettings

NAMES = [f"p{number:02}" for number in range(1, 9)]


def meetings(found: dict[str, tuple[str, ...]]) -> Counter[tuple[str, str]]:
    return Counter(pair for each in found.values() for pair in combinations(sorted(each), 2))


@given(
    items=st.integers(1, 40), principles=st.integers(2, 8), each=st.integers(2, 6), seed=st.integers(0, 99)
)
def test_no_pair_of_principles_falls_far_behind_another(
    items: int, principles: int, each: int, seed: int
) -> None:
    names = NAMES[:principles]
    found = divided([f"i{number}" for number in range(items)], names, each, seed=seed)
    assert all(len(set(by)) == min(each, principles) for by in found.values())
    counts = meetings(dict(found))
    met = [counts[pair] for pair in combinations(names, 2)]
    assert max(met) - min(met) <= 3


def test_the_order_of_the_items_decides_nothing() -> None:
    items = [f"i{number}" for number in range(12)]
    assert dict(divided(items, NAMES, 3, seed=1)) == dict(divided(items[::-1], NAMES, 3, seed=1))
    assert dict(divided(items, NAMES, 3, seed=1)) != dict(divided(items, NAMES, 3, seed=2))


def test_two_principles_meet_on_every_item() -> None:
    assert set(divided(["a", "b"], ["p1", "p2"], 4, seed=1).values()) == {("p1", "p2")}


def test_names_are_drawn_by_their_hash_and_kept_in_order() -> None:
    drawn = by_hash(NAMES, 3, seed=1, of="x")
    assert drawn == sorted(drawn) and len(drawn) == 3
    assert sorted(by_hash(NAMES[::-1], 3, seed=1, of="x")) == drawn
    assert by_hash(NAMES, None, seed=1, of="x") == NAMES


def test_the_nearest_pairs_take_part_first() -> None:
    cosines = np.array([[1, 0.1, 0.2, 0.3], [0.1, 1, 0.9, 0.1], [0.2, 0.9, 1, 0.4], [0.3, 0.1, 0.4, 1]])
    assert nearest_to_another(list("abcd"), cosines, 2) == ["b", "c"]
    assert nearest_to_another(list("abcd"), cosines, 3) == ["b", "c", "d"]
    assert nearest_to_another(list("abcd"), cosines, None) == list("abcd")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"principles": 1}, "nothing to conflict with"),
        ({"principles_a_pair": 1}, "nothing to conflict with"),
        ({"pairs": 0}, "pairs"),
        ({"drawn": "by hand"}, "even, near"),
        ({"clear": 0.5}, "clear"),
        ({"examples": -1}, "examples"),
    ],
)
def test_settings_by_which_nothing_could_pull_apart_are_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        ConflictSettings(**wrong)
