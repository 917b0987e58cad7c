import numpy as np
import pytest

from deliberation.analysis.polis_groups import polis_groups
from tests.deliberation.analysis.assemblies import clouds


@pytest.mark.parametrize("count", [2, 3])
def test_polis_finds_clearly_separate_groups(count: int) -> None:
    points = clouds(*[(0, 0), (8, 0), (0, 8)][:count])
    points = points[np.random.default_rng(1).permutation(len(points))]
    assert len(polis_groups(points).centers) == count


def test_polis_keeps_its_hundred_base_clusters_together() -> None:
    found = polis_groups(clouds((0, 0), (8, 0), each=200))
    assert np.bincount(found.labels).tolist() == [200, 200]


@pytest.mark.parametrize("points", [np.zeros((0, 2)), np.zeros((1, 2)), np.zeros((5, 2))])
def test_polis_makes_at_most_one_group_of_points_that_coincide(points: np.ndarray) -> None:
    assert len(polis_groups(points).centers) == min(1, len(points))


def test_polis_starts_at_the_first_distinct_points_however_late_they_come() -> None:
    points = np.concatenate([np.zeros((1000, 2)), [[8.0, 0.0], [8.0, 1.0], [0.0, 1.0]]])
    assert polis_groups(points, base_clusters=4).labels[[0, 1000, 1001, 1002]].tolist() in (
        [0, 1, 1, 0],
        [1, 0, 0, 1],
    )
