import numpy as np
import pytest
from sklearn.metrics import silhouette_score

from deliberation.analysis.k_means import best_k_means, k_means, mean_silhouette

HAND_DISTANCES = np.array([[0, 1, 3, 4], [1, 0, 3, 4], [3, 3, 0, 2], [4, 4, 2, 0]], dtype=float)


def test_silhouette_worked_by_hand() -> None:
    # a, b: (3.5 - 1) / 3.5 = .71428;  c: (3 - 2) / 3;  d: (4 - 2) / 4
    assert mean_silhouette(HAND_DISTANCES, np.array([0, 0, 1, 1])) == pytest.approx(0.5654, abs=1e-4)


def test_a_point_alone_in_its_group_has_silhouette_0() -> None:
    distances = HAND_DISTANCES[np.ix_([0, 2, 3], [0, 2, 3])]
    # c: (3 - 2) / 3;  d: (4 - 2) / 4;  a alone
    assert mean_silhouette(distances, np.array([0, 1, 1])) == pytest.approx((0 + 1 / 3 + 1 / 2) / 3)


@pytest.mark.parametrize("labels", [[0, 0, 0, 0], [0, 1, 2, 3]])
def test_one_group_or_only_single_points_have_silhouette_0(labels: list[int]) -> None:
    assert mean_silhouette(HAND_DISTANCES, np.array(labels)) == 0


@pytest.mark.parametrize("seed", range(5))
def test_silhouette_is_that_of_scikit_learn(seed: int) -> None:
    generator = np.random.default_rng(seed)
    points = generator.standard_normal((30, 2))
    distances = np.linalg.norm(points[:, None] - points[None], axis=2)
    labels = generator.integers(0, 4, size=30)
    labels[labels == 0] = 5  # a number that no point has
    expected = silhouette_score(distances, labels, metric="precomputed")
    assert mean_silhouette(distances, labels) == pytest.approx(expected, abs=1e-12)


def test_groups_of_points_that_coincide_have_silhouette_0() -> None:
    assert mean_silhouette(np.zeros((4, 4)), np.array([0, 0, 1, 1])) == 0


def test_k_means_uses_weights() -> None:
    points = np.array([[0.0, 0.0], [1.0, 0.0], [10.0, 0.0]])
    found = k_means(points, np.array([3.0, 1.0, 1.0]), points[[0, 2]])
    assert found.labels.tolist() == [0, 0, 1]
    assert found.centers[0] == pytest.approx([0.25, 0.0])


def test_k_means_drops_groups_that_become_empty() -> None:
    points = np.array([[0.0, 0.0], [1.0, 0.0]])
    found = k_means(points, np.ones(2), np.array([[0.0, 0.0], [1.0, 0.0], [99.0, 0.0]]))
    assert len(found.centers) == 2
    assert found.labels.tolist() == [0, 1]


def test_spreading_more_centers_than_distinct_points_uses_each_once() -> None:
    points = np.array([[0.0, 0.0], [1.0, 1.0], [1.0, 1.0]])
    assert len(best_k_means(points, 3, np.random.default_rng(0)).centers) == 2
