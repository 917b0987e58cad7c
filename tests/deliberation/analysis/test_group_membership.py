import numpy as np
import pytest

from deliberation.analysis.group_membership import by_place, by_votes, settled_by_votes
from deliberation.analysis.map_regions import best_jaccard, region_centers
from deliberation.analysis.opinion_space import centre_votes
from tests.deliberation.analysis.assemblies import from_rows, planted

# Ten people of group 0 all agree with statement 0 and disagree with statement 1; group 1 the other way round.
COUNTS = np.array([[[0, 10], [0, 0], [10, 0]], [[10, 0], [0, 0], [0, 10]]])
SIZES = np.array([10, 10])


def test_votes_decide_the_group_and_how_sure_it_is() -> None:
    votes = from_rows([[1, -1], [-1, 1], [1, None], [0, 0]])
    found = by_votes(votes, COUNTS, SIZES)
    assert found.labels[:3].tolist() == [0, 1, 0]
    assert found.certainty[0] > found.certainty[2] > 0.5
    assert found.certainty[3] == pytest.approx(0.5)


def test_the_certainty_is_bayes_rule_on_smoothed_shares() -> None:
    found = by_votes(from_rows([[1, None]]), COUNTS, SIZES)
    share = (10 + 4 * 0.5) / (10 + 4)
    assert found.certainty[0] == pytest.approx(share / (share + (1 - share)), abs=1e-6)


def test_without_votes_the_larger_group_is_likelier() -> None:
    found = by_votes(from_rows([[None, None]]), COUNTS, np.array([29, 9]))
    assert found.labels.tolist() == [0]
    assert found.certainty[0] == pytest.approx(0.75)


def test_settled_groups_are_what_their_votes_say() -> None:
    votes, truth = planted([60, 40], statements=40, votes_each=20)
    found = settled_by_votes(votes, truth, np.ones(100, dtype=bool))
    counts = votes.count_by(found.labels, 2).reshape(2, 3, -1)
    again = by_votes(votes, counts, np.bincount(found.labels))
    assert again.labels.tolist() == found.labels.tolist()


def test_a_place_near_the_border_is_uncertain() -> None:
    rows = [[1, -1] * 6, [-1, 1] * 6, [1, None] * 6, [1] + [None] * 11, [0] * 12]
    votes = from_rows(rows * 5)
    centred = centre_votes(votes)
    axes = np.array([[1.0, -1.0] * 6]) / np.sqrt(12)
    points = np.array([[3.0], [-3.0], [1.0], [1.0], [0.0]] * 5)
    found = by_place(centred, axes, points, np.array([[3.0], [-3.0]]))
    assert found.labels[:3].tolist() == [0, 1, 0]
    assert np.all(found.certainty >= 0.5)
    assert min(found.certainty[:2]) > max(found.certainty[2:4]) > 0.5
    assert found.certainty[4] == pytest.approx(0.5)


def test_overlap_with_the_best_matching_group() -> None:
    labels = np.array([0, 0, 0, 1, 1])
    same, shifted = np.array([1, 1, 1, 0, 0]), np.array([0, 0, 1, 1, 1])
    assert best_jaccard(labels, [same]).tolist() == [1.0, 1.0]
    assert best_jaccard(labels, [same, shifted]) == pytest.approx([(1 + 2 / 3) / 2, (1 + 2 / 3) / 2])


def test_two_regions_on_a_line_are_cut_where_least_variance_is_left() -> None:
    values = np.array([[0.0], [0.2], [0.1], [5.0], [5.3]])
    centers = region_centers(values, 2, np.random.default_rng(0), starts=1)
    assert centers.ravel() == pytest.approx([0.1, 5.15])
