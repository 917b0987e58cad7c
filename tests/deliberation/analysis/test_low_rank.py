import numpy as np
import pytest

from deliberation.analysis.low_rank import LowRankModel, fit_low_rank, place_participants, predict
from deliberation.analysis.vote_matrix import VoteMatrix
from tests.deliberation.analysis.assemblies import from_rows, planted


def shuffled(votes: VoteMatrix, seed: int = 0) -> tuple[VoteMatrix, np.ndarray, np.ndarray]:
    """The same votes with participants and statements renumbered at random, and the new numbers."""
    generator = np.random.default_rng(seed)
    rows, columns = (generator.permutation(size) for size in votes.shape)
    renumbered = VoteMatrix.from_votes(
        rows[votes.rows],
        columns[votes.columns],
        votes.values,
        participant_ids=range(votes.shape[0]),
        statement_ids=range(votes.shape[1]),
        moderated_out=votes.moderated_out[np.argsort(columns)],
    )
    return renumbered, rows, columns


def planted_positions(
    *, participants: int = 400, statements: int = 80, share: float = 0.4, noise: float = 0.3, seed: int = 0
) -> tuple[VoteMatrix, np.ndarray, np.ndarray]:
    """People on a plane who vote as its two axes say, most of the time: votes, places (n, 2), axes (2, m)."""
    generator = np.random.default_rng(seed)
    places = generator.normal(0, [1.0, 0.6], (participants, 2))
    axes = generator.normal(0, 0.6, (2, statements))
    leaning = generator.normal(0.1, 0.3, statements) + places @ axes
    leaning += generator.normal(0, noise, leaning.shape)
    cast = generator.random(leaning.shape) < share
    rows, columns = np.nonzero(cast)
    values = np.where(leaning > 0.2, 1, np.where(leaning < -0.2, -1, 0))[rows, columns]
    return VoteMatrix.from_votes(rows, columns, values, statement_ids=range(statements)), places, axes


def expected_votes(model: LowRankModel) -> np.ndarray:
    return model.statement_means + model.participants @ model.loadings


def test_it_recovers_the_plane_on_which_people_were_placed() -> None:
    votes, places, _ = planted_positions()
    model = fit_low_rank(votes, rank=2)
    for axis in range(2):
        fitted, *_ = np.linalg.lstsq(model.participants, places[:, axis], rcond=None)
        assert np.corrcoef(model.participants @ fitted, places[:, axis])[0, 1] > 0.93


def test_axes_are_orthogonal_unit_directions_the_longest_first_and_agreeing_is_positive() -> None:
    model = fit_low_rank(planted_positions()[0], rank=3)
    assert model.loadings @ model.loadings.T == pytest.approx(np.eye(3), abs=1e-12)
    assert np.all(np.diff(model.spread) <= 0)
    assert np.all(np.diff(model.explained_variance) <= 0)
    assert 0 < model.explained_variance.sum() < 1
    assert np.all(model.loadings.sum(axis=1) > 0)


def test_people_stand_where_ridge_regression_on_their_own_votes_puts_them() -> None:
    """By hand: (W'W + noise I)^-1 W'(vote - mean) with the weights of unit-variance positions."""
    votes, _, _ = planted_positions(participants=60, statements=20)
    model = fit_low_rank(votes, rank=2)
    matrix = votes.dense()
    for person in (0, 17, 59):
        cast = ~np.isnan(matrix[person])
        weights = (model.loadings * model.spread[:, None])[:, cast]
        deviations = matrix[person, cast] - model.statement_means[cast]
        place = np.linalg.solve(weights @ weights.T + model.noise * np.eye(2), weights @ deviations)
        assert model.participants[person] == pytest.approx(place * model.spread, rel=1e-9)


