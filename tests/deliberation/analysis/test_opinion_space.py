import numpy as np
import pytest

from deliberation.analysis import opinion_space
from deliberation.analysis.opinion_space import centre_votes, fit_opinion_space, principal_components
from tests.deliberation.analysis.assemblies import from_rows, planted


def filled_and_centred(matrix: np.ndarray) -> np.ndarray:
    """The textbook way: write the mean of the column into every gap, then subtract it everywhere."""
    filled = np.where(np.isnan(matrix), np.nanmean(matrix, axis=0), matrix)
    return filled - filled.mean(axis=0)


def test_components_are_those_of_the_filled_matrix() -> None:
    votes, _ = planted([60, 40], statements=30, votes_each=12)
    _, singular, directions = np.linalg.svd(filled_and_centred(votes.dense()), full_matrices=False)
    space = fit_opinion_space(votes)
    signs = np.sign(np.sum(space.components * directions[:2], axis=1))
    assert space.components * signs[:, None] == pytest.approx(directions[:2], abs=1e-9)
    assert space.explained_variance == pytest.approx(singular[:2] ** 2 / np.sum(singular**2))


def test_many_statements_are_solved_without_the_matrix_and_give_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    votes, _ = planted([60, 40], statements=80, votes_each=30)
    for shared_only in (False, True):
        written_out = fit_opinion_space(votes, shared_only=shared_only)
        with monkeypatch.context() as patch:
            patch.setattr(opinion_space, "DENSE_STATEMENTS", 10)
            iterated = fit_opinion_space(votes, shared_only=shared_only)
        assert iterated.components == pytest.approx(written_out.components, abs=1e-9)


def test_few_answers_are_scaled_up_by_the_root_of_the_share_answered() -> None:
    votes = from_rows([[1, 1, 1, 1], [-1, -1, -1, -1], [1, None, None, None], [-1, None, None, None]])
    space = fit_opinion_space(votes)
    everything, one_answer = space.participants[0], space.participants[2]
    # Every mean is 0. Four answers of four: sqrt(4/4) * all loadings; one of four: sqrt(4/1) * the first.
    assert everything == pytest.approx(space.components.sum(axis=1))
    assert one_answer == pytest.approx(2 * space.components[:, 0])


def test_a_statement_stands_where_somebody_would_who_only_agrees_with_it() -> None:
    space = fit_opinion_space(from_rows([[1, 1], [-1, -1], [1, -1], [None, 1]]))
    expected = np.sqrt(2) * (1 - space.center[0]) * space.components[:, 0]
    assert space.statements[0] == pytest.approx(expected)
    assert space.extremity[0] == pytest.approx(np.hypot(*expected))


def test_in_polis_a_moderated_statement_counts_as_answered_by_everybody() -> None:
    votes = from_rows([[1, 1, None], [-1, None, 1]], moderated_out=[False, False, True])
    polis = centre_votes(votes, moderated_counts_as_answered=True)
    assert polis.answered.tolist() == [3, 2]
    assert polis.width == 3
    left_out = centre_votes(votes)
    assert left_out.answered.tolist() == [2, 1]
    assert left_out.width == 2
    assert left_out.center[2] == 0


def test_agreeing_leads_to_the_positive_side() -> None:
    space = fit_opinion_space(from_rows([[1, 1, 1], [1, 1, 1], [-1, -1, -1]]))
    assert space.participants[0, 0] > 0 > space.participants[2, 0]


@pytest.mark.parametrize("rows", [[[1, 1], [1, 1]], [[0, 0], [0, 0]], [[1, 0]], [[None, None]]])
def test_without_variance_everybody_stands_at_the_centre(rows: list[list[int | None]]) -> None:
    space = fit_opinion_space(from_rows(rows), shared_only=True)
    assert not space.components.any()
    assert not space.participants.any()
    assert not space.explained_variance.any()


def test_with_one_direction_of_variance_the_second_axis_is_empty() -> None:
    space = fit_opinion_space(from_rows([[1, 1], [1, 1], [-1, -1]]))
    assert space.explained_variance == pytest.approx([1.0, 0.0])
    assert not space.components[1].any()


def test_shared_axes_ignore_a_divided_statement_that_goes_together_with_nothing() -> None:
    generator = np.random.default_rng(0)
    side = np.repeat([1, -1], 500)
    alone = generator.choice([-1, 1], 1000)
    # One statement of much variance on its own, and four of less which go together.
    together = np.where(generator.random((1000, 4)) < 0.4, side[:, None], 0)
    rows = np.column_stack([alone, together])
    votes = from_rows(rows.tolist())
    greatest = fit_opinion_space(votes).components[0]
    shared = fit_opinion_space(votes, shared_only=True).components[0]
    assert np.argmax(np.abs(greatest)) == 0
    assert abs(shared[0]) < 0.2
    assert np.all(np.abs(shared[1:]) > 0.4)


def test_a_single_statement_shares_nothing_and_makes_the_axis_itself() -> None:
    components, explained = principal_components(
        centre_votes(from_rows([[1], [-1], [1]])).deviations, shared_only=True
    )
    assert components[0].tolist() == [1.0]
    assert explained == pytest.approx([1.0, 0.0])


@pytest.mark.parametrize("shared_only", [False, True])
def test_many_statements_and_few_participants_give_as_many_axes_as_there_are(shared_only: bool) -> None:
    rows = np.random.default_rng(2).choice([-1, 0, 1], size=(3, 300))
    votes = from_rows(rows.tolist())
    first, second = (fit_opinion_space(votes, axes=4, shared_only=shared_only) for _ in range(2))
    assert first.components.tolist() == second.components.tolist()
    _, _, directions = np.linalg.svd(filled_and_centred(votes.dense()), full_matrices=False)
    if not shared_only:
        assert np.abs(np.sum(first.components[:2] * directions[:2], axis=1)) == pytest.approx([1, 1])
        assert not first.components[2:].any()
        assert first.explained_variance.sum() == pytest.approx(1)


def test_directions_of_equal_variance_are_chosen_alike_each_time() -> None:
    # Every participant votes on one statement that nobody else sees twice: all directions are alike.
    rows = np.full((200, 100), np.nan)
    rows[np.arange(200), np.arange(200) // 2] = np.tile([1, -1], 100)
    votes = from_rows([[None if np.isnan(cell) else int(cell) for cell in row] for row in rows])
    first, second = (fit_opinion_space(votes) for _ in range(2))
    assert first.components.tolist() == second.components.tolist()
    assert np.linalg.norm(first.components, axis=1) == pytest.approx([1, 1])
    assert first.explained_variance == pytest.approx([0.01, 0.01])


def test_products_in_blocks_of_rows_are_those_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    votes, _ = planted([60, 40], statements=80, votes_each=30)
    monkeypatch.setattr(opinion_space, "DENSE_STATEMENTS", 10)
    whole = fit_opinion_space(votes)
    monkeypatch.setattr("deliberation.analysis.vote_matrix.BLOCK", 100)
    assert fit_opinion_space(votes).components == pytest.approx(whole.components, abs=1e-9)
