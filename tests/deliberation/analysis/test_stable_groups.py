import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from deliberation.analysis.canonical_order import canonical_order
from deliberation.analysis.stable_groups import NOTHING_IN_COMMON, stable_groups
from deliberation.analysis.vote_matrix import VoteMatrix
from tests.deliberation.analysis.assemblies import from_rows, planted


def lenient(people: int, statements: int, *, votes_each: int, seed: int) -> VoteMatrix:
    """Statements differ in popularity, people in how readily they agree with anything; nothing else."""
    generator = np.random.default_rng(seed)
    rows = np.repeat(np.arange(people), votes_each)
    columns = np.concatenate([generator.choice(statements, votes_each, replace=False) for _ in range(people)])
    odds = generator.normal(0.8, 1.2, statements)[columns] + generator.normal(0, 1, people)[rows]
    agreed = generator.random(len(rows)) < 1 / (1 + np.exp(-odds))
    return VoteMatrix.from_votes(rows, columns, np.where(agreed, 1, -1), statement_ids=range(statements))


def with_copies(votes: VoteMatrix, people: np.ndarray) -> VoteMatrix:
    """The votes of these people, some of whom may be named more than once."""
    cells = [np.arange(votes.row_ends[person], votes.row_ends[person + 1]) for person in people]
    rows = np.repeat(np.arange(len(people)), [len(cell) for cell in cells])
    cell = np.concatenate(cells)
    copied = VoteMatrix.from_votes(
        rows, votes.columns[cell], votes.values[cell], statement_ids=range(votes.shape[1])
    )
    return canonical_order(copied).apply(copied)


@pytest.mark.parametrize("sizes", [[180, 120], [150, 90, 60], [150, 110, 80, 60]], ids=len)
def test_planted_groups_are_classes_and_the_largest_comes_first(sizes: list[int]) -> None:
    votes, truth = planted(sizes, statements=100, votes_each=30)
    found = stable_groups(votes)
    assert found.basis == "classes"
    assert found.note is None
    assert len(found.stability) == len(sizes)
    assert found.stability.min() > 0.7
    members = np.bincount(found.labels)
    assert members.tolist() == sorted(members, reverse=True)
    assert adjusted_rand_score(truth, found.labels) > 0.75


def test_certainty_is_higher_where_the_group_is_right() -> None:
    votes, truth = planted([180, 120], statements=100, votes_each=12, seed=1)
    found = stable_groups(votes)
    right = (found.labels == found.labels[truth == 0][0]) == (truth == 0)
    right = right if right.mean() > 0.5 else ~right
    assert np.all((found.certainty >= 0.5 - 1e-6) & (found.certainty <= 1))
    assert found.certainty[right].mean() > found.certainty[~right].mean() + 0.05


@pytest.mark.parametrize("seed", range(2))
def test_leniency_and_popularity_make_no_groups(seed: int) -> None:
    found = stable_groups(lenient(300, 80, votes_each=25, seed=seed))
    assert found.basis == "one"
    assert found.note == NOTHING_IN_COMMON
    assert set(found.labels) == {0}
    assert found.certainty.tolist() == [1.0] * 300


def test_a_campaign_in_lock_step_is_reported_and_no_group() -> None:
    votes, truth = planted([170, 110, 20], statements=100, votes_each=30, seed=2)
    campaign = truth == 2
    answers = np.random.default_rng(0).choice([-1, 1], 100)
    values = np.where(campaign[votes.rows], answers[votes.columns], votes.values)
    found = stable_groups(VoteMatrix.from_votes(votes.rows, votes.columns, values))
    assert len(found.stability) == 2
    assert found.lock_step[campaign].mean() > 0.9
    assert not found.lock_step[~campaign].any()


def test_copies_of_ballots_do_not_change_the_number_of_groups() -> None:
    votes, _ = planted([150, 90, 60], statements=100, votes_each=30, seed=3)
    drawn = np.random.default_rng(0).integers(0, votes.shape[0], votes.shape[0])
    assert len(stable_groups(with_copies(votes, drawn)).stability) == 3
    unstructured, _ = planted([200], statements=60, seed=3)
    drawn = np.random.default_rng(0).integers(0, 200, 200)
    assert len(stable_groups(with_copies(unstructured, drawn)).stability) == 1


def test_too_few_people_are_not_divided() -> None:
    found = stable_groups(from_rows([[1] * 9] * 3 + [[-1] * 9] * 4))
    assert set(found.labels) == {0}
    assert found.note is not None
    assert "Fewer than 8" in found.note


def test_two_camps_with_one_answer_each_are_two_groups() -> None:
    found = stable_groups(from_rows([[1, -1] * 5] * 20 + [[-1, 1] * 5] * 20))
    assert np.bincount(found.labels).tolist() == [20, 20]


def test_the_same_seed_gives_the_same_groups_and_another_one_nearly_so() -> None:
    votes, _ = planted([180, 120], statements=80, votes_each=25, seed=4)
    first, again, other = (stable_groups(votes, seed=seed) for seed in (1, 1, 2))
    assert first.labels.tolist() == again.labels.tolist()
    assert first.certainty.tolist() == again.certainty.tolist()
    assert first.foretold == again.foretold
    assert adjusted_rand_score(first.labels, other.labels) > 0.95
