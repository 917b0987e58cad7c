import numpy as np
import pytest

from deliberation.analysis.vote_matrix import VoteMatrix


def small() -> VoteMatrix:
    return VoteMatrix.from_votes(
        [7, 3, 7], [20, 10, 10], [1, -1, 0], statement_ids=[30, 10, 20], moderated_out=[True, False, False]
    )


def test_votes_in_any_order_are_sorted_by_row_and_column() -> None:
    votes = small()
    assert votes.participant_ids.tolist() == [3, 7]
    assert votes.statement_ids.tolist() == [10, 20, 30]
    assert votes.rows.tolist() == [0, 1, 1]
    assert votes.columns.tolist() == [0, 0, 1]
    assert votes.values.tolist() == [-1, 0, 1]


def test_flags_follow_their_statement_when_statements_are_sorted() -> None:
    assert small().moderated_out.tolist() == [False, False, True]


def test_a_meta_statement_is_moderated_out() -> None:
    votes = VoteMatrix.from_votes([1], [5], [1], statement_ids=[5, 6], is_meta=[False, True])
    assert votes.is_meta.tolist() == votes.moderated_out.tolist() == [False, True]


def test_the_last_of_repeated_votes_counts() -> None:
    votes = VoteMatrix.from_votes([1, 2, 1], [5, 5, 5], [1, 1, -1])
    assert votes.values.tolist() == [-1, 1]


def test_a_missing_vote_is_not_a_pass() -> None:
    dense = small().dense()
    assert np.isnan(dense[0, 1])
    assert dense[1, 0] == 0


def test_participants_and_statements_without_votes_are_kept() -> None:
    votes = VoteMatrix.from_votes([1], [1], [1], participant_ids=[2, 1], statement_ids=[1, 9])
    assert votes.shape == (2, 2)
    assert votes.votes_per_participant.tolist() == [1, 0]


def test_select_keeps_what_is_chosen_and_renumbers() -> None:
    chosen = small().select(participants=np.array([False, True]), statements=np.array([False, True, True]))
    assert chosen.participant_ids.tolist() == [7]
    assert chosen.statement_ids.tolist() == [20, 30]
    assert chosen.dense().tolist()[0][0] == 1
    assert chosen.moderated_out.tolist() == [False, True]


def test_arrays_are_read_only_and_apart_from_the_input() -> None:
    values = np.array([1, 0], dtype=np.int8)
    votes = VoteMatrix.from_votes([1, 2], [1, 1], values)
    values[0] = -1
    assert votes.values.tolist() == [1, 0]
    with pytest.raises(ValueError, match="read-only"):
        votes.values[0] = 0


@pytest.mark.parametrize(
    ("participants", "statements", "values", "message"),
    [
        ([1], [1], [float("nan")], "NaN"),
        ([1], [1], [2], "must be -1, 0 or 1, not 2"),
        ([1], [1], [0.5], "must be -1, 0 or 1, not 0.5"),
        ([1], [1], [float("inf")], "must be -1, 0 or 1, not inf"),
        ([1], [1], ["agree"], "numbers in"),
        ([1, 2], [1], [1], "differ in length: 2, 1, 1"),
        ([1.5], [1], [1], "participants must be whole numbers"),
        ([1], [float("nan")], [1], "statements must be whole numbers"),
        ([[1]], [1], [1], "one-dimensional"),
    ],
)
def test_bad_votes_are_refused_with_a_reason(
    participants: list[int], statements: list[int], values: list[float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        VoteMatrix.from_votes(participants, statements, values)


def test_unknown_and_repeated_ids_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown participant 2"):
        VoteMatrix.from_votes([2], [1], [1], participant_ids=[1])
    with pytest.raises(ValueError, match="unknown statement 1"):
        VoteMatrix.from_votes([2], [1], [1], statement_ids=[])
    with pytest.raises(ValueError, match="statement_ids must not repeat"):
        VoteMatrix.from_votes([1], [1], [1], statement_ids=[1, 1])
    with pytest.raises(ValueError, match="need statement_ids"):
        VoteMatrix.from_votes([1], [1], [1], moderated_out=[True])
    with pytest.raises(ValueError, match="one truth value per statement"):
        VoteMatrix.from_votes([1], [1], [1], statement_ids=[1], is_meta=[True, False])
    with pytest.raises(ValueError, match="truth values"):
        small().select(participants=np.array([1, 0]))


@pytest.mark.parametrize("sparse_ids", [False, True])
@pytest.mark.parametrize("kind", [np.int8, np.int64, float])
def test_votes_are_ordered_as_by_the_plain_way(sparse_ids: bool, kind: type) -> None:
    generator = np.random.default_rng(5)
    people, statements = generator.integers(-40, 40, size=600), generator.integers(-9, 9, size=600)
    if sparse_ids and kind is not np.int8:
        people, statements = people * 10**9, statements * 10**9
    values = generator.integers(-1, 2, size=600)
    votes = VoteMatrix.from_votes(people.astype(kind), statements.astype(kind), values)
    last = {(person, statement): v for person, statement, v in zip(people, statements, values, strict=True)}
    assert votes.participant_ids.tolist() == sorted({person for person, _ in last})
    assert votes.statement_ids.tolist() == sorted({statement for _, statement in last})
    found = zip(
        votes.participant_ids[votes.rows], votes.statement_ids[votes.columns], votes.values, strict=True
    )
    assert list(found) == [(*pair, last[pair]) for pair in sorted(last)]


def test_votes_in_order_already_still_lose_their_repetitions() -> None:
    votes = VoteMatrix.from_votes([1, 1, 1, 2], [5, 5, 6, 5], [1, -1, 0, 1])
    assert votes.columns.tolist() == [0, 1, 0]
    assert votes.values.tolist() == [-1, 0, 1]


@pytest.mark.parametrize("block", [3, 1000])
def test_counts_by_group_are_those_of_the_written_out_matrix(
    monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr("deliberation.analysis.vote_matrix.BLOCK", block)
    generator = np.random.default_rng(6)
    people, statements = generator.integers(0, 12, size=90), generator.integers(0, 7, size=90)
    votes = VoteMatrix.from_votes(people, statements, generator.integers(-1, 2, size=90))
    group = generator.integers(-1, 3, size=votes.shape[0])
    dense, counted = votes.dense(), votes.count_by(group, 3)
    for number in range(3):
        for index, value in enumerate((-1, 0, 1)):
            expected = (dense[group == number] == value).sum(axis=0)
            assert counted[number, index].tolist() == expected.tolist()
    assert votes.count(1).tolist() == (dense == 1).sum(axis=0).tolist()
    assert votes.row_ends.tolist() == [0, *np.cumsum((~np.isnan(dense)).sum(axis=1))]


def test_an_unknown_number_between_known_ones_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown participant 2"):
        VoteMatrix.from_votes([1, 2], [1, 1], [1, 1], participant_ids=[1, 3])
    with pytest.raises(ValueError, match="unknown participant 5"):
        VoteMatrix.from_votes([1, 5], [1, 1], [1, 1], participant_ids=[1, 10**12])
