import numpy as np
import pytest

from deliberation.analysis import consensus
from deliberation.analysis.representativeness import GroupVotes
from tests.deliberation.analysis.assemblies import from_rows


def groups(agree: list[list[int]], seen: list[list[int]]) -> GroupVotes:
    agreed, all_votes = np.array(agree), np.array(seen)
    return GroupVotes(agreed, np.zeros_like(agreed), all_votes)


def test_group_aware_consensus_is_the_product_of_smoothed_shares() -> None:
    counts = groups([[3], [1]], [[4], [4]])
    assert consensus.group_aware_consensus(counts) == pytest.approx(4 / 6 * 2 / 6)
    assert consensus.consensus_geometric_mean(counts) == pytest.approx((4 / 6 * 2 / 6) ** 0.5)


def test_the_geometric_mean_does_not_shrink_with_more_groups() -> None:
    two, four = groups([[9]] * 2, [[10]] * 2), groups([[9]] * 4, [[10]] * 4)
    assert consensus.group_aware_consensus(four) < consensus.group_aware_consensus(two)
    assert consensus.consensus_geometric_mean(four) == pytest.approx(consensus.consensus_geometric_mean(two))


def test_without_groups_nothing_is_known() -> None:
    none = GroupVotes(*[np.zeros((0, 2), dtype=np.int64)] * 3)
    assert consensus.group_aware_consensus(none).tolist() == [0.5, 0.5]
    assert consensus.consensus_geometric_mean(none).tolist() == [0.5, 0.5]
    assert consensus.consensus_lower_bound(none) == pytest.approx([0.05, 0.05])


def test_the_lower_bound_is_that_of_the_least_agreeing_group() -> None:
    # Beta(1, 1) has its 5 % quantile at .05; Beta(n + 1, 1) at .05 ** (1 / (n + 1)).
    counts = groups([[10, 10], [10, 0]], [[10, 10], [10, 0]])
    assert consensus.consensus_lower_bound(counts) == pytest.approx([0.05 ** (1 / 11), 0.05])


def test_two_votes_do_not_outrank_two_hundred() -> None:
    counts = groups([[2, 190]], [[2, 200]])
    few, many = consensus.consensus_lower_bound(counts)
    assert few < many


def test_difference_between_groups_at_its_limits() -> None:
    agree = np.array([[100, 50, 100, 0], [0, 50, 0, 0]])
    seen = np.array([[100, 100, 100, 0], [100, 100, 0, 0]])
    difference = consensus.greatest_difference(agree, seen)
    assert difference[0] == pytest.approx(100 / 104)  # opposed: (100 + 4/2) / 104 - (0 + 4/2) / 104
    assert difference[1:] == pytest.approx([0, 0, 0])  # split alike; one group silent; nobody voted


def test_one_dissenting_vote_is_weak_evidence_of_division() -> None:
    difference = consensus.greatest_difference(np.array([[95], [0]]), np.array([[100], [1]]))
    assert difference[0] < 0.25


def test_with_one_group_there_is_no_difference_between_groups() -> None:
    assert consensus.greatest_difference(np.array([[5]]), np.array([[10]])).tolist() == [0]


def test_a_clear_majority_is_listed_and_an_even_split_is_not() -> None:
    votes = from_rows([[1, 1, -1, 0]] * 10 + [[1, -1, -1, 0]] * 10)
    agreed = consensus.majority_statements(votes, "agree")
    assert [(found.statement_id, found.successes, found.trials) for found in agreed] == [(0, 20, 20)]
    assert agreed[0].probability == pytest.approx(21 / 22)
    assert [found.statement_id for found in consensus.majority_statements(votes, "disagree")] == [2]


def test_majorities_are_ordered_limited_and_without_moderated_statements() -> None:
    rows = [[1 if person >= column else -1 for column in range(8)] for person in range(40)]
    votes = from_rows(rows, moderated_out=[True] + [False] * 7)
    found = consensus.majority_statements(votes, "agree", limit=5)
    assert [statement.statement_id for statement in found] == [1, 2, 3, 4, 5]
