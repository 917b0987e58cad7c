import math
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.analysis.representativeness import GroupVotes
from deliberation.analysis.routing import (
    BALANCE_SHARE,
    DIVISION_SHARE,
    NO_SIDE,
    RARE_SHARE,
    SIDES_SHARE,
    UNSEEN_PRIORITY,
    DrawParts,
    adaptive_priorities,
    draw_parts,
    draw_reason,
    leading_side,
    routing_priorities,
    routing_reason,
)


def priorities(agree: list[int], disagree: list[int], seen: list[int], extremity: float = 0.0) -> np.ndarray:
    counts = GroupVotes(*(np.array([votes]) for votes in (agree, disagree, seen)))
    m = len(agree)
    return routing_priorities(counts, np.full(m, extremity), np.zeros(m, dtype=bool))


def test_an_unseen_statement_by_hand() -> None:
    # importance (1 - 1/2) * 1 * 1/2, newness 1 + 8
    assert priorities([0], [0], [0]) == pytest.approx((0.25 * 9) ** 2)


def test_a_statement_after_five_votes_by_hand() -> None:
    # 3 agree, 1 disagrees, 1 passes, extremity 1: (1 - 2/7) * 2 * 4/7 * (1 + 8/2)
    assert priorities([3], [1], [5], 1.0) == pytest.approx((5 / 7 * 2 * 4 / 7 * 5) ** 2)


def test_new_statements_come_before_known_ones_and_passed_ones_last() -> None:
    new, known, passed = priorities([1, 50, 1], [1, 50, 1], [2, 100, 100])
    assert new > known > passed


def test_meta_statements_have_a_fixed_priority() -> None:
    counts = GroupVotes(*(np.array([[4, 4]]) for _ in range(3)))
    assert routing_priorities(counts, np.zeros(2), np.array([True, False]))[0] == 49


def ladder(statements: int = 60, votes: int = 200, groups: int = 2) -> GroupVotes:
    """Statements from 0 % to 100 % agreement in equal steps, the same in every group."""
    agree = np.tile(np.linspace(0, votes, statements).astype(np.int64), (groups, 1))
    seen = np.full_like(agree, votes)
    return GroupVotes(agree, seen - agree, seen)


def adaptive(
    counts: GroupVotes, divisiveness: np.ndarray | None = None, *, out: tuple[int, ...] = (), target: int = 20
) -> np.ndarray:
    m = counts.seen.shape[1]
    moderated_out = np.isin(np.arange(m), out)
    return adaptive_priorities(
        counts, np.zeros(m) if divisiveness is None else divisiveness, moderated_out, target=target
    )


def random_counts(groups: int, statements: int, most: int = 100) -> GroupVotes:
    generator = np.random.default_rng(0)
    seen = generator.integers(0, most, (groups, statements))
    agree = generator.binomial(seen, generator.random(statements))
    return GroupVotes(agree, generator.binomial(seen - agree, 0.7), seen)


@pytest.mark.parametrize("target", [5, 20])
def test_votes_go_to_the_edge_of_the_shared_ground(target: int) -> None:
    weights = adaptive(ladder(), target=target)
    sought = np.argsort(-weights)[:2]
    # The most agreed statements come last in the ladder.
    assert set(sought) == {60 - target - 1, 60 - target}
    assert weights[0] == pytest.approx(weights.min())
    assert weights[-1] < weights[60 - target] / 20


def test_what_is_settled_needs_fewer_votes_than_what_is_open() -> None:
    few, many = adaptive(ladder(votes=12)), adaptive(ladder(votes=1200))
    near = slice(60 - 20 - 6, 60 - 20 + 6)
    assert few[near].sum() / few.sum() < many[near].sum() / many.sum()


def test_of_equal_agreement_the_statement_with_fewer_votes_comes_first() -> None:
    seen = np.tile(np.array([400] * 20 + [10] + [400] * 20), (2, 1))
    agree = (seen * np.array([0.9] * 20 + [0.4] + [0.4] * 20)).astype(np.int64)
    weights = adaptive(GroupVotes(agree, seen - agree, seen))
    assert weights[20] == weights.max()
    assert weights[20] > 1.5 * weights[21]


@pytest.mark.parametrize("groups", [1, 2, 5])
def test_a_statement_without_votes_comes_as_often_as_one_no_analysis_knows(groups: int) -> None:
    counts = ladder(groups=groups)
    for table in (counts.agree, counts.disagree, counts.seen):
        table[:, 30] = 0
    weights = adaptive(counts)
    assert weights[30] == pytest.approx(UNSEEN_PRIORITY, rel=1e-12)
    assert np.median(weights) < weights[30] < weights.max() * 1.01


def test_before_anybody_votes_all_statements_are_alike() -> None:
    nothing = np.zeros((3, 7), dtype=np.int64)
    assert adaptive(GroupVotes(nothing, nothing, nothing)) == pytest.approx(UNSEEN_PRIORITY)
    assert adaptive(GroupVotes(*(np.zeros((0, 7), dtype=np.int64),) * 3)) == pytest.approx(UNSEEN_PRIORITY)


def test_every_statement_and_every_division_keeps_its_share() -> None:
    divisiveness = np.zeros(60)
    divisiveness[:2] = 0.6
    weights = adaptive(ladder(votes=100_000), divisiveness)
    assert weights.min() * 60 >= BALANCE_SHARE * weights.sum() * 0.999
    assert weights[:2].sum() >= DIVISION_SHARE * weights.sum()


