import numpy as np
import pytest

from deliberation.analysis.participant_statistics import participant_statistics


def test_worked_by_hand() -> None:
    # The middle of all six is (1, 0). Group 0 has its middle at (4, 0), group 1 at (0, -0.5).
    positions = np.array([[3.0, 0.0], [5.0, 0.0], [0.0, 0.0], [0.0, -1.0], [-1.0, 1.0], [-1.0, 0.0]])
    found = participant_statistics(positions, np.array([0, 0, 1, 1, -1, -1]))
    assert found.centricness[:4] == pytest.approx([-1, -3, 0, 1 - np.sqrt(2)])
    assert found.coreness[:4] == pytest.approx([0, 0, 0.5, 0.5])
    # Group 1 lies from the middle in direction (-1, -0.5) / sqrt(1.25); its members are (0, +-0.5) away.
    along = 0.25 / np.sqrt(1.25)
    assert found.extremeness[:4] == pytest.approx([-1, 1, -along, along])


def test_participants_in_no_group_have_none() -> None:
    found = participant_statistics(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([-1, 0]))
    for values in (found.centricness, found.coreness, found.extremeness):
        assert np.isnan(values[0])
        assert not np.isnan(values[1])


def test_a_group_around_the_middle_has_no_far_side() -> None:
    found = participant_statistics(np.array([[1.0, 0.0], [-1.0, 0.0]]), np.array([0, 0]))
    assert found.extremeness.tolist() == [0, 0]
    assert found.centricness.tolist() == found.coreness.tolist() == [0, 0]


@pytest.mark.parametrize("count", [0, 3])
def test_without_groups_nobody_has_any(count: int) -> None:
    found = participant_statistics(np.zeros((count, 2)), np.full(count, -1))
    assert np.isnan(found.coreness).all()
    assert len(found.coreness) == count
