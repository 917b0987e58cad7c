"""People counted in squares large enough to hide in."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from deliberation.results.map_squares import squares

grids = arrays(np.int64, st.tuples(st.integers(1, 12), st.integers(1, 12)), elements=st.integers(0, 25))


@given(grids)
def test_everybody_is_counted_once_and_in_company(counts):
    found = squares(counts)
    assert sum(square.people for square in found) == counts.sum()
    for square in found:
        rows = slice(square.row, square.row + square.side)
        assert counts[rows, square.column : square.column + square.side].sum() == square.people
    if counts.sum() >= 10:
        assert all(square.people >= 10 for square in found)


def test_where_many_stand_squares_are_as_fine_as_the_grid():
    counts = np.full((4, 4), 10)
    assert {square.side for square in squares(counts)} == {1}


def test_one_person_is_never_in_a_square_alone():
    counts = np.full((4, 4), 10)
    counts[3, 3] = 1
    assert [square.people for square in squares(counts) if square.row == square.column == 2] == [31]


def test_few_people_are_one_square():
    counts = np.zeros((5, 3), dtype=np.int64)
    counts[0, 0] = counts[4, 2] = 3
    [square] = squares(counts)
    assert (square.people, square.side) == (6, 8)
