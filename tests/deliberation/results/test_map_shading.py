"""The map shaded by votes on a statement: each side where it prevails, nothing where hardly anybody voted."""

import re

import numpy as np

from deliberation.results.map_shading import shade
from deliberation.results.opinion_map import Frame

FRAME = Frame(left=-2.0, top=1.0, scale=80.0, height=200)


def crowd(x, y, people, seed=0):
    return np.random.default_rng(seed).normal([x, y], 0.15, (people, 2))


def columns_of(paths):
    return [float(x) for path in paths for x in re.findall(r"[ML](-?\d+) ", path)]


def test_each_side_is_shaded_where_it_prevails():
    points = np.vstack([crowd(-1.5, 0, 60), crowd(1.5, 0, 60, seed=1)])
    shading = shade(points, np.repeat([1, -1], 60), FRAME)
    assert max(columns_of(shading.agree)) < 180 < min(columns_of(shading.disagree))
    assert all(shading.agree) and all(shading.disagree)


def test_where_both_sides_are_even_or_people_pass_nothing_is_shaded():
    points = crowd(0, 0, 80)
    assert not any(shade(points, np.tile([1, -1], 40), FRAME).agree)
    passes = shade(points, np.zeros(80, dtype=int), FRAME)
    assert not any(passes.agree) and not any(passes.disagree)


def test_a_handful_of_votes_is_not_shaded():
    assert not any(shade(crowd(0, 0, 3), np.ones(3, dtype=int), FRAME).agree)
    in_one_place = [np.zeros((people, 2)) for people in (9, 18)]
    nine, eighteen = (shade(points, np.ones(len(points), dtype=int), FRAME) for points in in_one_place)
    assert not any(nine.agree) and all(eighteen.agree)
    nobody = shade(np.empty((0, 2)), np.empty(0, dtype=int), FRAME)
    assert not any(nobody.agree)


def test_many_votes_make_no_large_picture():
    rng = np.random.default_rng(2)
    points = rng.normal(0, [1.2, 0.6], (100_000, 2))
    shading = shade(points, np.where(points[:, 0] + rng.normal(0, 1, 100_000) > 0, 1, -1), FRAME)
    assert sum(map(len, shading.agree + shading.disagree)) < 20_000
