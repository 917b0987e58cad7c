import numpy as np
import pytest

from deliberation.analysis import point_cells
from deliberation.analysis.k_means import k_means
from deliberation.analysis.point_cells import Assignment, PointCells, nearest_center
from tests.deliberation.analysis.assemblies import clouds


def plainly_nearest(points: np.ndarray, centers: np.ndarray) -> np.ndarray:
    return ((points[:, None] - centers[None]) ** 2).sum(axis=2).argmin(axis=1)


@pytest.fixture
def cells_of_few_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(point_cells, "FEW_POINTS", 10)
    monkeypatch.setattr(point_cells, "POINTS_PER_CELL", 5)


def test_the_nearest_center_is_the_same_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    points, centers = clouds((0, 0), (3, 3)), np.array([[0.0, 0.0], [3.0, 3.0]])
    monkeypatch.setattr(point_cells, "BLOCK", 7)
    assert nearest_center(points, centers).tolist() == plainly_nearest(points, centers).tolist()


def test_the_first_of_two_centers_wins_a_tie() -> None:
    assert nearest_center(np.zeros((1, 2)), np.array([[5.0, 0.0], [0.0, 1.0], [1.0, 0.0]])).tolist() == [1]


@pytest.mark.usefixtures("cells_of_few_points")
@pytest.mark.parametrize("dimensions", [1, 2, 4])
@pytest.mark.parametrize("seed", range(3))
def test_every_point_gets_the_center_that_comparing_with_all_would_give(seed: int, dimensions: int) -> None:
    generator = np.random.default_rng(seed)
    points = generator.standard_normal((700, dimensions)) * generator.choice([0.1, 5.0], size=(700, 1))
    weights = generator.random(700)
    centers = points[:9]
    assignment = Assignment(PointCells.of(points, weights))
    for _ in range(12):
        assignment.update(centers)
        expected = plainly_nearest(points, centers)
        assert assignment.labels().tolist() == expected.tolist()
        mass, moments = assignment.sums()
        assert mass == pytest.approx(np.bincount(expected, weights, 9))
        for axis in range(dimensions):
            assert moments[:, axis] == pytest.approx(np.bincount(expected, weights * points[:, axis], 9))
        centers = centers + generator.standard_normal(centers.shape) * generator.choice([0.001, 0.1, 1.0])


@pytest.mark.usefixtures("cells_of_few_points")
def test_points_on_a_lattice_that_tie_get_the_first_center() -> None:
    points = np.stack(np.meshgrid(np.arange(30.0), np.arange(30.0)), axis=-1).reshape(-1, 2)
    centers = np.array([[10.0, 10.0], [20.0, 10.0], [10.0, 20.0], [20.0, 20.0]])
    assignment = Assignment(PointCells.of(points, np.ones(900)))
    for moved in (0.0, 1.0, -3.0):
        assignment.update(centers + moved)
        assert assignment.labels().tolist() == plainly_nearest(points, centers + moved).tolist()


@pytest.mark.usefixtures("cells_of_few_points")
def test_points_that_coincide_share_a_cell_and_a_center() -> None:
    points = np.repeat([[0.0, 0.0], [1.0, 0.0]], 50, axis=0)
    assert k_means(points, np.ones(100), points[[0, 50]]).centers.tolist() == [[0.0, 0.0], [1.0, 0.0]]


def test_k_means_in_cells_finds_the_groups_that_it_finds_without(monkeypatch: pytest.MonkeyPatch) -> None:
    points = np.random.default_rng(4).standard_normal((3000, 2))
    one_by_one = k_means(points, np.ones(3000), points[:40], iterations=100)
    monkeypatch.setattr(point_cells, "FEW_POINTS", 100)
    in_cells = k_means(points, np.ones(3000), points[:40], iterations=100)
    assert in_cells.labels.tolist() == one_by_one.labels.tolist()
    assert in_cells.centers == pytest.approx(one_by_one.centers, abs=1e-12)
