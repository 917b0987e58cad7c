"""Placing one person by what an analysis kept: as the analysis does it, and honest about few votes."""

import numpy as np
import pytest

from deliberation.analysis.analysis_parameters import AnalysisParameters
from deliberation.analysis.known_structure import known_structure, place_on
from deliberation.analysis.structure import find_structure
from deliberation.analysis.vote_matrix import VoteMatrix
from deliberation.results.live_place import WITHIN, ellipses_around, standing_by

STATEMENTS = 20


def camps(people=240, share=0.6, seed=3):
    """Two camps that disagree on most statements and answered a part of them."""
    random = np.random.default_rng(seed)
    side = np.where(np.arange(people) < people * 0.6, 1, -1)
    direction = np.where(np.arange(STATEMENTS) % 2, 1, -1)
    direction[:4] = 0
    chance = 0.5 + 0.42 * side[:, None] * direction[None, :]
    chance[:, :4] = 0.9
    values = np.where(random.random((people, STATEMENTS)) < chance, 1, -1)
    rows, columns = np.nonzero(random.random((people, STATEMENTS)) < share)
    return VoteMatrix.from_votes(rows, columns, values[rows, columns])


@pytest.fixture(scope="module")
def found():
    votes = camps()
    parameters = AnalysisParameters(splits=3)
    space, grouping = find_structure(votes, parameters, lambda _step, _done: None)
    return votes, space, grouping, known_structure(votes, parameters, space, grouping)


def votes_of(votes, row):
    mine = votes.rows == row
    return votes.statement_ids[votes.columns[mine]], votes.values[mine].astype(np.int64)


def test_a_person_is_placed_where_the_analysis_placed_them(found):
    votes, space, grouping, known = found
    assert len(known.group_sizes) == 2
    for row in range(0, 240, 12):
        standing = standing_by(known, *votes_of(votes, row))
        assert [standing.x, standing.y] == pytest.approx(space.participants[row].tolist(), abs=0.02)
        assert standing.group == grouping.labels[row]
        assert standing.is_settled


def test_a_person_is_placed_as_a_refresh_would_place_them(found):
    votes, _space, _grouping, known = found
    space, grouping = place_on(votes, known)
    standing = standing_by(known, *votes_of(votes, 5))
    assert [standing.x, standing.y] == pytest.approx(space.participants[5].tolist(), abs=0.02)
    assert standing.group == grouping.labels[5]
    assert standing.certainty == pytest.approx(grouping.certainty[5], abs=0.02)


def test_votes_make_the_place_surer(found):
    votes, _space, _grouping, known = found
    statements, values = votes_of(votes, 0)
    sizes = [np.trace(standing_by(known, statements[:k], values[:k]).covariance) for k in (3, 7, 12)]
    assert sizes == sorted(sizes, reverse=True)


def test_before_the_votes_that_the_analysis_asks_for_nobody_is_settled_and_more_would_help(found):
    votes, _space, _grouping, known = found
    statements, values = votes_of(votes, 0)
    few = standing_by(known, statements[:3], values[:3])
    assert not few.is_settled
    assert few.more_votes is None or few.more_votes >= known.minimum_votes - 3
    assert standing_by(known, statements[:8], values[:8]).is_settled


def test_a_statement_that_the_analysis_did_not_know_counts_for_nothing(found):
    votes, _space, _grouping, known = found
    statements, values = votes_of(votes, 7)
    more = standing_by(known, np.append(statements, 999), np.append(values, 1))
    plain = standing_by(known, statements, values)
    assert (more.votes, more.x, more.y, more.group) == (plain.votes, plain.x, plain.y, plain.group)


def test_without_votes_there_is_no_group(found):
    standing = standing_by(found[3], np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
    assert standing.group is None
    assert standing.votes == 0


def test_what_was_given_is_left_as_it_was(found):
    votes, _space, _grouping, known = found
    statements, values = votes_of(votes, 0)
    before = statements.copy(), values.copy(), known.components.copy()
    standing_by(known, statements, values)
    for now, then in zip((statements, values, known.components), before, strict=True):
        np.testing.assert_array_equal(now, then)


def test_ellipses_hold_the_share_of_places_they_promise():
    covariance = np.array([[4.0, 1.5], [1.5, 1.0]])
    places = np.random.default_rng(0).multivariate_normal([0, 0], covariance, size=20_000) * 30
    places[:, 1] *= -1
    for ellipse, share in zip(ellipses_around(covariance, scale=30), WITHIN, strict=True):
        turn = np.radians(ellipse.angle)
        along = places @ [np.cos(turn), np.sin(turn)] / ellipse.wide
        across = places @ [-np.sin(turn), np.cos(turn)] / ellipse.high
        assert np.mean(along**2 + across**2 < 1) == pytest.approx(share, abs=0.02)
