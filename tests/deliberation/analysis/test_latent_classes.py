import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from deliberation.analysis.latent_classes import (
    MOST_LENIENCY,
    fit_latent_classes,
    leniency_spread,
    most_likely_class,
    vote_indicators,
)
from deliberation.analysis.latent_positions import fit_latent_positions
from deliberation.analysis.number_of_groups import coordinates, weigh_evidence
from tests.deliberation.analysis.assemblies import from_rows, planted
from tests.deliberation.analysis.test_stable_groups import lenient


def test_one_column_per_statement_and_kind_of_vote() -> None:
    indicators = vote_indicators(from_rows([[1, None, -1], [0, 0, None]]))
    assert indicators.toarray().tolist() == [[0, 0, 1, 0, 0, 0, 1, 0, 0], [0, 1, 0, 0, 1, 0, 0, 0, 0]]


def test_classes_are_found_from_a_poor_start_and_serve_for_other_people() -> None:
    votes, truth = planted([120, 80], statements=60, votes_each=25)
    start = np.where(np.random.default_rng(0).random(200) < 0.7, truth, 1 - truth)
    half = np.arange(200) % 2 == 0
    indicators = vote_indicators(votes)
    (model,) = fit_latent_classes(indicators[np.flatnonzero(half)], [[start[half]]], 0.2)
    assert model.share.sum() == pytest.approx(1.0)
    assert model.membership.sum(axis=1) == pytest.approx(np.ones(100), abs=1e-5)
    assert adjusted_rand_score(truth, most_likely_class(model, indicators)) > 0.8


def test_the_likeliest_of_several_starts_goes_on() -> None:
    votes, truth = planted([120, 80], statements=60, votes_each=25)
    indicators = vote_indicators(votes)
    useless = np.random.default_rng(1).integers(0, 2, 200)
    both, good = (
        fit_latent_classes(indicators, [starts], 0.2)[0] for starts in ([useless, truth], [truth, truth])
    )
    assert both.log_likelihood == pytest.approx(good.log_likelihood, rel=1e-3)


def test_leniency_is_measured() -> None:
    assert leniency_spread(lenient(400, 60, votes_each=30, seed=0)) == pytest.approx(1.0, abs=0.25)
    assert leniency_spread(planted([200])[0]) < 0.4
    assert leniency_spread(from_rows([[1] * 9] * 20 + [[-1] * 9] * 20)) == MOST_LENIENCY


def test_a_continuum_foretells_like_itself_and_its_rates_are_probabilities() -> None:
    votes, _ = planted([120, 80], statements=60, votes_each=25)
    model = fit_latent_positions(vote_indicators(votes), coordinates(votes, axes=2), 0.2)
    agreement = model.agreement(votes.rows, votes.columns)
    assert np.all((agreement > 0) & (agreement < 1))
    assert np.corrcoef(agreement, votes.values > 0)[0, 1] > 0.6


def test_hidden_votes_speak_for_the_planted_number_and_against_a_continuum() -> None:
    votes, _ = planted([150, 90, 60], statements=100, votes_each=30)
    evidence = weigh_evidence(votes, most=5, generator=np.random.default_rng(0))
    assert evidence.best == 3
    assert evidence.gain[1] == 0.0
    assert max(evidence.gain, key=lambda k: evidence.gain[k]) == 3
    assert evidence.gain[3] > evidence.continuum_gain
    assert min(evidence.over_one, evidence.over_continuum, evidence.third) > 2


def test_hidden_votes_speak_for_one_group_where_there_is_but_leniency() -> None:
    votes = lenient(300, 80, votes_each=25, seed=5)
    evidence = weigh_evidence(votes, most=4, generator=np.random.default_rng(0))
    assert evidence.best == 1
    assert max(evidence.gain.values()) == 0.0
