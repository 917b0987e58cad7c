"""Opinion groups as latent classes: people of one class agree with each statement at a rate of their own.

Person p of class c agrees with statement s with probability 1 / (1 + exp(-(log_odds_sc + leniency_p))). A
vote that was not cast says nothing: it is absent from the likelihood. A pass is half an agreement and half a
disagreement. How readily people agree with anything at all differs from person to person and makes no
opinion group, so it is a part of every model, normally distributed and summed over three levels
(Gauss-Hermite quadrature). With a single class this is the Rasch model of popularity and leniency: votes
without any groups.

The log odds of a class are drawn towards those of everybody by a few votes, which keeps classes with few
votes on a statement from inventing extreme opinions.

Sources: Lazarsfeld and Henry 1968, "Latent structure analysis"; Dempster, Laird and Rubin 1977 (the EM
algorithm); Rasch 1960; Bock and Aitkin 1981, Psychometrika 46 (marginal likelihood by quadrature); short runs
from several starts, of which the best goes on: Biernacki, Celeux and Govaert 2003.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from deliberation.analysis.vote_matrix import VoteMatrix

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

# A class is drawn towards the opinion of everybody by this many votes on each statement.
PRIOR_VOTES = 4.0
# Leniency is summed over at these multiples of its standard deviation (Gauss-Hermite, three points).
LEVELS = np.array([-np.sqrt(3.0), 0.0, np.sqrt(3.0)])
LEVEL_WEIGHTS = np.array([1 / 6, 2 / 3, 1 / 6])
# A spread of leniency beyond this (in log odds) is taken for two camps rather than one dimension.
MOST_LENIENCY = 1.2
LARGEST_STEP = 1.5
LARGEST_LOG_ODDS = 6.0
SHORT_RUN = 4
LONG_RUN = 9
# Columns per vote in the indicator matrix: disagree, pass, agree.
KINDS = 3


@dataclass(frozen=True)
class LatentClasses:
    """A fitted model of k classes.

    Attributes:
        log_odds: (m, k) of agreeing with each statement, for a person of average leniency.
        share: (k,) of the participants.
        leniency: standard deviation of leniency, in log odds.
        levels: (n, 3 * k) probability of each person's leniency level and class, by level.
        log_likelihood: of the votes it was fitted on.
    """

    log_odds: Floats
    share: Floats
    leniency: float
    levels: NDArray[np.float32]
    log_likelihood: float

    @property
    def membership(self) -> Floats:
        """(n, k) probability of each person's class."""
        count = self.log_odds.shape[1]
        belongs: Floats = self.levels.reshape(len(self.levels), -1, count).sum(axis=1, dtype=np.float64)
        return belongs

    def agreement(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Floats:
        """(v,) probability that the person in this row agrees with the statement in this column."""
        count = self.log_odds.shape[1]
        found = np.zeros(len(rows))
        for level, shift in enumerate(self.leniency * LEVELS):
            rates = _logistic(self.log_odds + shift)
            belongs = self.levels[:, level * count : (level + 1) * count]
            found += np.einsum("vk,vk->v", belongs[rows], rates[columns])
        return found


def vote_indicators(votes: VoteMatrix, kept: NDArray[np.bool_] | None = None) -> sparse.csr_array:
    """(n, 3 m) a one for each vote cast: column 3 s + 0, 1 or 2 for disagree, pass and agree with s.

    Args:
        votes: the votes.
        kept: (v,) votes to take; default all.
    """
    n, m = votes.shape
    columns = votes.columns * np.int32(KINDS) + (votes.values.astype(np.int32) + 1)
    rows = votes.rows
    if kept is not None:
        columns, rows = columns[kept], rows[kept]
    ends = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=n))])
    return sparse.csr_array((np.ones(len(columns), np.float32), columns, ends), shape=(n, KINDS * m))


