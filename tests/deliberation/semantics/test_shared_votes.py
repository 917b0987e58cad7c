import numpy as np
import pytest
from scipy.sparse import csc_array

from deliberation.semantics.shared_votes import shared_votes


def counted(rows: list[tuple[int, int]], times: int = 1):
    votes = csc_array(np.repeat(np.array(rows, dtype=np.float64), times, axis=0))
    return shared_votes(votes, np.array([0]), np.array([1]))


def test_only_people_who_agreed_or_disagreed_with_both_count() -> None:
    found = counted([(1, 1), (1, -1), (1, 0), (0, 1), (0, 0), (-1, -1)])
    assert found.voters.tolist() == [3]
    assert found.agreement.tolist() == pytest.approx([2 / 3])


def test_nobody_in_common_has_no_agreement() -> None:
    found = counted([(1, 0), (0, 1)])
    assert found.voters.tolist() == [0]
    assert np.isnan(found.agreement[0])
    assert not found.is_contrary[0]


@pytest.mark.parametrize(
    ("rows", "times", "contrary"),
    [
        ([(1, -1), (-1, 1), (1, 1)], 10, True),
        ([(1, -1), (-1, 1), (1, 1)], 9, False),
        ([(1, 1), (-1, -1), (1, -1)], 10, False),
        ([(1, -1)], 30, True),
        ([(1, 1)], 30, False),
        ([(1, 1), (1, -1)], 15, False),
    ],
)
def test_thirty_people_whose_votes_correlate_negatively_speak_against_a_pair(rows, times, contrary) -> None:
    assert counted(rows, times).is_contrary.tolist() == [contrary]


def test_many_pairs_are_counted_at_once_and_the_votes_are_left_as_they_are(monkeypatch) -> None:
    monkeypatch.setattr("deliberation.semantics.shared_votes.PAIRS_AT_ONCE", 7)
    table = np.random.default_rng(3).integers(-1, 2, (50, 12)).astype(np.float64)
    votes = csc_array(table)
    first, second = np.triu_indices(12, 1)
    found = shared_votes(votes, first, second)
    both = (table[:, first] != 0) & (table[:, second] != 0)
    assert found.voters.tolist() == both.sum(axis=0).tolist()
    same = (both & (table[:, first] == table[:, second])).sum(axis=0)
    np.testing.assert_allclose(found.agreement, same / both.sum(axis=0))
    np.testing.assert_array_equal(votes.toarray(), table)
