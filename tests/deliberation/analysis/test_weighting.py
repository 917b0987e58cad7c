import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deliberation.analysis import weighting
from deliberation.analysis.consensus import consensus_forms, group_aware_consensus
from deliberation.analysis.representativeness import count_group_votes
from deliberation.analysis.weighting import (
    design_effect,
    effective_group_sizes,
    effective_sample_size,
    rake,
    weighted_group_votes,
)
from tests.deliberation.analysis.assemblies import from_rows, planted

HALF = {"gender": {"woman": 0.5, "man": 0.5}}


def test_two_men_and_eight_women_count_as_half_and_half() -> None:
    raking = rake({"gender": ["woman"] * 8 + ["man"] * 2}, HALF, 10)
    assert raking.weights == pytest.approx([0.625] * 8 + [2.5] * 2)
    assert raking.converged
    # (sum w)^2 / sum w^2 = 100 / (8 * 0.625^2 + 2 * 2.5^2)
    assert raking.effective_sample_size == pytest.approx(6.4)
    assert raking.design_effect == pytest.approx(1.5625)


def test_two_variables_that_are_independent_multiply() -> None:
    answers = {"gender": ["w", "w", "m", "m"], "age": ["young", "old", "young", "old"]}
    margins = {"gender": {"w": 0.6, "m": 0.4}, "age": {"young": 0.3, "old": 0.7}}
    weights = rake(answers, margins, 4).weights
    assert weights == pytest.approx([4 * 0.6 * 0.3, 4 * 0.6 * 0.7, 4 * 0.4 * 0.3, 4 * 0.4 * 0.7])


def test_raking_keeps_what_goes_together_in_the_assembly() -> None:
    """Counts 40, 10 / 20, 30 fitted to even margins: the cross-ratio of the table stays (Deming 1943)."""
    cells = [("w", "y"), ("w", "o"), ("m", "y"), ("m", "o")]
    counts = np.array([40, 10, 20, 30])
    people = [cell for cell, count in zip(cells, counts, strict=True) for _ in range(count)]
    answers = {"gender": [gender for gender, _age in people], "age": [age for _gender, age in people]}
    margins = {"gender": {"w": 0.5, "m": 0.5}, "age": {"y": 0.5, "o": 0.5}}
    raking = rake(answers, margins, 100, tolerance=1e-12)
    table = np.bincount(np.repeat(range(4), counts), weights=raking.weights)
    assert table[0] * table[3] / (table[1] * table[2]) == pytest.approx(40 * 30 / (10 * 20))
    root = 6**0.5  # even margins: diagonal cells a, others 50 - a, with (a / (50 - a))^2 = 6
    assert table == pytest.approx(
        [50 * root / (1 + root), 50 / (1 + root)] + [50 / (1 + root), 50 * root / (1 + root)]
    )


def test_who_did_not_answer_is_left_alone() -> None:
    raking = rake({"gender": ["woman", "woman", "man", None]}, HALF, 4)
    assert raking.weights == pytest.approx([0.75, 0.75, 1.5, 1.0])


def test_a_category_that_the_population_lacks_gets_no_weight() -> None:
    raking = rake({"age": ["young", "old", "old"]}, {"age": {"young": 0.0, "old": 1.0}}, 3)
    assert raking.weights == pytest.approx([0, 1.5, 1.5])


def test_no_weight_exceeds_the_limit_and_the_report_says_what_that_costs() -> None:
    answers = {"gender": ["man"] + ["woman"] * 9}
    margins = {"gender": {"man": 0.9, "woman": 0.1}}
    free = rake(answers, margins, 10, greatest_weight=None)
    assert free.weights.max() == pytest.approx(9)
    assert (free.converged, free.trimmed) == (True, 0)
    limited = rake(answers, margins, 10, greatest_weight=5)
    assert limited.weights == pytest.approx([5.0] + [5 / 9] * 9)
    assert limited.greatest_error == pytest.approx(0.4)
    assert (limited.converged, limited.trimmed) == (False, 1)
    assert limited.rounds < 50


@pytest.mark.parametrize(
    ("answers", "margins", "message"),
    [
        ({"age": ["young"]}, {"age": {"young": 0.5, "old": 0.5}}, "nobody answered old for 'age'"),
        ({"age": [None]}, {"age": {"young": 1.0}}, "nobody answered young"),
        ({"age": ["young"]}, {"age": {"young": 0.7}}, "add up to 0.7"),
        ({"age": ["young"]}, {"age": {"young": float("nan")}}, "numbers from 0 to 1"),
        ({"age": ["young", "old"]}, {"age": {"young": 2.0, "old": -1.0}}, "numbers from 0 to 1"),
        ({"age": ["young", "elder"]}, {"age": {"young": 1.0}}, "do not know elder"),
        ({"age": ["young", "old"]}, {"age": {"young": 1.0}}, "do not know old"),
        ({}, {"age": {"young": 1.0}}, "no answers"),
        ({"age": ["young"] * 3}, {"age": {"young": 1.0}}, "one answer per participant: 2, not 3"),
    ],
)
def test_margins_that_cannot_be_met_are_refused(answers, margins, message) -> None:  # noqa: ANN001
    people = 2 if "not 3" in message else len(answers.get("age", []))
    with pytest.raises(ValueError, match=message):
        rake(answers, margins, people)


