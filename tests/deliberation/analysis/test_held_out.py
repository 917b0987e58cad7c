import csv
import time

import numpy as np
import pytest

from deliberation.analysis.held_out import HeldOutComparison, MethodScore, choose_imputation
from deliberation.analysis.vote_matrix import VoteMatrix
from tests.deliberation.analysis.assemblies import from_rows, planted
from tests.deliberation.analysis.conversations import ccai_votes
from tests.shared_data import shared_data

CONVERSATIONS = [
    "15-per-hour-seattle",
    "canadian-electoral-reform",
    "football-concussions",
    "scoop-hivemind.biodiversity",
    "vtaiwan.uberx",
]


def open_conversation(name: str) -> VoteMatrix:
    folder = shared_data(f"polis-open/{name}")
    with (folder / "comments.csv").open(encoding="utf-8", newline="") as file:
        moderated = {int(row["comment-id"]): row["moderated"] == "-1" for row in csv.DictReader(file)}
    with (folder / "votes.csv").open(encoding="utf-8", newline="") as file:
        cast = sorted(
            (int(row["timestamp"]), int(row["voter-id"]), int(row["comment-id"]), int(row["vote"]))
            for row in csv.DictReader(file)
            if int(row["comment-id"]) in moderated
        )
    _, participants, statements, values = zip(*cast, strict=True)
    return VoteMatrix.from_votes(
        participants,
        statements,
        values,
        statement_ids=list(moderated),
        moderated_out=list(moderated.values()),
    )


def dealt_out(votes: VoteMatrix, seed: int = 0) -> VoteMatrix:
    """The votes on each statement dealt out anew among those who voted on it: nothing goes together."""
    generator = np.random.default_rng(seed)
    dealt = votes.values.copy()
    by_statement = np.argsort(votes.columns, kind="stable")
    dealt[by_statement] = votes.values[np.lexsort((generator.random(len(dealt)), votes.columns))]
    return VoteMatrix.from_votes(votes.rows, votes.columns, dealt)


def score(comparison: HeldOutComparison, name: str) -> MethodScore:
    return next(score for score in comparison.scores if score.name == name)


def test_where_opinions_go_together_a_space_foretells_better_than_the_majority() -> None:
    votes, _ = planted([400, 300, 200], votes_each=12)
    comparison = choose_imputation(votes, seed=0)
    majority, filled = score(comparison, "majority"), score(comparison, "column mean")
    model = score(comparison, "low rank 2")
    assert majority.log_loss > filled.log_loss > model.log_loss
    assert majority.auc < filled.auc < model.auc
    assert majority.brier > filled.brier > model.brier
    assert comparison.imputation == "low rank"


def test_two_camps_need_one_axis_and_no_more_are_taken() -> None:
    votes, _ = planted([150, 150], votes_each=30)
    comparison = choose_imputation(votes, seed=0)
    assert (comparison.best, comparison.imputation, comparison.rank) == ("low rank 1", "low rank", 1)


@pytest.mark.parametrize("seed", range(3))
def test_where_nothing_goes_together_the_majority_is_best_and_the_simplest_space_is_drawn(seed: int) -> None:
    votes, _ = planted([150, 150], votes_each=30)
    comparison = choose_imputation(dealt_out(votes, seed), seed=seed)
    assert (comparison.best, comparison.imputation, comparison.rank) == ("majority", "column mean", 2)
    assert score(comparison, "low rank 2").auc < score(comparison, "majority").auc + 0.02


def test_the_best_is_the_simplest_within_one_standard_error() -> None:
    for groups in ([150, 150], [100, 80, 60, 40]):
        comparison = choose_imputation(planted(groups)[0], seed=0)
        within = [score.name for score in comparison.scores if score.behind <= score.behind_error]
        assert comparison.best == within[0]
        least = min(comparison.scores, key=lambda score: score.log_loss)
        assert (least.behind, least.behind_error) == (0.0, 0.0)
        for each in comparison.scores:
            assert each.behind == pytest.approx(each.log_loss - least.log_loss)


def test_probabilities_are_calibrated_so_that_a_wrong_scale_is_no_handicap() -> None:
    """A coin that falls 70:30 on every vote can be foretold with the entropy of that coin, not better."""
    generator = np.random.default_rng(0)
    rows, columns = np.nonzero(np.ones((600, 30)))
    votes = VoteMatrix.from_votes(rows, columns, np.where(generator.random(len(rows)) < 0.7, 1, -1))
    entropy = -0.7 * np.log(0.7) - 0.3 * np.log(0.3)
    comparison = choose_imputation(votes, seed=0)
    for each in comparison.scores:
        assert each.log_loss == pytest.approx(entropy, abs=0.02)
        assert each.brier == pytest.approx(0.21, abs=0.01)
        assert each.auc == pytest.approx(0.5, abs=0.04)


def test_a_pass_counts_as_not_agreeing() -> None:
    """Disagreements turned into passes: the same is to be foretold."""
    votes, _ = planted([100, 100])
    passed = VoteMatrix.from_votes(votes.rows, votes.columns, np.where(votes.values == 1, 1, 0))
    opposed = VoteMatrix.from_votes(votes.rows, votes.columns, np.where(votes.values == 1, 1, -1))
    first, second = (choose_imputation(each, seed=0) for each in (passed, opposed))
    assert score(first, "majority").log_loss == pytest.approx(score(second, "majority").log_loss, abs=0.01)