def test_people_with_few_votes_stand_near_the_centre_and_without_votes_at_it() -> None:
    votes, _, _ = planted_positions()
    model = fit_low_rank(votes, rank=2)
    outermost = int(np.argmax(np.linalg.norm(model.participants, axis=1)))
    own = votes.rows == outermost
    distances = []
    for kept in (0, 2, 8, int(own.sum())):
        columns, values = votes.columns[own][:kept], votes.values[own][:kept]
        alone = VoteMatrix.from_votes(
            np.zeros(kept), columns, values, participant_ids=[0], statement_ids=range(votes.shape[1])
        )
        distances.append(float(np.linalg.norm(place_participants(model, alone))))
    assert distances[0] == 0
    assert distances[0] < distances[1] < distances[2] < distances[3]


def test_a_missing_vote_says_nothing_whereas_filling_it_pulls_together() -> None:
    """Two camps, alike in all they voted on; one of them was shown half as many statements."""
    camp = [1, 1, 1, 1, -1, -1, -1, -1]
    few: list[int | None] = [1, 1, None, None, -1, -1, None, None]
    rows = [camp] * 20 + [few] * 20 + [[-vote for vote in camp]] * 40
    model = fit_low_rank(from_rows(rows), rank=1)
    much, little, other = (abs(model.participants[row, 0]) for row in (0, 20, 40))
    assert 0.8 * much < little < much
    assert much == pytest.approx(other, rel=0.1)


def test_a_statement_shown_to_one_camp_mostly_is_not_taken_to_be_liked_by_everybody() -> None:
    """Thirty of those who like it were asked and four of the others: the votes are for it, people are not."""
    liked: list[int | None] = [1, 1, 1, -1, -1, -1]
    opposed: list[int | None] = [-1, -1, -1, 1, 1, 1]
    rows = [[*liked, 1]] * 30 + [[*opposed, -1]] * 4 + [[*opposed, None]] * 26
    votes = from_rows(
        [[0 if n % 5 == t else vote for t, vote in enumerate(row)] for n, row in enumerate(rows)]
    )
    model = fit_low_rank(votes, rank=1)
    assert votes.dense()[:34, 6].mean() > 0.7
    assert model.statement_means[6] < 0.5


def test_the_noise_is_the_variance_that_the_axes_leave() -> None:
    quiet = fit_low_rank(planted_positions(noise=0.1)[0], rank=2).noise
    loud = fit_low_rank(planted_positions(noise=0.8)[0], rank=2).noise
    assert quiet < loud < 1


def test_predictions_are_mean_plus_place_times_loading() -> None:
    votes, _, _ = planted_positions(participants=50, statements=12)
    model = fit_low_rank(votes, rank=2)
    rows, columns = np.array([0, 3, 3]), np.array([5, 0, 11])
    assert predict(model, rows, columns) == pytest.approx(expected_votes(model)[rows, columns])


def test_placing_the_same_people_again_puts_them_where_they_were() -> None:
    votes, _ = planted([60, 40])
    model = fit_low_rank(votes, rank=3)
    assert place_participants(model, votes) == pytest.approx(model.participants, rel=1e-12)


def test_renumbering_participants_and_statements_changes_nothing_else() -> None:
    votes, _ = planted([60, 40, 30], statements=40)
    removed = np.arange(40) % 7 == 0
    votes = VoteMatrix.from_votes(
        votes.rows, votes.columns, votes.values, statement_ids=range(40), moderated_out=removed
    )
    renumbered, rows, columns = shuffled(votes)
    before, after = fit_low_rank(votes, rank=3), fit_low_rank(renumbered, rank=3)
    assert after.participants[rows] == pytest.approx(before.participants, rel=1e-9, abs=1e-10)
    assert after.loadings[:, columns] == pytest.approx(before.loadings, rel=1e-9, abs=1e-10)
    assert after.statement_means[columns] == pytest.approx(before.statement_means, rel=1e-9, abs=1e-10)
    assert after.noise == pytest.approx(before.noise, rel=1e-9)


