import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


def test_the_plain_product_is_undefined_where_a_group_did_not_vote() -> None:
    counts = groups([[3, 1, 0], [1, 0, 2]], [[4, 1, 0], [4, 0, 2]])
    product = consensus.unsmoothed_consensus(counts)
    assert product.tolist() == [3 / 4 * 1 / 4, None, None]
    assert not np.isnan(product.data).any()


def test_the_least_mean_is_that_of_the_least_agreeing_group() -> None:
    counts = groups([[9, 0], [1, 0]], [[10, 0], [4, 0]])
    assert consensus.least_mean(counts) == pytest.approx([2 / 6, 1 / 2])


def test_posteriors_of_each_group_hold_mean_and_bounds() -> None:
    found = consensus.posteriors(groups([[10], [0]], [[10], [0]]), credible_level=0.9)
    assert found.mean[:, 0] == pytest.approx([11 / 12, 1 / 2])
    # Beta(11, 1) has the distribution function x ** 11, Beta(1, 1) is uniform.
    assert found.lower[:, 0] == pytest.approx([0.1 ** (1 / 11), 0.1])
    assert found.upper[:, 0] == pytest.approx([0.9 ** (1 / 11), 0.9])


def test_all_forms_stand_side_by_side() -> None:
    counts = groups([[3, 8], [4, 9]], [[4, 10], [5, 9]])
    forms = consensus.consensus_forms(counts)
    assert forms.polis_product.tolist() == consensus.group_aware_consensus(counts).tolist()
    assert forms.geometric_mean == pytest.approx(forms.polis_product**0.5)
    assert forms.unsmoothed_product.tolist() == pytest.approx([3 / 4 * 4 / 5, 8 / 10])
    assert np.all(forms.lower_bound < forms.least_mean)
    assert np.all(forms.least_mean <= forms.geometric_mean)


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (2, 0), (1, 1)])
def test_all_forms_exist_for_any_number_of_groups_and_statements(shape: tuple[int, int]) -> None:
    nothing = np.zeros(shape, dtype=np.int64)
    forms = consensus.consensus_forms(GroupVotes(nothing, nothing, nothing))
    assert forms.least_mean.tolist() == [0.5] * shape[1]
    assert forms.unsmoothed_product.tolist() == [None] * shape[1]
    assert consensus.posteriors(GroupVotes(nothing, nothing, nothing)).mean.shape == shape


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=4), st.data())
def test_an_added_agreement_never_lowers_and_an_added_refusal_never_raises(
    cells: list[tuple[int, int]], data: st.DataObject
) -> None:
    agree = np.array([[yes] for yes, _no in cells])
    seen = agree + np.array([[no] for _yes, no in cells])
    here = np.zeros_like(agree)
    here[data.draw(st.integers(0, len(cells) - 1))] = 1
    before, more, less = (
        consensus.consensus_forms(GroupVotes(a, s - a, s))
        for a, s in ((agree, seen), (agree + here, seen + here), (agree, seen + here))
    )
    for form in ("polis_product", "geometric_mean", "least_mean", "lower_bound"):
        assert getattr(more, form)[0] >= getattr(before, form)[0] >= getattr(less, form)[0]


@given(st.integers(0, 2), st.integers(100, 200))
def test_two_voters_never_outrank_two_hundred_of_whom_half_agree(few: int, many: int) -> None:
    bounds = consensus.consensus_lower_bound(groups([[few, many]], [[2, 200]]))
    assert bounds[0] < bounds[1]


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


def test_weights_can_turn_a_majority_round() -> None:
    votes = from_rows([[1, -1]] * 30 + [[-1, 1]] * 20)
    weights = np.repeat([0.2, 2.2], [30, 20])
    plain = consensus.majority_statements(votes, "agree")
    even = consensus.majority_statements(votes, "agree", weights=np.ones(50))
    weighted = consensus.majority_statements(votes, "agree", weights=weights)
    assert even == plain
    assert [found.statement_id for found in weighted] == [1]
    assert (weighted[0].successes, weighted[0].trials) == (20, 50)
    effective = 50**2 / (30 * 0.2**2 + 20 * 2.2**2)
    assert weighted[0].probability == pytest.approx((44 / 50 * effective + 1) / (effective + 2))
