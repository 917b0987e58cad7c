import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from deliberation.analysis.opinion_groups import (
    NO_STABLE_GROUPS,
    best_k_means,
    k_means,
    mean_silhouette,
    nearest_center,
    polis_groups,
    stable_groups,
)

HAND_DISTANCES = np.array([[0, 1, 3, 4], [1, 0, 3, 4], [3, 3, 0, 2], [4, 4, 2, 0]], dtype=float)


def clouds(*centers: tuple[float, float], each: int = 40) -> np.ndarray:
    generator = np.random.default_rng(0)
    return np.vstack([generator.normal(center, 0.3, (each, 2)) for center in centers])


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


def test_the_nearest_center_is_the_same_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    points, centers = clouds((0, 0), (3, 3)), np.array([[0.0, 0.0], [3.0, 3.0]])
    whole = nearest_center(points, centers)
    monkeypatch.setattr("deliberation.analysis.opinion_groups.BLOCK", 7)
    assert nearest_center(points, centers).tolist() == whole.tolist()


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


def refit_to(points: np.ndarray):  # noqa: ANN201
    """A refit that finds the same space whoever is asked."""
    return lambda half: points


def test_stable_groups_are_found_and_the_largest_comes_first() -> None:
    points = np.vstack([clouds((0, 0), each=20), clouds((8, 0), each=60), clouds((0, 8), each=40)])
    found = stable_groups(points, refit_to(points), maximum_groups=3)
    assert np.bincount(found.partition.labels).tolist() == [60, 40, 20]
    assert found.agreement[3] == pytest.approx(1.0)
    assert found.note is None


def test_groups_that_every_half_draws_differently_are_not_stable() -> None:
    points = np.random.default_rng(0).normal(size=(200, 2))
    generator = np.random.default_rng(1)
    found = stable_groups(points, lambda half: generator.normal(size=(200, 2)), maximum_groups=3)
    assert len(found.partition.centers) == 1
    assert set(found.partition.labels) == {0}
    assert found.note == NO_STABLE_GROUPS
    assert max(found.agreement.values()) < 0.1


def test_too_few_people_are_not_divided() -> None:
    points = np.array([[0.0, 0.0]] * 3 + [[9.0, 9.0]] * 4)
    found = stable_groups(points, refit_to(points))
    assert len(found.partition.centers) == 1
    assert found.note is not None
    assert "Fewer than 8" in found.note


def test_eight_people_of_two_minds_are_two_groups() -> None:
    points = np.array([[0.0, 0.0]] * 4 + [[9.0, 9.0]] * 4)
    assert np.bincount(stable_groups(points, refit_to(points)).partition.labels).tolist() == [4, 4]


def test_the_same_seed_gives_the_same_groups_and_another_one_nearly_so() -> None:
    points = clouds((0, 0), (2, 0))
    first, again, other = (
        stable_groups(points, refit_to(points), maximum_groups=2, seed=seed) for seed in (1, 1, 2)
    )
    assert first.partition.labels.tolist() == again.partition.labels.tolist()
    assert first.agreement == again.agreement
    assert adjusted_rand_score(first.partition.labels, other.partition.labels) > 0.95


def test_spreading_more_centers_than_distinct_points_uses_each_once() -> None:
    points = np.array([[0.0, 0.0], [1.0, 1.0], [1.0, 1.0]])
    assert len(best_k_means(points, 3, np.random.default_rng(0)).centers) == 2
