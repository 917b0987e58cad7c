"""Which row comes next: half of them with the critic, and each row both ways equally often."""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training_bridge.critic.rows import review
from training_bridge.critic.reviews import Review, row_for

ROWS = [f"row {number}" for number in range(9)]


def walk(person: str, rows: list[str] = ROWS) -> list[tuple[str, bool]]:
    seen: list[Review] = []
    while shown := row_for(person, rows, seen):
        assert shown.done == len(seen) and shown.total == len(rows)
        seen.append(review(shown.row_id, person, critic=shown.with_critic))
    return [(each.row_id, each.with_critic) for each in seen]


def test_a_person_sees_every_row_once_and_every_second_one_with_the_critic() -> None:
    walked = walk("person-3")
    assert sorted(row for row, _critic in walked) == ROWS
    assert all(one[1] != other[1] for one, other in zip(walked, walked[1:], strict=False))


def test_two_people_of_a_pair_see_each_row_once_with_and_once_without_the_critic() -> None:
    for first, second in (("person-1", "person-2"), ("simulated-person-3", "simulated-person-4")):
        one, other = walk(first), walk(second)
        assert [row for row, _critic in one] == [row for row, _critic in other]
        assert all(mine[1] != theirs[1] for mine, theirs in zip(one, other, strict=True))
    assert [row for row, _ in walk("person-1")] != [row for row, _ in walk("person-3")]


@given(st.integers(1, 30), st.integers(2, 12))
def test_however_early_people_stop_each_row_is_balanced(rows: int, until: int) -> None:
    names = [f"r{number}" for number in range(rows)]
    with_critic = Counter(row for n in (1, 2) for row, critic in walk(f"person-{n}", names)[:until] if critic)
    assert set(with_critic.values()) == {1}


def test_the_same_row_comes_again_until_it_is_answered_and_others_people_change_nothing() -> None:
    shown = row_for("person-1", ROWS, [])
    others = [review(row, "person-2") for row in ROWS]
    assert row_for("person-1", list(reversed(ROWS)), others) == shown
    assert row_for("person-2", ROWS, others) is None


def test_a_person_without_a_number_has_an_order_too() -> None:
    assert len(walk("anna")) == len(ROWS)


def test_a_review_survives_its_file_and_damage_is_refused() -> None:
    made = review("row", critic=True, marks=("Ask her first.",), flags={"flag": "dismissed"})
    assert Review.from_json(json.loads(json.dumps(made.to_json()))) == made
    with pytest.raises(ValueError, match="confirmed"):
        Review.from_json({**made.to_json(), "flags": {"flag": "perhaps"}})
    with pytest.raises(TypeError):
        Review.from_json({**made.to_json(), "unknown": 1})