def test_only_those_it_is_fitted_on_determine_the_axes_but_everybody_is_placed() -> None:
    votes, _ = planted([60, 40])
    half = np.arange(100) % 2 == 0
    model = fit_low_rank(votes, rank=2, fitted_on=half)
    alone = fit_low_rank(votes.select(participants=half), rank=2)
    assert model.loadings == pytest.approx(alone.loadings)
    assert model.participants[half] == pytest.approx(alone.participants)
    assert np.all(np.any(model.participants[~half] != 0, axis=1))


def test_statements_moderated_out_carry_nothing() -> None:
    votes, _ = planted([60, 40], statements=30)
    removed = np.arange(30) < 5
    marked = VoteMatrix.from_votes(
        votes.rows, votes.columns, votes.values, statement_ids=range(30), moderated_out=removed
    )
    model, without = fit_low_rank(marked, rank=2), fit_low_rank(votes.select(statements=~removed), rank=2)
    assert not model.loadings[:, removed].any()
    assert not model.statement_means[removed].any()
    assert model.participants == pytest.approx(without.participants, rel=1e-9, abs=1e-10)


@pytest.mark.parametrize(
    "rows",
    [
        [[1, 1], [1, 1]],
        [[0, 0], [0, 0], [0, 0]],
        [[1, 0, -1]],
        [[1], [1]],
        [[None, None]],
        [[None], [None]],
    ],
)
def test_without_differences_everybody_stands_at_the_centre(rows: list[list[int | None]]) -> None:
    model = fit_low_rank(from_rows(rows), rank=3)
    for array in (model.participants, model.loadings, model.spread, model.explained_variance):
        assert not array.any()
    assert np.all(np.isfinite(model.statement_means))


@pytest.mark.parametrize(
    "rows",
    [
        [[1], [-1]],
        [[1, 1], [1, 1], [-1, -1]],
        [[1, None], [None, -1], [-1, None]],
        [[1, -1, 0]] * 2 + [[-1, 1, 1]],
    ],
)
def test_tiny_assemblies_have_finite_positions(rows: list[list[int | None]]) -> None:
    model = fit_low_rank(from_rows(rows), rank=4)
    for array in (model.participants, model.loadings, model.statement_means, model.explained_variance):
        assert np.all(np.isfinite(array))


def test_an_assembly_without_anybody_or_anything() -> None:
    assert fit_low_rank(VoteMatrix.from_votes([], [], []), rank=2).participants.shape == (0, 2)
    assert fit_low_rank(VoteMatrix.from_votes([], [], [], participant_ids=[1]), rank=2).loadings.shape == (
        2,
        0,
    )


def test_many_statements_and_five_people() -> None:
    generator = np.random.default_rng(0)
    rows, columns = np.nonzero(np.ones((5, 10_000)))
    votes = VoteMatrix.from_votes(rows, columns, generator.choice([-1, 0, 1], len(rows)))
    assert np.all(np.isfinite(fit_low_rank(votes, rank=2).participants))


def test_nothing_given_is_written_to() -> None:
    votes, _ = planted([30, 20])
    start = np.random.default_rng(0).normal(size=(2, votes.shape[1]))
    half = np.arange(50) < 25
    copies = start.copy(), half.copy()
    start.setflags(write=False)
    half.setflags(write=False)
    fit_low_rank(votes, rank=2, start=start, fitted_on=half)
    assert np.array_equal(start, copies[0])
    assert np.array_equal(half, copies[1])


@pytest.mark.parametrize("wrong", [{"rank": 0}, {"ridge": 0.0}, {"sweeps": 0}])
def test_a_model_without_axes_ridge_or_sweeps_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        fit_low_rank(planted([10, 10])[0], **wrong)  # type: ignore[arg-type]


def test_votes_on_other_statements_cannot_be_placed() -> None:
    model = fit_low_rank(planted([10, 10], statements=30)[0], rank=2)
    with pytest.raises(ValueError, match="30 statements, the votes are on 40"):
        place_participants(model, planted([10, 10], statements=40)[0])