def fit_latent_classes(
    indicators: sparse.csr_array, starts: Sequence[Sequence[Labels]], leniency: float
) -> list[LatentClasses]:
    """Fit several models at once by expectation maximisation, each from the best of its starts.

    Args:
        indicators: (n, 3 m) of `vote_indicators`.
        starts: for each model one or more divisions (n,) of the people, numbered 0, 1, ... without gaps.
        leniency: standard deviation of leniency (see `leniency_spread`).
    """
    transposed = indicators.T.tocsr()
    tried = [labels for model in starts for labels in model]
    first = _Batch(indicators, transposed, [_one_hot(labels) for labels in tried], 0.0)
    if len(tried) > len(starts):
        first.improve(SHORT_RUN)
        ends = np.cumsum([len(model) for model in starts])
        kept = [
            max(range(end - len(model), end), key=lambda i: first.log_likelihoods[i])
            for model, end in zip(starts, ends, strict=True)
        ]
    else:
        kept = list(range(len(tried)))
    batch = _Batch(indicators, transposed, [first.belonging(i) for i in kept], leniency)
    batch.improve(LONG_RUN)
    return [batch.model(i) for i in range(len(kept))]


def most_likely_class(model: LatentClasses, indicators: sparse.csr_array) -> Labels:
    """(p,) class of these people, who need not be those the model was fitted to."""
    odds = model.log_odds[:, None, :] + (model.leniency * LEVELS)[None, :, None]
    score = (indicators @ log_vote_rates(odds.reshape(len(odds), -1))).astype(np.float64)
    score = score.reshape(len(score), len(LEVELS), -1) + np.log(LEVEL_WEIGHTS)[:, None] + np.log(model.share)
    top = score.max(axis=(1, 2), keepdims=True)
    likeliest: Labels = np.exp(score - top).sum(axis=1).argmax(axis=1)
    return likeliest


def leniency_spread(votes: VoteMatrix, *, rounds: int = 10) -> float:
    """Standard deviation of leniency, in log odds, if there were no groups; at most `MOST_LENIENCY`.

    Popularity of statements and leniency of people by turns (one Newton step each), with the variance of
    leniency from their values and uncertainties (empirical Bayes).
    """
    n, m = votes.shape
    agreed = (votes.values + 1) / 2
    popularity, leniency, variance = np.zeros(m), np.zeros(n), 0.25
    for _ in range(rounds):
        for index, effect, precision in ((votes.columns, popularity, 0.25), (votes.rows, leniency, 1.0)):
            precision = precision if effect is popularity else 1.0 / variance
            rate = _logistic(popularity[votes.columns] + leniency[votes.rows])
            slope = np.bincount(index, agreed - rate, len(effect)) - precision * effect
            information = np.bincount(index, rate * (1 - rate), len(effect)) + precision
            effect += np.clip(slope / information, -LARGEST_STEP, LARGEST_STEP)
        if n:
            variance = max(1e-3, float(np.mean(leniency**2 + 1 / information)))
    return min(MOST_LENIENCY, float(np.sqrt(variance)))


