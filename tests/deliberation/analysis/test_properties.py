"""What must hold for every set of votes, searched for counterexamples."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deliberation.analysis.canonical_order import canonical_order
from deliberation.analysis.pipeline import AnalysisParameters, AnalysisResult, analyse
from deliberation.analysis.vote_matrix import VoteMatrix

STABLE = AnalysisParameters(mode="stable", splits=2, maximum_groups=3)
POLIS = AnalysisParameters(mode="polis")
PER_STATEMENT = ["center", "extremity", "group_aware_consensus", "consensus_lower_bound", "divisiveness"]


@st.composite
def vote_rows(draw: st.DrawFn, fewest: int = 1) -> np.ndarray:
    """(n, m) votes as floats, NaN for missing."""
    n, m = draw(st.integers(fewest, 16)), draw(st.integers(1, 7))
    cells = st.sampled_from([1.0, -1.0, 0.0, np.nan])
    return np.array(draw(st.lists(cells, min_size=n * m, max_size=n * m))).reshape(n, m)


def matrix(rows: np.ndarray) -> VoteMatrix:
    people, statements = np.nonzero(~np.isnan(rows))
    return VoteMatrix.from_votes(
        people,
        statements,
        rows[people, statements],
        participant_ids=range(rows.shape[0]),
        statement_ids=range(rows.shape[1]),
    )


@settings(max_examples=25, deadline=None)
@given(vote_rows(), st.randoms(use_true_random=False))
def test_permuting_participants_permutes_their_results(rows: np.ndarray, random) -> None:  # noqa: ANN001
    order = random.sample(range(len(rows)), len(rows))
    before, after = analyse(matrix(rows), STABLE), analyse(matrix(rows[order]), STABLE)
    assert after.result_digest_payload() == before.result_digest_payload()
    assert after.participant_coordinates.tolist() == before.participant_coordinates[order].tolist()
    assert after.participant_group.tolist() == before.participant_group[order].tolist()


@settings(max_examples=25, deadline=None)
@given(vote_rows(), st.randoms(use_true_random=False))
def test_permuting_statements_permutes_their_results(rows: np.ndarray, random) -> None:  # noqa: ANN001
    assume(distinguishable(rows))
    order = random.sample(range(rows.shape[1]), rows.shape[1])
    before, after = analyse(matrix(rows), STABLE), analyse(matrix(rows[:, order]), STABLE)
    for name in PER_STATEMENT:
        assert getattr(after, name).tolist() == getattr(before, name)[order].tolist()
    assert after.participant_coordinates.tolist() == before.participant_coordinates.tolist()


def distinguishable(rows: np.ndarray) -> bool:
    """Whether no two statements are alike but for their numbers; their counts are enough to see that."""
    counts = [tuple((column == vote).sum() for vote in (1, 0, -1)) for column in rows.T]
    return len(set(counts)) == len(counts)


@settings(max_examples=25, deadline=None)
@given(vote_rows(), st.randoms(use_true_random=False))
def test_the_canonical_order_does_not_depend_on_the_order_of_rows(rows: np.ndarray, random) -> None:  # noqa: ANN001
    order = random.sample(range(len(rows)), len(rows))
    first, second = (canonical_order(votes).apply(votes) for votes in (matrix(rows), matrix(rows[order])))
    assert np.array_equal(first.dense(), second.dense(), equal_nan=True)


@settings(max_examples=25, deadline=None)
@given(vote_rows(fewest=2), st.sampled_from([STABLE, POLIS]))
def test_a_unanimous_statement_has_maximal_consensus(
    rows: np.ndarray, parameters: AnalysisParameters
) -> None:
    result = analyse(matrix(np.column_stack([rows, np.ones(len(rows))])), parameters)
    for measure in (result.group_aware_consensus, result.consensus_lower_bound):
        assert measure[-1] >= measure.max() - 1e-12


@settings(max_examples=25, deadline=None)
@given(vote_rows(fewest=2), st.data())
def test_adding_a_pass_never_raises_agreement(rows: np.ndarray, data: st.DataObject) -> None:
    missing = np.argwhere(np.isnan(rows))
    assume(len(missing))
    person, statement = missing[data.draw(st.integers(0, len(missing) - 1))]
    with_pass = rows.copy()
    with_pass[person, statement] = 0
    groups = np.arange(len(rows)) % 2
    before, after = (analyse(matrix(votes), POLIS, groups=groups) for votes in (rows, with_pass))
    for measure in ("group_aware_consensus", "consensus_geometric_mean", "consensus_lower_bound"):
        assert getattr(after, measure)[statement] <= getattr(before, measure)[statement]


@settings(max_examples=20, deadline=None)
@given(vote_rows(), st.sampled_from([STABLE, POLIS]))
def test_measures_stay_within_their_range(rows: np.ndarray, parameters: AnalysisParameters) -> None:
    result = analyse(matrix(rows), parameters)
    for name in (
        "group_aware_consensus",
        "consensus_geometric_mean",
        "consensus_lower_bound",
        "divisiveness",
    ):
        measure = getattr(result, name)
        assert np.all((measure >= 0) & (measure <= 1))
    assert np.all(result.consensus_lower_bound <= result.consensus_geometric_mean + 1e-12)
    assert np.all(result.priorities > 0)
    assert counts_add_up(result)


def counts_add_up(result: AnalysisResult) -> bool:
    return bool(np.all(result.agree + result.disagree + result.passed == result.votes)) and bool(
        np.all(result.group_agree + result.group_disagree <= result.group_seen)
    )


@settings(max_examples=20, deadline=None)
@given(vote_rows(fewest=8), st.sampled_from([STABLE, POLIS]))
def test_arguments_are_never_written_to(rows: np.ndarray, parameters: AnalysisParameters) -> None:
    people, statements = np.nonzero(~np.isnan(rows))
    given_arrays = [people, statements, rows[people, statements], np.arange(len(rows)) % 2]
    copies = [array.copy() for array in given_arrays]
    for array in given_arrays:
        array.setflags(write=False)
    votes = VoteMatrix.from_votes(*given_arrays[:3], participant_ids=range(len(rows)))
    analyse(votes, parameters)
    analyse(votes, parameters, groups=given_arrays[3])
    assert all(np.array_equal(array, copy) for array, copy in zip(given_arrays, copies, strict=True))
