import time

import numpy as np
import pytest
from scipy.optimize import minimize

from deliberation.analysis.bridging import Bridging, bridging_scores
from deliberation.analysis.vote_matrix import VoteMatrix
from tests.deliberation.analysis.assemblies import from_rows, planted
from tests.deliberation.analysis.conversations import ccai_votes

PUBLISHED = 0.15  # the penalty of the mean in the model as published
DIVIDED = [14, 15, 17]
HARMLESS = 274


def two_camps(larger: float = 0.7, *, people: int = 400, statements: int = 40, seed: int = 0) -> VoteMatrix:
    """Camps of unequal size that differ on most things.

    With statement 0 as many agree in either camp as the larger camp has members; with statement 1 all of the
    larger camp agrees and nobody else. The share that agrees is the same.
    """
    generator = np.random.default_rng(seed)
    size = int(larger * people)
    first = np.arange(people) < size
    chances = np.where(first[:, None], *generator.uniform(0.1, 0.9, (2, statements))[:, None])
    votes = np.where(generator.random((people, statements)) < chances, 1, -1)
    votes[:, 1] = np.where(first, 1, -1)
    votes[:, 0] = -1
    for camp in (np.flatnonzero(first), np.flatnonzero(~first)):
        votes[camp[: round(larger * len(camp))], 0] = 1
    rows, columns = np.nonzero(np.ones_like(votes))
    return VoteMatrix.from_votes(rows, columns, votes[rows, columns])


def expected_ratings(scores: Bridging) -> np.ndarray:
    return (
        scores.mean
        + scores.participant_intercepts[:, None]
        + scores.statement_intercepts
        + np.outer(scores.participant_factors, scores.statement_factors)
    )


def test_if_all_agree_the_mean_says_everything() -> None:
    scores = bridging_scores(from_rows([[1, 1, 1]] * 4))
    assert scores.mean == pytest.approx(1.0)
    assert not scores.statement_intercepts.any()
    assert not scores.participant_intercepts.any()
    assert not scores.statement_factors.any()
    assert scores.objective == pytest.approx(0.0, abs=1e-12)


def test_as_published_unanimous_agreement_is_shared_out_between_mean_and_intercepts() -> None:
    """By hand: mean and both intercepts are the x that minimises (1 - 3 x)^2 + 3 * 0.15 x^2, x = 6 / 18.9."""
    scores = bridging_scores(from_rows([[1, 1, 1]] * 4), mean_penalty=PUBLISHED, tolerance=1e-12)
    x = 6 / 18.9
    assert scores.mean == pytest.approx(x)
    assert scores.statement_intercepts == pytest.approx([x] * 3)
    assert scores.participant_intercepts == pytest.approx([x] * 4)
    assert scores.objective == pytest.approx((1 - 3 * x) ** 2 + 0.45 * x**2)


def test_one_person_who_agrees_with_one_of_two_statements() -> None:
    """By hand: the mean is 1/2; an intercept x minimises (1/2 - x)^2 + 0.15 x^2, x = 1 / 2.3."""
    scores = bridging_scores(from_rows([[1, -1]]), tolerance=1e-12)
    assert scores.mean == pytest.approx(0.5)
    assert scores.statement_intercepts == pytest.approx([1 / 2.3, -1 / 2.3])
    assert scores.agreement_at_the_centre == pytest.approx([0.5 + 1 / 2.3, 0.5 - 1 / 2.3])


def test_a_pass_is_half_an_agreement() -> None:
    scores = bridging_scores(from_rows([[1, 0, -1]] * 3), tolerance=1e-12)
    assert scores.mean == pytest.approx(0.5)
    assert scores.statement_intercepts[1] == pytest.approx(0.0, abs=1e-9)
    assert scores.statement_intercepts[0] == pytest.approx(-scores.statement_intercepts[2])


@pytest.mark.parametrize("mean_penalty", [0.0, PUBLISHED])
def test_a_general_minimiser_finds_nothing_better(mean_penalty: float) -> None:
    """The objective, written out anew, and minimised by gradients from our result and from elsewhere."""
    votes, _ = planted([12, 8], statements=10, votes_each=6, seed=3)
    n, m = votes.shape
    ratings = (votes.values + 1) / 2

    def objective(parameters: np.ndarray) -> float:
        mean, people, statements, place, side = np.split(parameters, np.cumsum([1, n, m, n]))
        expected = (
            mean + people[votes.rows] + statements[votes.columns] + place[votes.rows] * side[votes.columns]
        )
        penalty = 0.15 * (np.mean(people**2) + np.mean(statements**2))
        penalty += 0.03 * (np.mean(place**2) + np.mean(side**2)) + mean_penalty * mean[0] ** 2
        return float(np.mean((ratings - expected) ** 2) + penalty)

    scores = bridging_scores(votes, mean_penalty=mean_penalty, tolerance=1e-10, most_sweeps=5000)
    found = np.concatenate(
        [
            [scores.mean],
            scores.participant_intercepts,
            scores.statement_intercepts,
            scores.participant_factors,
            scores.statement_factors,
        ]
    )
    assert objective(found) == pytest.approx(scores.objective, rel=1e-12)
    generator = np.random.default_rng(0)
    starts = [found, *(generator.normal(0, 0.3, found.shape) for _ in range(3))]
    least = min(minimize(objective, start, method="L-BFGS-B").fun for start in starts)
    assert scores.objective <= least + 1e-6


