import numpy as np
import pytest

from deliberation.analysis.agreement import AgreementRule, agreed
from deliberation.analysis.consensus import consensus_geometric_mean
from deliberation.analysis.representativeness import count_group_votes
from deliberation.analysis.resampling import resample_agreement, resamples_for
from deliberation.analysis.vote_matrix import VoteMatrix
from tests.deliberation.analysis.assemblies import from_rows, planted

RULE = AgreementRule()


def by_hand(
    votes: VoteMatrix, group: np.ndarray, groups: int, resamples: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Build each resample as an assembly of its own, with everybody as often as they were drawn."""
    dense, scores, passes = votes.dense(), [], []
    sizes = np.bincount(group[group >= 0], minlength=groups)
    for resample in range(resamples):
        generator = np.random.default_rng([seed, resample])
        drawn = np.concatenate(
            [
                np.flatnonzero(group == number)[generator.integers(0, size, size)]
                for number, size in enumerate(sizes)
            ]
        )
        counts = count_group_votes(
            from_rows([[None if np.isnan(v) else int(v) for v in row] for row in dense[drawn]]),
            group[drawn],
            groups,
        )
        scores.append(consensus_geometric_mean(counts))
        passes.append(agreed(counts, sizes, RULE))
    return np.array(scores), np.array(passes)


def test_each_resample_is_an_assembly_of_people_drawn_again() -> None:
    votes, group = planted([40, 25, 15], statements=20, votes_each=12)
    group = np.where(np.arange(80) % 9 == 0, -1, group)
    found = resample_agreement(votes, group, 3, RULE, resamples=70, seed=5)
    scores, passes = by_hand(votes, group, 3, 70, 5)
    assert found.scores / 65535 == pytest.approx(scores, abs=1e-5)
    assert np.array_equal(found.agreed, passes)
    assert found.pass_share == pytest.approx(passes.mean(axis=0))
    assert found.score_mean == pytest.approx(scores.mean(axis=0), abs=1e-5)


def test_quantiles_and_ranks_are_those_of_the_kept_scores() -> None:
    votes, group = planted([40, 25], statements=12, votes_each=8)
    found = resample_agreement(votes, group, 2, RULE, resamples=101)
    ordered = np.sort(found.scores, axis=0)
    assert (found.score_low * 65535).tolist() == pytest.approx(ordered[5].tolist())
    assert (found.score_high * 65535).tolist() == pytest.approx(ordered[95].tolist())
    ranks = 1 + (found.scores[:, np.newaxis, :] > found.scores[:, :, np.newaxis]).sum(axis=2)
    assert found.rank_mean == pytest.approx(ranks.mean(axis=0))
    assert found.rank_low.tolist() == np.sort(ranks, axis=0)[5].tolist()
    assert found.rank_high.tolist() == np.sort(ranks, axis=0)[95].tolist()


def test_what_everybody_agrees_with_passes_always_and_a_close_call_sometimes() -> None:
    rows = [[1, 1 if person % 3 else -1, -1, None] for person in range(40)]
    found = resample_agreement(from_rows(rows), np.arange(40) % 2, 2, RULE)
    assert found.pass_share[0] == 1
    assert 0.1 < found.pass_share[1] < 0.9
    assert found.pass_share[2:].tolist() == [0, 0]
    assert found.rank_high[0] == 1


def test_moderated_statements_are_not_ranked() -> None:
    votes = from_rows([[1, 1]] * 9 + [[1, -1]], moderated_out=[True, False])
    found = resample_agreement(votes, np.zeros(10, dtype=np.int64), 1, RULE)
    assert found.rank_mean.tolist() == [0, 1]
    assert found.rank_high.tolist() == [0, 1]


def test_the_seed_decides_and_more_resamples_keep_the_first() -> None:
    votes, group = planted([60, 40])
    short, long = (resample_agreement(votes, group, 2, RULE, resamples=count) for count in (10, 150))
    other = resample_agreement(votes, group, 2, RULE, resamples=10, seed=1)
    assert np.array_equal(short.scores, long.scores[:10])
    assert np.array_equal(short.agreed, long.agreed[:10])
    assert not np.array_equal(short.scores, other.scores)


def test_the_order_of_statements_is_of_no_consequence() -> None:
    votes, group = planted([60, 40], statements=15, votes_each=9)
    order = np.random.default_rng(0).permutation(15)
    turned = VoteMatrix.from_votes(votes.rows, np.argsort(order)[votes.columns], votes.values)
    first, second = (resample_agreement(v, group, 2, RULE, resamples=40) for v in (votes, turned))
    assert np.array_equal(first.scores[:, order], second.scores)
    assert first.rank_low[order].tolist() == second.rank_low.tolist()


@pytest.mark.parametrize(
    ("rows", "groups"),
    [([], 0), ([[]], 1), ([[1, 0]], 1), ([[1, -1], [1, 0]], 0), ([[None, None]] * 3, 1), ([[1], [1]], 2)],
)
def test_any_assembly_can_be_drawn_again(rows: list[list[int | None]], groups: int) -> None:
    votes = from_rows(rows)
    group = np.zeros(len(rows), dtype=np.int64) if groups else np.full(len(rows), -1)
    found = resample_agreement(votes, group, groups, RULE, resamples=3)
    assert found.scores.shape == found.agreed.shape == (3, votes.shape[1])
    assert not found.agreed.any()
    if not groups:
        assert found.score_mean == pytest.approx([0.5] * votes.shape[1], abs=1e-4)


def test_progress_reaches_its_end() -> None:
    votes, group = planted([20, 20])
    told: list[float] = []
    resample_agreement(votes, group, 2, RULE, resamples=150, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1


def test_the_number_of_resamples_falls_with_the_size() -> None:
    assert [resamples_for(count) for count in (0, 275, 2000, 5000, 10**6)] == [1000, 1000, 500, 200, 20]
