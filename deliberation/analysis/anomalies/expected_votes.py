"""What an honest person would probably vote, given all their other votes and nobody's help.

Opinion is a continuum: people stand anywhere on a plane and agree with anything more or less readily
(`latent_positions`). Two people who think alike then vote alike as far as the plane explains it, and beyond
that each by themselves (local independence: Lazarsfeld and Henry 1968). People who are suspected of voting
by agreement may be kept from shaping the plane, or it would explain the agreement away.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from deliberation.analysis.latent_classes import KINDS, leniency_spread, vote_indicators
from deliberation.analysis.latent_positions import LatentPositions, fit_latent_positions
from deliberation.analysis.opinion_space import coordinates_fitted_on
from deliberation.analysis.vote_matrix import VoteMatrix

Floats = NDArray[np.float64]

# Somebody who is kept from shaping the plane still counts as this share of a person.
LEFT_OUT = 0.002
# No vote is held for more or less probable than this.
LEAST, MOST = 0.01, 0.99
LEAST_PASS, MOST_PASS = 0.005, 0.9
# A person's readiness to pass is drawn towards that of everybody by this many votes.
PRIOR_VOTES = 4.0
VOTES_AT_ONCE = 1 << 16


def expected_votes(votes: VoteMatrix, left_out: NDArray[np.bool_]) -> NDArray[np.float32]:
    """(v, 3) probability of disagreeing, passing and agreeing, for each vote from the person's other votes.

    Args:
        votes: who voted what; nothing in it is moderated out.
        left_out: (n,) people whose votes do not shape what is expected.
    """
    counts = np.where(left_out, LEFT_OUT, 1.0)
    counts *= len(counts) / counts.sum()
    indicators = vote_indicators(votes)
    points = coordinates_fitted_on(votes, ~left_out, axes=2)
    model = fit_latent_positions(indicators, points, leniency_spread(votes), counts)
    passing = _passing(votes, counts)
    found = np.empty((len(votes.values), KINDS), dtype=np.float32)
    for start in range(0, len(found), VOTES_AT_ONCE):
        part = slice(start, start + VOTES_AT_ONCE)
        agree = np.clip(_agreement_without(model, votes, part), LEAST, MOST)
        found[part, 0] = (1 - passing[part]) * (1 - agree)
        found[part, 1] = passing[part]
        found[part, 2] = (1 - passing[part]) * agree
    return found


def _agreement_without(model: LatentPositions, votes: VoteMatrix, part: slice) -> Floats:
    """Probability of agreement where the person's other votes place them: Bayes' rule, one vote less."""
    rates = model.agreement_rate[votes.columns[part]]
    values = votes.values[part, None]
    likelihood = np.where(values > 0, rates, np.where(values < 0, 1 - rates, np.sqrt(rates * (1 - rates))))
    standing = model.standing[votes.rows[part]] / likelihood
    agreement: Floats = (standing * rates).sum(axis=1) / standing.sum(axis=1)
    return agreement


def _passing(votes: VoteMatrix, counts: Floats) -> Floats:
    """(v,) probability of a pass: that of the statement, by how often the person passes on others."""
    n, m = votes.shape
    passed, counted = (votes.values == 0).astype(float), counts[votes.rows]
    by_statement = (np.bincount(votes.columns, counted * passed, m) + 0.5) / (
        np.bincount(votes.columns, counted, m) + 2.0
    )
    usual = float(by_statement[votes.columns].mean()) if len(passed) else 0.0
    others = np.bincount(votes.rows, passed, n)[votes.rows] - passed
    cast = votes.votes_per_participant[votes.rows] - 1.0
    own = (others + PRIOR_VOTES * usual) / (cast + PRIOR_VOTES)
    probability: Floats = np.clip(by_statement[votes.columns] * own / max(usual, 1e-9), LEAST_PASS, MOST_PASS)
    return probability
