import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from deliberation.results.contours import contours

fields = arrays(
    np.float64, st.tuples(st.integers(1, 7), st.integers(1, 7)), elements=st.integers(-3, 3).map(float)
)


def area(line):
    """The area within a closed line (shoelace formula)."""
    x, y = line[:, 0], line[:, 1]
    return abs(float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))) / 2


def test_a_cone_has_a_circle_of_the_right_size():
    rows, columns = np.mgrid[0:81, 0:81]
    field = -np.hypot(rows - 40.0, columns - 40.0)
    [line] = contours(field, -20.0)
    assert np.hypot(*(line - 40.0).T) == pytest.approx(20.0, abs=0.05)
    assert area(line) == pytest.approx(np.pi * 400, rel=0.01)


def test_two_hills_have_two_lines():
    field = np.zeros((5, 9))
    field[2, 2] = field[2, 6] = 1.0
    assert len(contours(field, 0.5)) == 2


def test_a_crossing_lies_where_the_field_reaches_the_level():
    field = np.array([[0.0, 0.0, 0.0], [0.0, 4.0, 0.0], [0.0, 0.0, 0.0]])
    [line] = contours(field, 1.0)
    assert sorted(map(tuple, line)) == [(0.25, 1.0), (1.0, 0.25), (1.0, 1.75), (1.75, 1.0)]


def test_above_the_highest_point_there_is_no_line():
    assert contours(np.ones((3, 3)), 2.0) == ()


def test_a_field_that_is_nowhere_low_is_closed_at_its_edge():
    [line] = contours(np.ones((3, 3)), 0.0)
    assert area(line) > 4


@given(fields, st.sampled_from([-1.5, -0.5, 0.0, 0.5, 1.0, 2.0]))
@settings(deadline=None)
def test_every_line_is_closed_and_lies_around_the_grid_at_most(field, level):
    lines = contours(field, level)
    for line in lines:
        assert len(line) >= 4
        steps = np.abs(line - np.roll(line, -1, axis=0)).max(axis=1)
        assert (steps <= 1.0).all()
        assert (line >= -1.0).all()
        assert (line.max(axis=0) <= np.array(field.shape)[::-1]).all()
    assert bool(lines) == bool((field >= level).any())


def test_the_field_is_not_written_to():
    field = np.eye(4)
    contours(field, 0.5)
    assert (field == np.eye(4)).all()


def test_a_field_with_holes_is_refused():
    with pytest.raises(ValueError, match="finite"):
        contours(np.array([[np.nan]]), 0.0)
