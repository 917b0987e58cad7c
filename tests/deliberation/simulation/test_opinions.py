import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from deliberation.simulation.opinions import (
    draw_patience,
    draw_votes,
    skip_probabilities,
    utilities,
    vote_probabilities,
)

finite = st.floats(-6, 6)


def test_utility_adds_appeal_leniency_and_the_product_of_loadings_and_position():
    utility = utilities(
        np.array([0.5, -1.0]),
        np.array([[1.0, 2.0], [0.0, -1.0]]),
        np.array([[0.5, 0.25], [-1.0, 1.0]]),
        np.array([0.0, 0.1]),
    )
    assert np.allclose(utility, [[1.5, -1.25], [1.6, -1.9]])


@given(utility=finite, tau=st.floats(0.01, 2))
def test_the_three_answers_share_all_probability_and_mirror_each_other(utility, tau):
    agree, passed, disagree = vote_probabilities(np.array(utility), np.array(tau))
    mirrored = vote_probabilities(np.array(-utility), np.array(tau))
    assert np.isclose(agree + passed + disagree, 1)
    assert passed >= 0
    assert np.isclose(agree, mirrored[2])
    assert np.isclose(disagree, mirrored[0])


@given(utility=finite, tau=st.floats(0.01, 2))
def test_passing_and_skipping_are_likeliest_at_indifference(utility, tau):
    here, there = np.array(utility), np.array(0.0)
    half_width = np.array(tau)
    assert vote_probabilities(there, half_width)[1] >= vote_probabilities(here, half_width)[1] - 1e-12
    assert skip_probabilities(there) >= skip_probabilities(here) - 1e-12


def test_the_probability_of_agreeing_is_the_normal_distribution_beyond_indifference():
    agree, _, _ = vote_probabilities(np.array(1.0), np.array(0.3))
    assert np.isclose(agree, norm.cdf(0.7))


def test_drawn_votes_follow_the_probabilities():
    utility = np.full(40_000, 0.4)
    tau = np.full(40_000, 0.3)
    votes = draw_votes(utility, tau, np.random.default_rng(3))
    expected = [p[0] for p in vote_probabilities(utility, tau)]
    shares = [np.mean(votes == value) for value in (1, 0, -1)]
    assert np.allclose(shares, expected, atol=0.01)


def test_patience_reaches_the_mean_has_a_heavy_tail_and_a_minimum():
    people = 5000
    votes = draw_patience(np.zeros(people), np.full(people, 500.0), 35, np.random.default_rng(1))
    assert abs(votes.mean() - 35) < 0.5
    assert votes.min() >= 5
    assert np.percentile(votes, 99) > 3 * np.median(votes)


def test_people_whom_the_statements_leave_cold_stop_earlier():
    coldness = np.repeat([0.1, 0.6], 3000)
    votes = draw_patience(coldness, np.full(6000, 500.0), 35, np.random.default_rng(1))
    assert votes[:3000].mean() > 1.2 * votes[3000:].mean()
