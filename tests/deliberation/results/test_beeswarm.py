"""A beeswarm: every value at its place on the scale, no two points on each other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.results.beeswarm import LEFT, RIGHT, TALLEST, spread_out, swarm

shares = st.lists(st.one_of(st.just(0.0), st.floats(0.001, 1)), max_size=150)


@given(shares)
def test_no_two_points_lie_on_each_other_and_all_are_in_the_picture(values):
    layout = swarm(values)
    assert len(layout.bees) == len(values)
    places = np.array([[bee.x, bee.y] for bee in layout.bees], dtype=float).reshape(-1, 2)
    inner = places[places[:, 0] < 10 * RIGHT]
    for index, place in enumerate(inner):
        apart = np.hypot(*(inner[index + 1 :] - place).T)
        assert (apart >= 2 * layout.radius - 2).all()
    assert ((places[:, 0] >= 10 * LEFT) & (places[:, 0] <= 10 * RIGHT)).all()
    assert (np.abs(places[:, 1]) <= layout.reach).all()


def test_what_is_nothing_stands_apart_from_what_is_a_little():
    layout = swarm([0.0] * 130 + [0.01, 0.5, 1.0])
    assert max(bee.x for bee in layout.bees[:130]) < layout.start < layout.bees[130].x
    scale = [bee.x for bee in layout.bees[130:]]
    assert scale == sorted(scale)
    assert scale[1] == pytest.approx((layout.start + 10 * RIGHT) / 2, abs=2 * layout.radius)


def test_many_statements_are_drawn_smaller_and_not_higher():
    many = swarm(np.random.default_rng(1).beta(1.5, 6, 1000).tolist())
    assert many.radius < swarm([0.1, 0.5]).radius
    assert 2 * many.reach <= 10 * TALLEST * 1.2


def test_a_longer_scale_moves_values_to_the_left():
    assert swarm([0.4], longest=1.0).bees[0].x < swarm([0.4], longest=0.5).bees[0].x


@given(st.lists(st.integers(0, 1000), max_size=12))
def test_labels_are_spread_out_in_their_order(places):
    spread = spread_out(places, apart=50, low=0, high=1000)
    order = sorted(range(len(places)), key=lambda each: (places[each], each))
    ordered = [spread[position] for position in order]
    assert all(later - earlier >= 50 for earlier, later in zip(ordered, ordered[1:], strict=False))
    assert all(0 <= place <= 1000 for place in ordered)