def test_a_limit_below_the_average_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        rake({}, {}, 3, greatest_weight=0.5)


@pytest.mark.parametrize("people", [0, 3])
def test_without_margins_everybody_counts_alike(people: int) -> None:
    raking = rake({}, {}, people)
    assert raking.weights.tolist() == [1.0] * people
    assert (raking.effective_sample_size, raking.design_effect, raking.converged) == (people, 1.0, True)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 4), st.integers(2, 3))
def test_raking_reproduces_any_margins_of_a_full_table(seed: int, ages: int, regions: int) -> None:
    generator = np.random.default_rng(seed)
    table = generator.integers(1, 9, (ages, regions))
    cells = np.repeat(np.arange(ages * regions), table.ravel())
    age, region = cells // regions, cells % regions
    shares = [generator.dirichlet(np.full(size, 5.0)) for size in (ages, regions)]
    margins = {
        name: {str(number): float(share) for number, share in enumerate(wanted)}
        for name, wanted in zip(("age", "region"), shares, strict=True)
    }
    answers = {"age": [str(number) for number in age], "region": [str(number) for number in region]}
    raking = rake(answers, margins, len(cells), greatest_weight=None, tolerance=1e-9)
    assert raking.converged
    for numbers, wanted in ((age, shares[0]), (region, shares[1])):
        achieved = np.bincount(numbers, weights=raking.weights) / len(cells)
        assert achieved == pytest.approx(wanted, abs=1e-8)
    assert raking.weights.mean() == pytest.approx(1)
    assert raking.design_effect >= 1
    limit = 1.5
    limited = rake(answers, margins, len(cells), greatest_weight=limit)
    assert limited.weights.max() <= limit * (1 + 1e-9)
    assert limited.weights.mean() == pytest.approx(1)


def test_effective_sizes_of_groups() -> None:
    weights = np.array([1.0, 3.0, 2.0, 2.0, 9.0])
    sizes = effective_group_sizes(np.array([0, 0, 1, 1, -1]), 3, weights)
    assert sizes == pytest.approx([16 / 10, 2.0, 0.0])
    assert effective_sample_size(weights[:2]) == pytest.approx(1.6)
    assert design_effect(weights[:2]) == pytest.approx(2 / 1.6)


def test_weighted_votes_count_by_weight_and_are_worth_their_effective_number() -> None:
    votes = from_rows([[1], [1], [-1], [0], [1]])
    counts = weighted_group_votes(votes, np.array([0, 0, 0, 0, -1]), 1, np.array([3.0, 1.0, 2.0, 2.0, 9.0]))
    effective = 8**2 / (9 + 1 + 4 + 4)
    assert counts.seen[0, 0] == pytest.approx(effective)
    assert counts.agree[0, 0] == pytest.approx(4 / 8 * effective)
    assert counts.disagree[0, 0] == pytest.approx(2 / 8 * effective)
    share = (4 / 8 * effective + 1) / (effective + 2)
    assert group_aware_consensus(counts) == pytest.approx([share])


@pytest.mark.parametrize("weight", [1.0, 2.0, 0.5])
def test_equal_weights_reproduce_the_plain_counts_exactly(weight: float) -> None:
    votes, group = planted([60, 40])
    group = np.where(np.arange(100) % 10 == 0, -1, group)
    plain = count_group_votes(votes, group, 2)
    weighted = weighted_group_votes(votes, group, 2, np.full(100, weight))
    for name in ("agree", "disagree", "seen"):
        assert getattr(weighted, name).tolist() == getattr(plain, name).tolist()
    assert consensus_forms(weighted).lower_bound.tolist() == consensus_forms(plain).lower_bound.tolist()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 20), min_size=6, max_size=6))
def test_unequal_weights_never_claim_more_votes_than_were_cast(raw: list[float]) -> None:
    weights = np.array(raw)
    assume(weights.sum() > 0)
    votes = from_rows([[1], [-1], [1], [0], [1], [-1]])
    counts = weighted_group_votes(votes, np.zeros(6, dtype=np.int64), 1, weights)
    assert counts.seen[0, 0] <= 6 * (1 + 1e-12)
    assert 0 <= counts.agree[0, 0] <= counts.seen[0, 0]


def test_weighted_votes_of_nobody_are_none() -> None:
    votes = from_rows([[1, None], [1, None]])
    counts = weighted_group_votes(votes, np.array([0, -1]), 2, np.zeros(2))
    assert counts.seen.tolist() == [[0, 0], [0, 0]]
    assert weighting.weighted_group_votes(
        from_rows([]), np.zeros(0, dtype=int), 0, np.zeros(0)
    ).seen.shape == (0, 0)


@pytest.mark.parametrize("weights", [[1.0], [1.0, -1.0], [1.0, float("nan")]])
def test_weights_that_make_no_sense_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weight"):
        weighted_group_votes(from_rows([[1], [1]]), np.zeros(2, dtype=np.int64), 1, np.array(weights))
