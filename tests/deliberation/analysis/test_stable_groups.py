import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from deliberation.analysis.stable_groups import NO_STABLE_GROUPS, stable_groups
from tests.deliberation.analysis.assemblies import clouds


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
