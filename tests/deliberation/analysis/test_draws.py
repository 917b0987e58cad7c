"""Draws of the next statement: shares, floors, and what is left after each."""

import math
import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.analysis.draws import (
    NO_SIDE,
    RARE_SHARE,
    SIDES_SHARE,
    Chances,
    Draws,
    draw_reason,
    leading_side,
)

Row = tuple[float, int, int]
"""Priority, votes, side."""

weights = st.lists(
    st.tuples(st.floats(0, 100, allow_subnormal=False), st.integers(0, 500), st.integers(-1, 3)),
    min_size=1,
    max_size=60,
)


def draws_from(rows: list[Row]) -> Draws:
    priorities, votes, sides = zip(*rows, strict=True)
    return Draws(np.array(priorities, dtype=float), np.array(votes), np.array(sides))


def all_chances(rows: list[Row]) -> list[Chances]:
    draws = draws_from(rows)
    return [draws.chances(statement) for statement in range(len(rows))]


class Told(random.Random):
    """A generator that gives the numbers it is told."""

    def __init__(self, *numbers: float) -> None:
        super().__init__()
        self.numbers = [*numbers]

    def random(self) -> float:
        return self.numbers.pop(0)


@given(weights)
def test_the_parts_of_a_draw_add_up_and_keep_their_floors(rows: list[Row]) -> None:
    chances = all_chances(rows)
    divided = any(side != NO_SIDE for _priority, _votes, side in rows)
    assert sum(one.probability for one in chances) == pytest.approx(1.0)
    assert sum(one.by_rarity for one in chances) == pytest.approx(RARE_SHARE)
    assert sum(one.by_side for one in chances) == pytest.approx(SIDES_SHARE if divided else 0.0)
    assert all(one.probability >= 0 for one in chances)


@given(weights)
def test_the_statement_with_the_fewest_votes_has_its_floor(rows: list[Row]) -> None:
    votes = [row[1] for row in rows]
    rare = int(np.argmin(votes))
    as_few = sum(number <= sorted(votes)[max(1, math.ceil(0.1 * len(votes))) - 1] for number in votes)
    assert all_chances(rows)[rare].probability >= RARE_SHARE / as_few - 1e-12


@given(weights)
def test_each_side_of_a_division_gets_the_same_floor(rows: list[Row]) -> None:
    floors: dict[int, float] = {}
    for (_priority, _votes, side), chances in zip(rows, all_chances(rows), strict=True):
        floors[side] = floors.get(side, 0.0) + chances.by_side
    assert floors.pop(NO_SIDE, 0.0) == 0.0
    assert all(floor == pytest.approx(SIDES_SHARE / len(floors)) for floor in floors.values())


@given(weights, st.randoms(use_true_random=False))
def test_what_is_taken_leaves_the_draws_of_the_rest(rows: list[Row], chance: random.Random) -> None:
    draws, left = draws_from(rows), [*range(len(rows))]
    while left:
        again = draws_from([rows[place] for place in left])
        for place, statement in enumerate(left):
            assert draws.chances(statement).probability == pytest.approx(again.chances(place).probability)
        drawn = draws.draw(chance)
        assert draws.chances(drawn).probability > 0
        draws.take(drawn)
        left.remove(drawn)
    assert len(draws) == 0
    with pytest.raises(ValueError, match="nothing"):
        draws.draw(chance)


@pytest.mark.parametrize(
    ("numbers", "drawn"),
    [
        ((0.05, 0.0), 2),  # the rare: one of four, and one that has as few
        ((0.05, 0.99), 3),
        ((0.15, 0.3, 0.0), 0),  # the sides: the first holds statement 0, the second 1 and 3
        ((0.15, 0.6, 0.0), 1),
        ((0.15, 0.6, 0.9), 3),
        ((0.2, 0.19), 0),  # the priorities: 2, 3, 0 and 5
        ((0.2, 0.21), 1),
        ((0.9, 0.49), 1),
        ((0.9, 0.51), 3),
        ((0.9, 1.0), 3),
    ],
)
def test_a_draw_by_hand(numbers: tuple[float, ...], drawn: int) -> None:
    rows = [(2.0, 9, 0), (3.0, 9, 1), (0.0, 4, NO_SIDE), (5.0, 4, 1)]
    assert draws_from(rows).draw(Told(*numbers)) == drawn


def test_statements_come_as_often_as_their_chances_say() -> None:
    rows = [(2.0, 9, 0), (3.0, 9, 1), (0.5, 4, NO_SIDE), (5.0, 4, 1), (0.0, 80, NO_SIDE)]
    draws, chance, times = draws_from(rows), random.Random(5), 20_000
    counted = Counter(draws.draw(chance) for _ in range(times))
    for statement, chances in enumerate(all_chances(rows)):
        spread = math.sqrt(chances.probability * (1 - chances.probability) / times)
        assert abs(counted[statement] / times - chances.probability) <= 4 * spread


def test_there_has_to_be_something_to_draw_from() -> None:
    with pytest.raises(ValueError, match="nothing"):
        Draws(np.empty(0), np.empty(0, dtype=int), np.empty(0, dtype=int))


@pytest.mark.parametrize(
    ("groups", "side"),
    [
        ([], NO_SIDE),
        ([(9, 10)], NO_SIDE),
        ([(1, 1), (0, 1)], NO_SIDE),
        ([(5, 10), (6, 10)], NO_SIDE),
        ([(1, 10), (9, 10), (2, 10)], 1),
    ],
)
def test_a_side_holds_what_it_clearly_agrees_with_more(groups: list[tuple[int, int]], side: int) -> None:
    assert leading_side([{"agree": agree, "votes": votes} for agree, votes in groups]) == side


@pytest.mark.parametrize(
    ("row", "facts", "reason"),
    [
        ((5.0, 50, NO_SIDE), {"votes": 50, "divisiveness": 0.0, "lift": 3.0}, "edge"),
        ((0.001, 2, NO_SIDE), {"votes": 2, "divisiveness": 0.0, "lift": 1.0}, "few votes"),
        ((0.001, 20, NO_SIDE), {"votes": 20, "divisiveness": 0.0, "lift": 1.0}, "balance"),
        ((0.001, 90, 1), {"votes": 90, "divisiveness": 0.1, "lift": 1.0}, "division"),
    ],
)
def test_the_reason_is_the_greatest_part_of_the_probability(
    row: tuple[float, int, int], facts: dict[str, float], reason: str
) -> None:
    others = [(5.0, 100, NO_SIDE)] * 3 + ([(5.0, 1, NO_SIDE)] if reason in {"edge", "division"} else [])
    chances = draws_from([row, *others]).chances(0)
    assert draw_reason(chances, **facts) == reason
