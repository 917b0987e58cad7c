"""How many rows are told apart by a few known votes."""

from itertools import combinations
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation.analysis.row_uniqueness import unique_given


def columns(rows: list[dict[int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    votes = [(person, statement, vote) for person, row in enumerate(rows) for statement, vote in row.items()]
    table = np.array(votes, dtype=np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def literally(rows: list[dict[int, int]], k: int) -> float | None:
    """The share over all sets of k votes instead of drawn ones."""
    shares = []
    for person, row in enumerate(rows):
        others = [other for place, other in enumerate(rows) if place != person]
        sets = list(combinations(row.items(), k))
        if sets:
            alone = [not any(dict(known).items() <= other.items() for other in others) for known in sets]
            shares.append(sum(alone) / len(sets))
    return sum(shares) / len(shares) if shares else None


def test_people_who_vote_alike_hide_each_other():
    row = dict.fromkeys(range(10), 1)
    assert unique_given(*columns([row, row, row]), (4, 8)) == {4: 0.0, 8: 0.0}


def test_who_stands_alone_is_found():
    rows = [dict.fromkeys(range(10), vote) for vote in (1, 0, -1)]
    assert unique_given(*columns(rows), (4, 8)) == {4: 1.0, 8: 1.0}


def test_a_vote_that_was_not_cast_fits_nothing():
    rows = [{0: 1, 1: 1, 2: 1, 3: 1}, {0: 1, 1: 1, 2: 1}]
    assert unique_given(*columns(rows), (4,)) == {4: 1.0}


def test_too_few_votes_say_nothing():
    assert unique_given(*columns([{0: 1}, {0: -1}]), (4,)) == {4: None}
    assert unique_given(*columns([]), (4,)) == {4: None}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.dictionaries(st.integers(0, 5), st.sampled_from([1, 0, -1]), min_size=2, max_size=6),
        min_size=1,
        max_size=8,
    )
)
def test_it_estimates_the_share_over_all_sets_of_votes(rows):
    drawn = unique_given(*columns(rows), (2,), draws=200)[2]
    assert drawn == pytest.approx(literally(rows, 2), abs=0.12)


def test_the_same_seed_gives_the_same_share_whatever_the_order():
    random = np.random.default_rng(3)
    participants, statements = np.nonzero(random.random((60, 30)) < 0.3)
    values = random.integers(-1, 2, len(participants))
    order = random.permutation(len(participants))
    first = unique_given(participants, statements, values, (2, 4), seed=5)
    assert unique_given(participants, statements, values, (2, 4), seed=5) == first
    again = unique_given(participants[order], statements[order], values[order], (2, 4), seed=5)
    assert again[4] == pytest.approx(first[4], abs=0.1)


def test_a_large_deliberation_takes_seconds():
    random = np.random.default_rng(0)
    participants = np.repeat(np.arange(20_000), 20)
    statements = (np.tile(np.arange(20), 20_000) * 7 + participants) % 1000
    values = random.integers(-1, 2, len(participants))
    start = perf_counter()
    shares = unique_given(participants, statements, values, (4, 8))
    assert perf_counter() - start < 10
    assert 0 < shares[4] < shares[8]
