import numpy as np
import pytest

from deliberation.analysis.representativeness import GroupVotes
from deliberation.analysis.routing import routing_priorities


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