def test_no_group_counts_for_more_because_it_is_larger() -> None:
    agree, seen = np.array([[90] * 30, [5] * 30]), np.array([[100] * 30, [10] * 30])
    agree[1, 7], agree[0, 8] = 9, 99
    weights = adaptive(GroupVotes(agree, seen - agree, seen), target=1)
    # The small group lifts statement 7 to the edge by four votes, the large one statement 8 not by nine.
    assert weights[7] > weights[8]


def test_the_order_of_statements_has_no_influence_at_all() -> None:
    counts, generator = random_counts(3, 500), np.random.default_rng(1)
    divisiveness = generator.random(500)
    order = generator.permutation(500)
    shuffled = GroupVotes(*(table[:, order] for table in (counts.agree, counts.disagree, counts.seen)))
    expected = adaptive(counts, divisiveness, out=(3, 8))
    new_place = np.argsort(order)
    found = adaptive(shuffled, divisiveness[order], out=(new_place[3], new_place[8]))
    assert np.array_equal(found, expected[order])


def test_statements_moderated_out_do_not_take_part() -> None:
    counts = random_counts(2, 50)
    kept = GroupVotes(*(table[:, 1:] for table in (counts.agree, counts.disagree, counts.seen)))
    weights = adaptive(counts, out=(0,))
    assert weights[0] == UNSEEN_PRIORITY
    assert np.array_equal(weights[1:], adaptive(kept))
    assert np.all(adaptive(counts, out=tuple(range(50))) == UNSEEN_PRIORITY)


@pytest.mark.parametrize(
    ("groups", "statements", "most"), [(1, 1, 1), (2, 1, 9), (1, 2, 10**6), (5, 30, 10**9)]
)
def test_any_counts_give_positive_finite_weights(groups: int, statements: int, most: int) -> None:
    weights = adaptive(random_counts(groups, statements, most))
    assert np.all(np.isfinite(weights)) and np.all(weights > 0)


def test_no_shared_ground_without_statements() -> None:
    assert adaptive(random_counts(2, 0)).shape == (0,)
    with pytest.raises(ValueError, match="target"):
        adaptive(random_counts(2, 5), target=0)


def test_arguments_are_left_alone() -> None:
    counts = random_counts(2, 40)
    tables = (counts.agree, counts.disagree, counts.seen)
    for table in tables:
        table.setflags(write=False)
    before = [table.copy() for table in tables]
    adaptive(counts)
    assert all(np.array_equal(table, copy) for table, copy in zip(tables, before, strict=True))


def test_thousands_of_statements_take_a_moment() -> None:
    counts = random_counts(5, 5000)
    start = time.process_time()
    adaptive(counts)
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    ("votes", "divisiveness", "lift", "reason"),
    [
        (0, 0.0, 5.0, "few votes"),
        (9, 0.9, 5.0, "few votes"),
        (10, 0.3, 1.0, "division"),
        (50, 0.1, 2.5, "edge"),
        (50, 0.1, 1.5, "balance"),
    ],
)
def test_the_reason_for_a_statement(votes: int, divisiveness: float, lift: float, reason: str) -> None:
    assert routing_reason(votes, divisiveness, lift) == reason


weights = st.lists(
    st.tuples(st.floats(0, 100, allow_subnormal=False), st.integers(0, 500), st.integers(-1, 3)),
    min_size=1,
    max_size=60,
)


def drawn_from(rows: list[tuple[float, int, int]]) -> DrawParts:
    priorities, votes, sides = zip(*rows, strict=True)
    return draw_parts(np.array(priorities, dtype=float), np.array(votes), np.array(sides))


@given(weights)
def test_the_parts_of_a_draw_add_up_and_keep_their_floors(rows: list[tuple[float, int, int]]) -> None:
    parts = drawn_from(rows)
    divided = any(side != NO_SIDE for _priority, _votes, side in rows)
    assert parts.probabilities.sum() == pytest.approx(1.0)
    assert parts.by_rarity.sum() == pytest.approx(RARE_SHARE)
    assert parts.by_side.sum() == pytest.approx(SIDES_SHARE if divided else 0.0)
    assert (parts.probabilities >= 0).all()


@given(weights)
def test_the_statement_with_the_fewest_votes_has_its_floor(rows: list[tuple[float, int, int]]) -> None:
    votes = [row[1] for row in rows]
    rare = int(np.argmin(votes))
    as_few = sum(number <= sorted(votes)[max(1, math.ceil(0.1 * len(votes))) - 1] for number in votes)
    assert drawn_from(rows).probabilities[rare] >= RARE_SHARE / as_few - 1e-12


@given(weights)
def test_each_side_of_a_division_gets_the_same_floor(rows: list[tuple[float, int, int]]) -> None:
    parts, sides = drawn_from(rows), np.array([row[2] for row in rows])
    floors = [parts.by_side[sides == side].sum() for side in set(sides[sides != NO_SIDE].tolist())]
    assert floors == pytest.approx([SIDES_SHARE / len(floors)] * len(floors)) if floors else True


def test_there_has_to_be_something_to_draw_from() -> None:
    with pytest.raises(ValueError, match="nothing"):
        draw_parts(np.empty(0), np.empty(0, dtype=int), np.empty(0, dtype=int))


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
    parts = drawn_from([row, *others])
    assert draw_reason(parts, 0, **facts) == reason  # type: ignore[arg-type]
