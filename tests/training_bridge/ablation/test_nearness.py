"""Nearest rows and principles, and whether two orders agree."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation.semantics.encoders import ENGLISH, MULTILINGUAL
from training_bridge.ablation.items import Item, items_of, rows_compared, sample_of
from training_bridge.ablation.nearness import (
    encoder_sha256,
    nearest,
    nearest_principles,
    rank_correlation,
)
from training_bridge.prompts import MarginPair

ROWS: list[dict[str, Any]] = [
    {"id": "a", "kind": "helpful", "principle_id": None},
    {"id": "b", "kind": "revision", "principle_id": "p01"},
    {"id": "c", "kind": "revision", "principle_id": "p02"},
    {"id": "d", "kind": "revision", "principle_id": "p02"},
]


def test_both_kinds_of_rows_are_named_with_their_rank_among_all() -> None:
    found = nearest([0.9, 0.1, 0.5, 0.5], ROWS, 2)
    assert [(each["row_id"], each["rank"]) for each in found] == [("c", 2), ("d", 3), ("a", 1)]
    assert found[0]["principle_id"] == "p02"


def test_the_nearest_principles_come_first() -> None:
    found = nearest_principles([0.2, 0.7, 0.7], ["p01", "p02", "p03"], 2)
    assert [each["principle_id"] for each in found] == ["p02", "p03"]


def test_rank_correlation_by_hand() -> None:
    assert rank_correlation([1, 2, 3], [10, 20, 30]) == 1
    assert rank_correlation([1, 2, 3], [3, 2, 1]) == -1
    # Ranks 1 2 3 4 against 2 1 4 3: 1 - 6 * 4 / (4 * 15) = 0.6.
    assert rank_correlation([1, 2, 3, 4], [2, 1, 4, 3]) == pytest.approx(0.6)
    assert rank_correlation([1, 1, 1], [1, 2, 3]) is None
    with pytest.raises(ValueError, match="two values for each row"):
        rank_correlation([1], [1, 2])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(-1, 1), min_size=4, max_size=4), st.integers(1, 4))
def test_nearest_rows_are_in_the_order_of_their_similarity(similarities: list[float], count: int) -> None:
    found = nearest(similarities, ROWS, count)
    for kind in ("revision", "helpful"):
        own = [each["similarity"] for each in found if each["kind"] == kind]
        assert own == sorted(own, reverse=True)
        assert len(own) == min(count, sum(row["kind"] == kind for row in ROWS))
    ranks = {each["row_id"]: each["rank"] for each in nearest(similarities, ROWS, 4)}
    assert sorted(ranks.values()) == [1, 2, 3, 4]


def test_items_are_what_was_measured_after_training() -> None:
    pair = MarginPair(
        id="pair-1",
        theme="honesty",
        prompt="May I lie?",
        consistent="No.",
        inconsistent="Yes.",
        split="evaluation",
    )
    margins = [{"pair_id": "pair-1", "phase": "after"}, {"pair_id": "pair-1", "phase": "before"}]
    margins.append({"pair_id": "gone", "phase": "after"})
    answers = [
        {"phase": phase, "prompt": "Hello?", "answer": phase, "provenance": {"prompt_id": "h-1"}}
        for phase in ("before", "after")
    ]
    assert items_of([pair], margins, answers) == [
        Item("pair-1", "pair", "May I lie?", "No.", "Yes."),
        Item("h-1", "answer", "Hello?", "after"),
    ]


def test_a_sample_takes_both_kinds_and_knows_nothing_of_the_answers() -> None:
    items = [Item(f"{kind}-{n}", kind, f"{kind} {n}", "x") for kind in ("pair", "answer") for n in range(9)]
    found = sample_of(items, 4)
    assert [item.kind for item in found] == ["pair", "pair", "answer", "answer"]
    others = [Item(item.id, item.kind, item.prompt, "other words") for item in items]
    assert [item.id for item in sample_of(others, 4)] == [item.id for item in found]
    assert sample_of(items, 0) == []
    assert [item.kind for item in sample_of(items[:9], 4)] == ["pair"] * 4


def test_the_packaged_encoders_are_named_by_the_hash_of_their_weights() -> None:
    digests = [encoder_sha256(name) for name in (ENGLISH, MULTILINGUAL, "another/model")]
    assert digests[2] is None
    assert all(digest and len(digest) == 64 for digest in digests[:2])
    assert digests[0] != digests[1]


def test_similarities_are_rounded_so_that_machines_agree() -> None:
    similarities = np.array([0.12344, 0.123441, 0.9, 0.8], dtype=np.float32)
    assert {each["similarity"] for each in nearest(similarities.tolist(), ROWS, 4)} == {0.1234, 0.9, 0.8}


def test_of_many_rows_some_are_compared_in_their_order_whatever_the_order_of_the_file() -> None:
    rows = [{"id": f"row-{number}"} for number in range(30)]
    found = [rows[place]["id"] for place in rows_compared(rows, 10)]
    assert found == sorted(found, key=lambda name: int(name[4:]))
    turned = list(reversed(rows))
    assert {turned[place]["id"] for place in rows_compared(turned, 10)} == set(found)
    assert rows_compared(rows, 100) == list(range(30))
