import numpy as np
import pytest

from deliberation.analysis.representativeness import (
    GroupVotes,
    compare_with_rest,
    count_group_votes,
    proportion_test,
    representative_statements,
    smoothed_share,
    two_proportion_test,
)
from tests.deliberation.analysis.assemblies import from_rows


def one(*values: int) -> list[np.ndarray]:
    return [np.array([value]) for value in values]


def test_share_is_half_without_votes_and_never_certain() -> None:
    assert smoothed_share(*one(0, 0)) == 0.5
    assert smoothed_share(*one(9, 9)) == pytest.approx(10 / 11)


def test_proportion_test_at_its_limits() -> None:
    assert proportion_test(*one(0, 0)) == pytest.approx(1.0)  # 2 * sqrt(1) * (1 - 1/2)
    assert proportion_test(*one(3, 3)) == pytest.approx(2.0)  # all agree: 2 * 2 * 1/2
    assert proportion_test(*one(0, 3)) == pytest.approx(-1.0)  # none: 2 * 2 * (1/4 - 1/2)


def test_two_proportion_test_by_hand() -> None:
    assert two_proportion_test(*one(15, 56, 24, 71)) == pytest.approx(-1.518, abs=0.01)


def test_two_proportion_test_against_a_vast_even_group_is_the_proportion_test() -> None:
    against_many = two_proportion_test(*one(30, 1_000_000, 50, 2_000_000))
    assert against_many == pytest.approx(proportion_test(*one(30, 50)), rel=1e-3)


def test_two_proportion_test_is_0_where_everybody_agrees() -> None:
    assert two_proportion_test(*one(5, 9, 5, 9)) == 0


def test_counts_leave_out_people_without_a_group() -> None:
    votes = from_rows([[1, 0], [-1, None], [1, 1], [1, 1]])
    counts = count_group_votes(votes, np.array([0, 0, 1, -1]), 2)
    assert counts.agree.tolist() == [[1, 0], [1, 1]]
    assert counts.disagree.tolist() == [[1, 0], [0, 0]]
    assert counts.seen.tolist() == [[2, 1], [1, 1]]


def test_a_group_is_compared_with_all_others_pooled() -> None:
    side = compare_with_rest(np.array([[4], [1], [0]]), np.array([[4], [2], [2]]))
    assert side.probability[0, 0] == pytest.approx(5 / 6)
    assert side.ratio[0, 0] == pytest.approx((5 / 6) / (2 / 6))


def opposed() -> GroupVotes:
    """Group 0 agrees with statement 0 and group 1 disagrees; all agree with 1; nobody voted on 2."""
    return GroupVotes(
        agree=np.array([[20, 20, 0], [0, 20, 0]]),
        disagree=np.array([[0, 0, 0], [20, 0, 0]]),
        seen=np.array([[20, 20, 0], [20, 20, 0]]),
    )


def test_what_only_one_group_thinks_represents_it() -> None:
    first, second = representative_statements(opposed(), np.array([10, 11, 12]), np.zeros(3, dtype=bool))
    assert [(found.statement_id, found.direction) for found in first] == [(10, "agree")]
    assert [(found.statement_id, found.direction, found.best_agree) for found in second] == [
        (11, "disagree", True),  # what the group agrees with most, though the others agree as much
        (10, "disagree", False),
    ]


def test_a_moderated_statement_represents_nobody() -> None:
    chosen = representative_statements(opposed(), np.arange(3), np.array([True, False, False]))
    assert all(found.column != 0 for group in chosen for found in group)


def test_the_limit_holds_and_agreements_come_first() -> None:
    agree = np.array([[20, 20, 0, 0, 20], [0, 0, 20, 20, 0]])
    counts = GroupVotes(agree, 20 - agree, np.full((2, 5), 20))
    chosen = representative_statements(counts, np.arange(5), np.zeros(5, dtype=bool), limit=4)
    directions = [found.direction for found in chosen[0]]
    assert len(directions) == 4
    assert directions == sorted(directions)


def test_a_group_without_anything_of_its_own_gets_its_best_statement() -> None:
    counts = GroupVotes(np.array([[0], [0]]), np.array([[1], [1]]), np.array([[2], [2]]))
    assert [len(group) for group in representative_statements(counts, np.array([1]), np.array([False]))] == [
        1,
        1,
    ]
