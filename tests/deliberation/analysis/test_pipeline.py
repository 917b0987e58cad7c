"""The whole analysis: what it finds where the truth is known, and that nothing makes it stumble."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from deliberation.analysis.pipeline import AnalysisParameters, AnalysisResult, analyse
from deliberation.analysis.structure import included_participants
from deliberation.analysis.vote_matrix import VoteMatrix
from tests.deliberation.analysis.assemblies import from_rows, planted

STABLE = AnalysisParameters(mode="stable", splits=4)
POLIS = AnalysisParameters(mode="polis")


@pytest.fixture(scope="module")
def three_groups() -> tuple[VoteMatrix, np.ndarray, AnalysisResult]:
    votes, truth = planted([120, 80, 50])
    return votes, truth, analyse(votes, STABLE)


def test_an_empty_deliberation_has_no_groups_and_says_why() -> None:
    result = analyse(from_rows([]), STABLE)
    assert result.groups == ()
    assert result.grouping_note is not None


def test_planted_groups_are_found(three_groups: tuple[VoteMatrix, np.ndarray, AnalysisResult]) -> None:
    _, truth, result = three_groups
    assert len(result.groups) == 3
    assert adjusted_rand_score(truth, result.participant_group) > 0.7
    assert result.grouping_note is None


def test_groups_are_numbered_by_falling_size(
    three_groups: tuple[VoteMatrix, np.ndarray, AnalysisResult],
) -> None:
    sizes = [group.size for group in three_groups[2].groups]
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize("seed", range(3))
def test_votes_without_structure_make_one_group(seed: int) -> None:
    votes, _ = planted([200], seed=seed)
    result = analyse(votes, STABLE)
    assert [group.size for group in result.groups] == [200]
    assert result.groups[0].representative == ()
    assert result.grouping_note is not None
    assert "No stable opinion groups" in result.grouping_note
    assert result.divisiveness_basis == "axis"


def test_five_groups_are_found_although_the_map_has_two_axes() -> None:
    votes, truth = planted([90, 80, 70, 60, 50], statements=100, votes_each=40, seed=3)
    result = analyse(votes, STABLE)
    assert len(result.groups) == 5
    assert adjusted_rand_score(truth, result.participant_group) > 0.7


def test_two_opposed_camps_divide_on_everything_and_agree_on_nothing() -> None:
    result = analyse(from_rows([[1] * 9] * 20 + [[-1] * 9] * 20), STABLE)
    assert [group.size for group in result.groups] == [20, 20]
    assert np.all(result.divisiveness > 0.8)
    assert np.all(result.group_aware_consensus < 0.05)
    assert result.majority_agree == result.majority_disagree == ()


def test_a_unanimous_statement_is_first_in_consensus_and_last_in_division() -> None:
    rows = [[vote] * 8 + [1] for vote in (1, -1) for _ in range(20)]
    result = analyse(from_rows(rows), STABLE)
    for measure in (
        result.group_aware_consensus,
        result.consensus_geometric_mean,
        result.consensus_lower_bound,
    ):
        assert np.argmax(measure) == 8
    assert np.argmin(result.divisiveness) == 8
    assert [statement.statement_id for statement in result.majority_agree] == [8]


def test_moderated_statements_do_not_shape_the_groups() -> None:
    votes, _ = planted([60, 60])
    noise = np.random.default_rng(0).choice([-1, 1], votes.shape[0])
    flags = [False] * votes.shape[1] + [True]
    with_noise = VoteMatrix.from_votes(
        np.append(votes.rows, np.arange(len(noise))),
        np.append(votes.columns, np.full(len(noise), votes.shape[1])),
        np.append(votes.values, noise),
        statement_ids=range(votes.shape[1] + 1),
        moderated_out=flags,
    )
    before, after = analyse(votes, STABLE), analyse(with_noise, STABLE)
    assert after.components[:, -1].tolist() == [0, 0]
    assert adjusted_rand_score(before.participant_group, after.participant_group) == 1.0


def test_numbers_of_participants_and_the_order_of_votes_change_nothing(
    three_groups: tuple[VoteMatrix, np.ndarray, AnalysisResult],
) -> None:
    votes, _, result = three_groups
    generator = np.random.default_rng(5)
    order = generator.permutation(len(votes.values))
    number = generator.permutation(1000)[: votes.shape[0]]
    shuffled = VoteMatrix.from_votes(
        number[votes.rows[order]],
        votes.columns[order],
        votes.values[order],
        statement_ids=votes.statement_ids,
    )
    again = analyse(shuffled, STABLE)
    assert again.result_digest_payload() == result.result_digest_payload()
    row = np.searchsorted(again.participant_ids, number)
    assert again.participant_group[row].tolist() == result.participant_group.tolist()
    assert again.participant_coordinates[row].tolist() == result.participant_coordinates.tolist()


def test_numbers_of_statements_change_nothing(
    three_groups: tuple[VoteMatrix, np.ndarray, AnalysisResult],
) -> None:
    votes, _, result = three_groups
    number = np.random.default_rng(6).permutation(500)[: votes.shape[1]]
    again = analyse(
        VoteMatrix.from_votes(votes.rows, number[votes.columns], votes.values, statement_ids=number), STABLE
    )
    column = np.searchsorted(again.statement_ids, number)
    for name in ("center", "extremity", "group_aware_consensus", "divisiveness", "priorities"):
        assert getattr(again, name)[column].tolist() == getattr(result, name).tolist()
    assert again.participant_group.tolist() == result.participant_group.tolist()


def test_another_vote_changes_the_digest(
    three_groups: tuple[VoteMatrix, np.ndarray, AnalysisResult],
) -> None:
    votes, _, result = three_groups
    values = votes.values.copy()
    values[0] = -1 if values[0] != -1 else 1
    changed = VoteMatrix.from_votes(votes.rows, votes.columns, values, statement_ids=votes.statement_ids)
    assert analyse(changed, STABLE).result_digest_payload() != result.result_digest_payload()


def test_the_digest_speaks_of_no_person(
    three_groups: tuple[VoteMatrix, np.ndarray, AnalysisResult],
) -> None:
    payload = three_groups[2].result_digest_payload()
    assert not [name for name in payload if "participant_" in name or name == "included_participants"]
    assert payload["participants"] == 250


def test_given_groups_replace_the_search() -> None:
    votes, truth = planted([30, 20])
    given = np.where(np.arange(50) < 5, -1, truth)
    result = analyse(votes, POLIS, groups=given)
    assert result.participant_group.tolist() == given.tolist()
    assert result.group_seen.sum() == (given[votes.rows] >= 0).sum()


@pytest.mark.parametrize("groups", [[0, 0, 2], [0, -2, 1], [0, 1]])
def test_given_groups_with_gaps_or_of_wrong_length_are_refused(groups: list[int]) -> None:
    with pytest.raises(ValueError, match="groups"):
        analyse(from_rows([[1], [1], [1]]), POLIS, groups=groups)


@pytest.mark.parametrize(
    "change",
    [
        {"mode": "other"},
        {"seed": -1},
        {"maximum_groups": 1},
        {"splits": 0},
        {"credible_level": 1.0},
        {"least_agreement": 0.0},
    ],
)
def test_parameters_without_meaning_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(change))):
        AnalysisParameters(**change)  # type: ignore[arg-type]


def test_progress_runs_from_0_to_1() -> None:
    steps: list[tuple[str, float]] = []
    votes, _ = planted([30, 30])
    analyse(votes, STABLE, report=lambda step, fraction: steps.append((step, fraction)))
    fractions = [fraction for _, fraction in steps]
    assert fractions == sorted(fractions)
    assert fractions[0] == 0.0
    assert steps[-1] == ("Done", 1.0)


def included(counts: list[int], statements: int, least: int, *, equals_together: bool = False) -> list[bool]:
    return included_participants(
        np.array(counts),
        statements,
        minimum_votes=7,
        minimum_included=least,
        equals_together=equals_together,
    ).tolist()


def test_inclusion_needs_seven_votes_or_all_statements() -> None:
    assert included([6, 7, 8], statements=20, least=0) == [False, True, True]
    assert included([2, 3], statements=3, least=0) == [False, True]


def test_inclusion_is_topped_up_with_those_who_voted_most() -> None:
    assert included([0, 3, 9, 1, 2], statements=20, least=3) == [False, True, True, False, True]
    assert included([0, 3], statements=20, least=15) == [False, True]


def test_people_with_equally_many_votes_are_topped_up_by_row_or_together() -> None:
    assert included([3, 9, 3, 1], statements=20, least=2) == [True, True, False, False]
    assert included([3, 9, 3, 1], statements=20, least=2, equals_together=True) == [True, True, True, False]
