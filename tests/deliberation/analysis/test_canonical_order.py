import numpy as np
import pytest

from deliberation.analysis import canonical_order as module
from deliberation.analysis.canonical_order import canonical_order
from deliberation.analysis.vote_matrix import VoteMatrix


def drawn(seed: int, *, participants: int = 60, statements: int = 12) -> VoteMatrix:
    generator = np.random.default_rng(seed)
    people, columns = generator.integers(0, participants, 300), generator.integers(0, statements, 300)
    return VoteMatrix.from_votes(
        people,
        columns,
        generator.integers(-1, 2, 300),
        participant_ids=range(participants),
        statement_ids=range(statements),
    )


def shuffled(votes: VoteMatrix, seed: int) -> VoteMatrix:
    generator = np.random.default_rng(seed)
    n, m = votes.shape
    rows, columns = generator.permutation(n), generator.permutation(m)
    mixed = generator.permutation(len(votes.values))
    return VoteMatrix.from_votes(
        1000 + 7 * rows[votes.rows[mixed]],
        5 + 3 * columns[votes.columns[mixed]],
        votes.values[mixed],
        participant_ids=1000 + 7 * np.arange(n),
        statement_ids=5 + 3 * np.arange(m),
    )


@pytest.mark.parametrize("seed", range(4))
def test_the_ordered_matrix_is_the_same_for_every_order_and_numbering(seed: int) -> None:
    votes = drawn(seed)
    ordered = canonical_order(votes).apply(votes).dense()
    other = shuffled(votes, seed)
    assert np.array_equal(canonical_order(other).apply(other).dense(), ordered, equal_nan=True)


@pytest.mark.parametrize("block", [1, 50])
def test_the_order_does_not_depend_on_the_size_of_the_blocks(
    monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    votes = drawn(9)
    whole = canonical_order(votes)
    monkeypatch.setattr("deliberation.analysis.vote_matrix.BLOCK", block)
    in_blocks = canonical_order(votes)
    assert in_blocks.rows.tolist() == whole.rows.tolist()
    assert in_blocks.columns.tolist() == whole.columns.tolist()


def test_rows_and_columns_are_described_by_the_plain_sums_over_their_votes() -> None:
    votes = drawn(3)
    generator = np.random.default_rng(0)
    row_keys, column_keys = (generator.integers(0, 2**63, size, dtype=np.uint64) for size in votes.shape)
    for described, keys, index, other in (
        (module._describe_rows(column_keys, votes), column_keys, votes.rows, votes.columns),
        (module._describe_columns(row_keys, votes), row_keys, votes.columns, votes.rows),
    ):
        expected = np.zeros(len(described), dtype=np.uint64)
        vote = (votes.values.astype(np.int64) + 2).astype(np.uint64)
        np.add.at(expected, index, module._mix(keys[other] + vote))
        assert described.tolist() == expected.tolist()


def test_without_votes_there_is_still_an_order() -> None:
    votes = VoteMatrix.from_votes([], [], [], participant_ids=[1, 2], statement_ids=[3])
    assert canonical_order(votes).rows.tolist() == [0, 1]
