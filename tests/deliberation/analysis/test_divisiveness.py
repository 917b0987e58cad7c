import numpy as np
import pytest

from deliberation.analysis.divisiveness import (
    between_group_variance,
    between_halves,
    greatest_difference,
    halves_along,
    spread,
)
from deliberation.analysis.opinion_space import fit_opinion_space
from deliberation.analysis.pipeline import AnalysisParameters, analyse
from deliberation.analysis.representativeness import GroupVotes, count_group_votes
from deliberation.analysis.weighting import weighted_group_votes
from tests.deliberation.analysis.assemblies import from_rows, planted
from tests.deliberation.analysis.conversations import ccai_votes


def counted(agree: np.ndarray, seen: np.ndarray) -> GroupVotes:
    return GroupVotes(agree, seen - agree, seen)


def test_with_many_votes_it_is_the_variance_of_the_shares() -> None:
    seen = np.full((2, 2), 10**8)
    agree = np.array([[0.9, 0.5], [0.3, 0.5]]) * 10**8
    counts = counted(agree.astype(np.int64), seen)
    found = between_group_variance(counts, np.array([30, 10]))
    # Weights 3/4 and 1/4: variance 3/4 * 1/4 * (0.9 - 0.3)^2.
    assert found.variance == pytest.approx([0.0675, 0], abs=1e-6)
    assert found.lower == pytest.approx([0.0675, 0], abs=1e-4)
    assert found.upper == pytest.approx([0.0675, 0], abs=1e-4)
    even = between_group_variance(counts, np.ones(2))
    assert spread(even.variance)[0] == pytest.approx(0.6, abs=1e-6)


def test_what_chance_explains_is_subtracted() -> None:
    counts = counted(np.array([[7], [5]]), np.array([[10], [10]]))
    found = between_group_variance(counts, np.ones(2))
    noise = (8 / 12 * 4 / 12 + 6 / 12 * 6 / 12) / 10
    observed = (0.2 / 2) ** 2
    assert found.variance[0] == max(0.0, observed - noise / 4)
    # Two groups: the interval of a difference of two shares, 0.2 +- 1.96 standard errors, halved and squared.
    reach = 1.959964 * noise**0.5
    assert found.lower[0] == 0
    assert found.upper[0] == pytest.approx(((0.2 + reach) / 2) ** 2)


def test_estimate_and_interval_hold_up_over_many_assemblies() -> None:
    generator = np.random.default_rng(0)
    shares, sizes = np.array([0.9, 0.7, 0.75, 0.4]), np.array([40, 30, 20, 10])
    seen = np.repeat(np.array([[40], [25], [15], [8]]), 4000, axis=1)
    for truth in (shares, np.full(4, 0.8)):
        weights = sizes / sizes.sum()
        variance = weights @ (truth - weights @ truth) ** 2
        found = between_group_variance(counted(generator.binomial(seen, truth[:, np.newaxis]), seen), sizes)
        inside = (found.lower <= variance) & (variance <= found.upper)
        assert inside.mean() > 0.95
        assert found.variance.mean() == pytest.approx(variance, abs=0.005)


def test_few_votes_cannot_put_a_statement_on_top() -> None:
    seen = np.array([[2, 200], [2, 200]])
    found = between_group_variance(counted(np.array([[2, 150], [0, 50]]), seen), np.ones(2))
    assert found.variance[0] > found.variance[1]
    assert found.lower[0] < found.lower[1]


def test_where_fewer_than_two_groups_voted_nothing_is_known() -> None:
    counts = counted(np.array([[0, 10], [0, 0]]), np.array([[0, 10], [0, 0]]))
    found = between_group_variance(counts, np.array([5, 5]))
    assert found.variance.tolist() == found.lower.tolist() == [0, 0]
    assert found.upper.tolist() == [0.25, 0.25]


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (1, 3), (3, 0)])
def test_there_is_nothing_between_fewer_than_two_groups(shape: tuple[int, int]) -> None:
    nothing = np.zeros(shape, dtype=np.int64)
    found = between_group_variance(GroupVotes(nothing, nothing, nothing), np.ones(shape[0]))
    assert found.variance.tolist() == found.upper.tolist() == [0] * shape[1]


def test_a_group_of_nobody_counts_for_nothing() -> None:
    counts = counted(np.array([[9], [1], [0]]), np.array([[10], [10], [0]]))
    with_it = between_group_variance(counts, np.array([10, 10, 0]))
    without = between_group_variance(
        GroupVotes(counts.agree[:2], counts.disagree[:2], counts.seen[:2]), np.ones(2)
    )
    assert with_it.lower[0] == pytest.approx(without.lower[0])


def test_equal_weights_change_nothing() -> None:
    votes, group = planted([60, 40])
    plain = between_group_variance(count_group_votes(votes, group, 2), np.ones(2))
    weighted = between_group_variance(weighted_group_votes(votes, group, 2, np.ones(100)), np.ones(2))
    assert weighted.lower.tolist() == plain.lower.tolist()


def test_without_groups_the_halves_of_the_opinion_space_divide() -> None:
    votes = from_rows([[1, 1, -1]] * 30 + [[-1, 1, -1]] * 30)
    coordinates = np.column_stack([np.repeat([1.0, -1.0], 30), np.zeros(60)])
    found = between_halves(halves_along(votes, coordinates, np.ones(60, dtype=bool)))
    assert found.variance[0] == pytest.approx(0.25, abs=0.001)
    assert found.lower[1:].tolist() == [0, 0]
    nobody = between_halves(halves_along(votes, coordinates, np.zeros(60, dtype=bool)))
    assert nobody.variance.tolist() == [0, 0, 0]


def test_liberty_against_the_common_good_comes_out_on_top() -> None:
    votes = ccai_votes()
    result = analyse(votes, AnalysisParameters())
    divided = set(np.searchsorted(votes.statement_ids, [14, 15, 17]))
    sizes = np.array([group.size for group in result.groups])
    counts = GroupVotes(result.group_agree, result.group_disagree, result.group_seen)
    found = between_group_variance(counts, sizes)
    well_voted = (result.group_seen >= 20).all(axis=0)
    assert set(np.argsort(-np.where(well_voted, found.variance, 0))[:3]) == divided
    assert set(np.argsort(-found.lower)[:3]) == divided
    shared = fit_opinion_space(votes, shared_only=True).participants
    along_axes = between_halves(halves_along(votes, shared, result.included))
    assert divided <= set(np.argsort(-along_axes.lower)[:5])


def test_difference_between_groups_at_its_limits() -> None:
    agree = np.array([[100, 50, 100, 0], [0, 50, 0, 0]])
    seen = np.array([[100, 100, 100, 0], [100, 100, 0, 0]])
    difference = greatest_difference(agree, seen)
    assert difference[0] == pytest.approx(100 / 104)  # opposed: (100 + 4/2) / 104 - (0 + 4/2) / 104
    assert difference[1:] == pytest.approx([0, 0, 0])  # split alike; one group silent; nobody voted


def test_one_dissenting_vote_is_weak_evidence_of_division() -> None:
    difference = greatest_difference(np.array([[95], [0]]), np.array([[100], [1]]))
    assert difference[0] < 0.25


def test_with_one_group_there_is_no_difference_between_groups() -> None:
    assert greatest_difference(np.array([[5]]), np.array([[10]])).tolist() == [0]
