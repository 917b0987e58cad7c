import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation.results.opinion_map import CELL, EDGE, WIDTH, count_cells, draw_map, frame_around

GENERATOR = np.random.default_rng(3)
POINTS = np.vstack([GENERATOR.normal((-2, 0), 0.5, (60, 2)), GENERATOR.normal((2, 1), 0.4, (30, 2))])
GROUP = np.array([0] * 58 + [-1] * 2 + [1] * 30)


def framed(points):
    return frame_around(points.mean(axis=0), points.std(axis=0), points.min(axis=0), points.max(axis=0))


def drawn(points=POINTS, group=GROUP, groups=2):
    frame = framed(points)
    return draw_map(count_cells(points, group, groups, frame), frame, points=points, group=group)


def test_everyone_is_counted_once():
    counts = count_cells(POINTS, GROUP, 2, framed(POINTS))
    assert counts.sum(axis=(1, 2)).tolist() == [58, 30, 2]


def test_every_person_is_one_dot_of_their_group():
    opinion_map = drawn()
    assert [area.dots.count("M") for area in opinion_map.groups] == [58, 30]
    assert opinion_map.ungrouped.count("M") == 2
    assert [area.size for area in opinion_map.groups] == [58, 30]


def test_a_letter_stands_among_its_own_people():
    opinion_map = drawn()
    places = opinion_map.frame.place(POINTS)
    for number, area in enumerate(opinion_map.groups):
        distance = np.hypot(*(places - [area.x, area.y]).T)
        mine, theirs = np.equal(GROUP, number), np.equal(GROUP, 1 - number)
        assert distance[mine].mean() < distance[theirs].min()


def test_the_order_of_people_does_not_change_the_landscape():
    order = np.random.default_rng(1).permutation(len(POINTS))
    one, other = drawn(), drawn(POINTS[order], GROUP[order])
    assert one.land == other.land
    assert [area.outline for area in one.groups] == [area.outline for area in other.groups]


def test_without_two_groups_there_are_no_letters_and_everyone_is_a_dot():
    opinion_map = drawn(group=np.zeros(90, dtype=np.int64), groups=1)
    assert opinion_map.groups == ()
    assert opinion_map.ungrouped.count("M") == 90


def test_from_counts_alone_the_landscape_is_the_same_without_dots():
    frame = framed(POINTS)
    counted = draw_map(count_cells(POINTS, GROUP, 2, frame), frame)
    assert counted.land == drawn().land
    assert {area.dots for area in counted.groups} == {""}


@pytest.mark.parametrize("points", [np.zeros((1, 2)), np.zeros((5, 2)), np.array([[0.0, 0.0], [0.0, 3.0]])])
def test_people_on_one_point_or_line_can_be_drawn(points):
    opinion_map = drawn(points, np.full(len(points), -1), 0)
    assert opinion_map.ungrouped.count("M") == len(points)
    assert opinion_map.frame.height > 0


def test_an_outlier_is_put_at_the_edge_and_squeezes_nobody():
    points = np.vstack([POINTS, [[1000.0, 0.0]]])
    frame = framed(np.vstack([POINTS, [[6.0, 0.0]]]))
    assert frame.place(points)[-1][0] == WIDTH - EDGE


@given(st.floats(-50, 50), st.floats(-50, 50))
@settings(deadline=None)
def test_a_place_on_the_map_leads_back_to_the_position(x, y):
    frame = frame_around((0, 0), (100, 100), (-60, -60), (60, 60))
    [[across, down]] = frame.place(np.array([[x, y]])).tolist()
    assert frame.position(across, down) == pytest.approx((x, y), abs=1e-6)


def test_the_grid_covers_the_map():
    rows, columns = framed(POINTS).shape
    assert columns * CELL >= WIDTH
    assert rows * CELL >= framed(POINTS).height


def test_arguments_are_not_written_to():
    points, group = POINTS.copy(), GROUP.copy()
    drawn(points, group)
    assert (points == POINTS).all()
    assert (group == GROUP).all()
