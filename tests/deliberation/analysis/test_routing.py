import time

import numpy as np
import pytest

from deliberation.analysis.representativeness import GroupVotes
from deliberation.analysis.routing import (
    BALANCE_SHARE,
    DIVISION_SHARE,
    UNSEEN_PRIORITY,
    adaptive_priorities,
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