def test_a_tenth_of_the_votes_is_hidden_in_turn_and_of_nobody_very_many() -> None:
    votes, _ = planted([200, 100], votes_each=30)
    assert choose_imputation(votes, seed=0).hidden == pytest.approx(0.5 * 300 * 30, rel=0.05)
    rows, columns = np.nonzero(np.ones((40, 1000)))
    eager = VoteMatrix.from_votes(rows, columns, np.random.default_rng(0).choice([-1, 1], len(rows)))
    assert choose_imputation(eager, seed=0).hidden == pytest.approx(5 * 10 * 40, rel=0.1)


def test_renumbering_participants_and_statements_changes_nothing() -> None:
    votes, _ = planted([60, 40, 30], statements=40)
    generator = np.random.default_rng(0)
    rows, columns = (generator.permutation(size) for size in votes.shape)
    renumbered = VoteMatrix.from_votes(rows[votes.rows], columns[votes.columns], votes.values)
    for most_votes in (10_000, 1500):
        before, after = (
            choose_imputation(each, seed=0, most_votes=most_votes) for each in (votes, renumbered)
        )
        assert (after.best, after.hidden, after.participants) == (
            before.best,
            before.hidden,
            before.participants,
        )
        for one, other in zip(before.scores, after.scores, strict=True):
            assert other.log_loss == pytest.approx(one.log_loss, rel=1e-9)
            assert other.auc == pytest.approx(one.auc, rel=1e-9)
            assert other.behind_error == pytest.approx(one.behind_error, rel=1e-9)


def test_the_same_seed_hides_the_same_votes() -> None:
    votes, _ = planted([60, 40])
    assert choose_imputation(votes, seed=1) == choose_imputation(votes, seed=1)
    assert choose_imputation(votes, seed=1) != choose_imputation(votes, seed=2)


def test_of_very_many_votes_those_of_some_participants_are_enough() -> None:
    votes, _ = planted([300, 200], votes_each=30)
    comparison = choose_imputation(votes, seed=0, most_votes=6000)
    assert comparison.participants == 200
    assert comparison.imputation == "low rank"


def test_statements_moderated_out_take_no_part() -> None:
    votes, _ = planted([60, 40], statements=30)
    removed = np.arange(30) < 5
    marked = VoteMatrix.from_votes(
        votes.rows, votes.columns, votes.values, statement_ids=range(30), moderated_out=removed
    )
    without = votes.select(statements=~removed)
    assert choose_imputation(marked, seed=0) == choose_imputation(without, seed=0)


@pytest.mark.parametrize(
    "rows",
    [
        [[1, 1, 1]] * 20,
        [[0, 0, 0]] * 20,
        [[-1] * 3] * 20,
        [[1, -1, 0, 1, 1, -1, 0, 1]],
        [[1]] * 20 + [[-1]] * 10,
        [[1, -1]],
        [[None, None]] * 3,
    ],
)
def test_little_to_go_by_gives_finite_scores_and_the_simplest_space(rows: list[list[int | None]]) -> None:
    for seed in range(3):
        comparison = choose_imputation(from_rows(rows), seed=seed)
        assert (comparison.imputation, comparison.rank) == ("column mean", 2)
        for each in comparison.scores:
            assert np.all(np.isfinite([each.auc, each.log_loss, each.brier, each.behind]))


def test_without_votes_there_is_nothing_to_judge_by() -> None:
    comparison = choose_imputation(VoteMatrix.from_votes([], [], []), seed=0)
    assert comparison == HeldOutComparison((), "majority", "column mean", 2, 0, 0)


@pytest.mark.parametrize(
    "wrong", [{"share": 0.0}, {"share": 0.3}, {"ranks": ()}, {"ranks": (2, 1)}, {"ranks": (0, 1)}]
)
def test_impossible_shares_and_ranks_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must be"):
        choose_imputation(from_rows([[1]]), seed=0, **wrong)  # type: ignore[arg-type]


def test_on_ccai_the_low_rank_model_foretells_best() -> None:
    votes = ccai_votes()
    started = time.process_time()
    comparison = choose_imputation(votes, seed=0)
    assert time.process_time() - started < 3  # about 0.15 on one free core
    majority, filled = score(comparison, "majority"), score(comparison, "column mean")
    assert majority.auc == pytest.approx(0.72, abs=0.02)
    assert filled.auc == pytest.approx(0.755, abs=0.02)
    assert score(comparison, "low rank 2").auc == pytest.approx(0.80, abs=0.02)
    assert comparison.best == "low rank 2"


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_on_open_conversations_too(name: str) -> None:
    comparison = choose_imputation(open_conversation(name), seed=0)
    majority, filled = score(comparison, "majority"), score(comparison, "column mean")
    assert comparison.imputation == "low rank"
    assert majority.behind > 4 * majority.behind_error
    assert filled.behind > 2 * filled.behind_error