class _Batch:
    """Several models over the same votes, their classes side by side: one sparse product serves all."""

    def __init__(
        self,
        indicators: sparse.csr_array,
        transposed: sparse.csr_array,
        belonging: Sequence[NDArray[np.float32]],
        leniency: float,
    ) -> None:
        self.indicators, self.transposed, self.leniency = indicators, transposed, leniency
        ends = np.cumsum([part.shape[1] for part in belonging])
        self.parts = [slice(end - part.shape[1], end) for part, end in zip(belonging, ends, strict=True)]
        self.shifts = leniency * LEVELS if leniency > 0 else np.zeros(1)
        self.weights = LEVEL_WEIGHTS if leniency > 0 else np.ones(1)
        self.membership = np.concatenate(belonging, axis=1)
        spread = self.membership[:, None, :] * self.weights[None, :, None].astype(np.float32)
        self.levels = spread.reshape(len(self.membership), -1)
        self.total = self._votes_by_level(np.ones((len(self.membership), 1), np.float32), 1, 1)
        agreed, cast = self.total
        self.everybody = ((agreed + 0.5) / (cast + 1.0)).reshape(-1, 1)
        self.log_odds = np.repeat(_log_odds(self.everybody), ends[-1], axis=1)
        self.share = np.ones(ends[-1])
        self.log_likelihoods = [0.0] * len(self.parts)

    def improve(self, rounds: int) -> None:
        for _ in range(rounds):
            self._opinions()
            self._belonging()

    def belonging(self, number: int) -> NDArray[np.float32]:
        return self.membership[:, self.parts[number]]

    def model(self, number: int) -> LatentClasses:
        part = self.parts[number]
        n, count = len(self.levels), part.stop - part.start
        levels = self.levels.reshape(n, len(self.shifts), -1)[:, :, part]
        if len(self.shifts) == 1:
            levels = levels * LEVEL_WEIGHTS[None, :, None].astype(np.float32)
        return LatentClasses(
            log_odds=self.log_odds[:, part],
            share=self.share[part],
            leniency=self.leniency,
            levels=np.ascontiguousarray(levels).reshape(n, len(LEVELS) * count),
            log_likelihood=self.log_likelihoods[number],
        )

    def _votes_by_level(self, levels: NDArray[np.float32], depth: int, classes: int) -> tuple[Floats, Floats]:
        """(m, levels, classes) agreements (a pass counts half) and votes cast."""
        counts = (self.transposed @ levels).reshape(-1, KINDS, depth, classes).astype(np.float64)
        return counts[:, 2] + counts[:, 1] / 2, counts.sum(axis=1)

    def _opinions(self) -> None:
        """The most likely log odds given who belongs where, by two Newton steps; and the shares."""
        for part in self.parts:
            mass = self.membership[:, part].sum(axis=0, dtype=np.float64) + 1.0
            self.share[part] = mass / mass.sum()
        agreed, cast = self._votes_by_level(self.levels, len(self.shifts), self.log_odds.shape[1])
        for _ in range(2):
            rate = _logistic(self.log_odds[:, None, :] + self.shifts[None, :, None])
            prior = _logistic(self.log_odds)
            slope = (agreed - cast * rate).sum(axis=1) + PRIOR_VOTES * (self.everybody - prior)
            information = (cast * rate * (1 - rate)).sum(axis=1) + PRIOR_VOTES * prior * (1 - prior)
            step = np.clip(slope / (information + 1e-3), -LARGEST_STEP, LARGEST_STEP)
            self.log_odds = np.clip(self.log_odds + step, -LARGEST_LOG_ODDS, LARGEST_LOG_ODDS)

    def _belonging(self) -> None:
        """Probability of each level and class given the votes and opinions."""
        n, classes = self.membership.shape
        odds = self.log_odds[:, None, :] + self.shifts[None, :, None]
        score = self.indicators @ log_vote_rates(odds.reshape(len(odds), -1))
        before = np.log(self.weights)[:, None] + np.log(self.share)[None, :]
        score = score.reshape(n, len(self.shifts), classes) + before.astype(np.float32)
        for number, part in enumerate(self.parts):
            own = score[:, :, part]
            top = own.max(axis=(1, 2), keepdims=True)
            np.exp(own - top, out=own)
            mass = own.sum(axis=(1, 2), keepdims=True)
            own /= mass
            self.membership[:, part] = own.sum(axis=1)
            self.log_likelihoods[number] = float((np.log(mass) + top).sum(dtype=np.float64))
        self.levels = score.reshape(n, -1)


def log_vote_rates(log_odds: Floats) -> NDArray[np.float32]:
    """(3 m, c) logarithm of the rate of each vote, rows as the columns of `vote_indicators`.

    A pass is half an agreement and half a disagreement.
    """
    agree = -np.logaddexp(0.0, -log_odds)
    disagree = agree - log_odds
    rates = np.stack([disagree, (agree + disagree) / 2, agree], axis=1)
    return rates.reshape(-1, log_odds.shape[1]).astype(np.float32)


def _one_hot(labels: Labels) -> NDArray[np.float32]:
    return np.eye(int(labels.max(initial=0)) + 1, dtype=np.float32)[labels]


def _logistic(odds: Floats) -> Floats:
    rate: Floats = 1.0 / (1.0 + np.exp(-odds))
    return rate


def _log_odds(rate: Floats) -> Floats:
    odds: Floats = np.log(rate / (1 - rate))
    return odds