@pytest.mark.parametrize("larger", [0.6, 0.7, 0.8])
def test_what_both_camps_agree_with_outranks_what_one_agrees_with_at_the_same_share(larger: float) -> None:
    votes = two_camps(larger)
    shares = votes.count(1) / votes.shape[0]
    scores = bridging_scores(votes)
    assert shares[0] == pytest.approx(shares[1], abs=0.005)
    assert scores.statement_intercepts[0] > scores.statement_intercepts[1] + 0.01
    assert scores.statement_factors[0] ** 2 < 0.1 * scores.statement_factors[1] ** 2


def test_the_factor_is_the_line_that_divides_the_camps() -> None:
    factors = bridging_scores(two_camps(0.7)).participant_factors
    first = np.arange(400) < 280
    assert max(np.mean((factors > 0) == first), np.mean((factors < 0) == first)) > 0.97


def test_people_and_statements_without_votes_have_no_scores() -> None:
    votes = from_rows([[1, 1, None], [-1, 1, None], [None, None, None], [1, -1, None]])
    scores = bridging_scores(votes)
    assert scores.statement_intercepts[2] == scores.statement_factors[2] == 0
    assert scores.participant_intercepts[2] == scores.participant_factors[2] == 0
    without = bridging_scores(from_rows([[1, 1], [-1, 1], [1, -1]]))
    assert scores.statement_intercepts[:2] == pytest.approx(without.statement_intercepts)


def test_statements_moderated_out_carry_nothing() -> None:
    votes, _ = planted([60, 40], statements=30)
    removed = np.arange(30) < 5
    marked = VoteMatrix.from_votes(
        votes.rows, votes.columns, votes.values, statement_ids=range(30), moderated_out=removed
    )
    scores, without = bridging_scores(marked), bridging_scores(votes.select(statements=~removed))
    assert not scores.statement_intercepts[removed].any()
    assert not scores.statement_factors[removed].any()
    assert scores.statement_intercepts[~removed] == pytest.approx(without.statement_intercepts, abs=1e-6)


def test_renumbering_participants_and_statements_changes_nothing_else() -> None:
    votes, _ = planted([60, 40], statements=40)
    generator = np.random.default_rng(0)
    rows, columns = (generator.permutation(size) for size in votes.shape)
    renumbered = VoteMatrix.from_votes(rows[votes.rows], columns[votes.columns], votes.values)
    before, after = bridging_scores(votes), bridging_scores(renumbered)
    assert after.statement_intercepts[columns] == pytest.approx(
        before.statement_intercepts, rel=1e-9, abs=1e-11
    )
    assert after.participant_factors[rows] == pytest.approx(before.participant_factors, rel=1e-9, abs=1e-11)
    assert after.statement_factors[columns] == pytest.approx(before.statement_factors, rel=1e-9, abs=1e-11)
    assert after.objective == pytest.approx(before.objective, rel=1e-9)


@pytest.mark.parametrize(
    "rows", [[[1]], [[0, 0], [0, 0]], [[1, 1], [1, 1]], [[1], [-1]], [[None, None]], [[None, 1], [-1, None]]]
)
def test_tiny_assemblies_have_finite_scores(rows: list[list[int | None]]) -> None:
    for mean_penalty in (0.0, PUBLISHED):
        scores = bridging_scores(from_rows(rows), mean_penalty=mean_penalty)
        assert np.all(np.isfinite(expected_ratings(scores)))
        assert np.isfinite(scores.objective)


def test_an_assembly_without_anybody_or_anything() -> None:
    assert bridging_scores(VoteMatrix.from_votes([], [], [])).statement_intercepts.shape == (0,)
    scores = bridging_scores(VoteMatrix.from_votes([], [], [], statement_ids=[1, 2], participant_ids=[1]))
    assert scores.statement_intercepts.tolist() == [0, 0]
    assert (scores.mean, scores.objective, scores.sweeps) == (0, 0, 0)


@pytest.mark.parametrize(
    "wrong", [{"intercept_penalty": 0}, {"factor_penalty": 0}, {"mean_penalty": -1}, {"most_sweeps": 0}]
)
def test_a_model_without_penalties_or_sweeps_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        bridging_scores(from_rows([[1]]), **wrong)  # type: ignore[arg-type]


def places(scores: Bridging, votes: VoteMatrix, statements: list[int]) -> np.ndarray:
    """Places of these statements, from 1 for the lowest score."""
    place = np.empty(votes.shape[1], dtype=int)
    place[np.argsort(scores.statement_intercepts)] = np.arange(1, votes.shape[1] + 1)
    return place[np.searchsorted(votes.statement_ids, statements)]


def test_liberty_against_the_common_good_scores_low_and_harmlessness_high() -> None:
    votes = ccai_votes()
    started = time.process_time()
    scores = bridging_scores(votes)
    assert time.process_time() - started < 1  # about 0.03 on one free core
    assert scores.converged
    assert places(scores, votes, DIVIDED).max() <= 0.12 * votes.shape[1]
    assert places(scores, votes, [HARMLESS])[0] > 0.95 * votes.shape[1]


def test_as_published_the_same_statements_come_out_on_top_because_most_votes_agree() -> None:
    """Why the mean is not shrunk: the factor then holds how much people agree with everything."""
    votes = ccai_votes()
    scores = bridging_scores(votes, mean_penalty=PUBLISHED)
    assert places(scores, votes, DIVIDED).min() > 0.95 * votes.shape[1]
    assert np.mean(np.sign(scores.participant_factors) == np.sign(scores.participant_factors.mean())) > 0.9
