"""How well each opinion space foretells votes that were hidden from it, and with that which one is used.

An opinion space claims that where people stand says how they will vote. That can be put to the test: hide
some votes, fit on the others, foretell the hidden ones. Whoever knows nothing of a person can still say what
share agrees with the statement; a space earns its place by doing better than that.

What is foretold is whether a vote is "agree", as against "disagree" or "pass": all shares of agreement in the
analysis count passes as not agreeing.

Every method says how far this person leans towards agreeing with this statement. Its probability is

    P(agree) = 1 / (1 + exp(-(a * logit(share) + b * leaning))),    share = (A + 1) / (S + 2) of seen votes,

with a and b fitted by logistic regression on one half of the hidden votes and judged on the other, and the
other way round. So nobody is judged on votes that had a part in the fit, and a method whose scale is off
loses nothing by it. Without a leaning this is the majority baseline.

The best method is the simplest of those whose log-loss is within one standard error of the least (Breiman,
Friedman, Olshen and Stone 1984, "Classification and Regression Trees", chapter 3): the error of the
difference, with the votes of each participant taken together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from sklearn.metrics import roc_auc_score

from deliberation.analysis.canonical_order import canonical_order
from deliberation.analysis.low_rank import fit_low_rank, predict
from deliberation.analysis.opinion_space import (
    AXES_OF_THE_MAP,
    centre_votes,
    principal_components,
    project_participants,
)
from deliberation.analysis.vote_matrix import AGREE, VoteMatrix

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

MAJORITY = "majority"
COLUMN_MEAN = "column mean"
# Above so many votes, as many participants are drawn as cast that many.
MOST_VOTES = 600_000
# Another share of the votes is hidden in turn until so many have been, or the folds are used up.
ENOUGH_HIDDEN = 5000
MOST_FOLDS = 5
# Those who voted most would otherwise count for more than all others.
HIDDEN_OF_ONE = 10
# The calibration starts from "the share of agreement and nothing else", held there as by about one vote.
CALIBRATION_RIDGE = 1.0


@dataclass(frozen=True)
class MethodScore:
    """How well one method foretold the hidden votes.

    Attributes:
        name: "majority", "column mean", "low rank 1", "low rank 2" and so on.
        rank: number of axes; 0 for the majority baseline.
        auc: probability that of an agreement and another vote the agreement was thought likelier; 0.5 where
            the hidden votes are all alike.
        log_loss: mean of -log of the probability given to what was voted, in nats; smaller is better.
        brier: mean square of probability minus outcome; smaller is better.
        behind: by how much the log-loss exceeds that of the method with the least.
        behind_error: standard error of `behind`; where a single participant was asked, which tells nothing of
            others, the greatest difference of any vote, which `behind` never exceeds.
    """

    name: str
    rank: int
    auc: float
    log_loss: float
    brier: float
    behind: float
    behind_error: float


@dataclass(frozen=True)
class HeldOutComparison:
    """All methods on the same hidden votes, the simplest first.

    Attributes:
        scores: one per method; empty if there was nothing to hide.
        best: name of the simplest method within one standard error of the least log-loss.
        imputation: which opinion space that means. The column mean also stands in for "majority": no space
            foretells votes then, and the simplest is drawn.
        rank: the number of axes of the best space.
        hidden: how many votes were hidden and foretold.
        participants: how many participants took part; fewer than all in very large deliberations.
    """

    scores: tuple[MethodScore, ...]
    best: str
    imputation: Literal["column mean", "low rank"]
    rank: int
    hidden: int
    participants: int


@dataclass(frozen=True)
class _Hidden:
    """The k hidden votes: whose, whether agree, logit of the share; leanings (q, k) by method."""

    people: NDArray[np.int64]
    agreed: Floats
    share: Floats
    leanings: Floats


def choose_imputation(
    votes: VoteMatrix,
    *,
    seed: int,
    ranks: Sequence[int] = (1, 2, 3, 4),
    share: float = 0.1,
    most_votes: int = MOST_VOTES,
) -> HeldOutComparison:
    """Compare the ways of dealing with missing votes by how well they foretell hidden ones.

    The result does not depend on the order of rows and columns nor on how participants are numbered.

    Args:
        votes: the votes; statements moderated out take no part.
        seed: of what is hidden, and of who is drawn where there are more than `most_votes` votes.
        ranks: numbers of axes of the low-rank model to try, in rising order.
        share: of each participant's votes to hide at a time, about; at most `HIDDEN_OF_ONE` of one person.
        most_votes: limit to the work; participants are drawn at random to stay below it.

    Raises:
        ValueError: `share` is not between 0 and 0.2, or `ranks` is empty, not rising or not positive.
    """
    if not 0 < share <= 1 / MOST_FOLDS:
        raise ValueError(f"share must be above 0 and at most {1 / MOST_FOLDS}, not {share}")
    if not ranks or list(ranks) != sorted(set(ranks)) or ranks[0] < 1:
        raise ValueError(f"ranks must be positive and rising, not {list(ranks)}")
    generator = np.random.default_rng(seed)
    sample = _ordered_sample(votes, most_votes, generator)
    folds = [_foretell(sample, hidden, ranks) for hidden in _hidden_in_turn(sample, share, generator)]
    methods = [(MAJORITY, 0), (COLUMN_MEAN, AXES_OF_THE_MAP), *((f"low rank {rank}", rank) for rank in ranks)]
    participants = int(np.count_nonzero(sample.votes_per_participant))
    if not folds:
        return HeldOutComparison((), MAJORITY, "column mean", AXES_OF_THE_MAP, 0, participants)
    pooled = _Hidden(
        np.concatenate([fold.people for fold in folds]),
        np.concatenate([fold.agreed for fold in folds]),
        np.concatenate([fold.share for fold in folds]),
        np.concatenate([fold.leanings for fold in folds], axis=1),
    )
    scores = _judge(pooled, methods, generator)
    best = next(score for score in scores if score.behind <= score.behind_error)
    chosen: Literal["column mean", "low rank"] = (
        "column mean" if best.name in (MAJORITY, COLUMN_MEAN) else "low rank"
    )
    rank = best.rank or AXES_OF_THE_MAP
    return HeldOutComparison(scores, best.name, chosen, rank, len(pooled.agreed), participants)


def _ordered_sample(votes: VoteMatrix, most_votes: int, generator: np.random.Generator) -> VoteMatrix:
    """The votes that count, in an order that depends on them alone; of too many, some participants."""
    sample = votes.select(statements=~votes.moderated_out)
    order = canonical_order(sample)
    if len(sample.values) > most_votes:
        drawn = order.rows[generator.permutation(len(order.rows))]
        within = np.cumsum(sample.votes_per_participant[drawn]) <= most_votes
        chosen = np.zeros(len(drawn), dtype=bool)
        chosen[drawn[within]] = True
        sample = sample.select(participants=chosen)
        order = canonical_order(sample)
    return order.apply(sample)


def _hidden_in_turn(votes: VoteMatrix, share: float, generator: np.random.Generator) -> Iterator[Flags]:
    """Which votes (v,) to hide, fold by fold; no vote is hidden twice."""
    of_each = np.minimum(share, HIDDEN_OF_ONE / np.maximum(votes.votes_per_participant, 1))[votes.rows]
    expected = float(of_each.sum())
    folds = int(np.clip(np.ceil(ENOUGH_HIDDEN / max(1.0, expected)), 1, MOST_FOLDS))
    draw = generator.random(len(votes.rows))
    for fold in range(folds):
        hidden = (draw >= fold * of_each) & (draw < (fold + 1) * of_each)
        if hidden.any():
            yield hidden


def _foretell(votes: VoteMatrix, hidden: Flags, ranks: Sequence[int]) -> _Hidden:
    """Fit every method on the votes that are not hidden, and ask it for the leaning of the hidden ones."""
    seen = replace(
        votes, rows=votes.rows[~hidden], columns=votes.columns[~hidden], values=votes.values[~hidden]
    )
    people, statements = votes.rows[hidden].astype(np.int64), votes.columns[hidden]
    centred = centre_votes(seen)
    axes, _ = principal_components(centred.deviations, axes=max(AXES_OF_THE_MAP, ranks[-1]), shared_only=True)
    on_the_map = axes[:AXES_OF_THE_MAP]
    places = project_participants(centred, on_the_map)
    leanings = [np.zeros(len(people)), np.sum(places[people] * on_the_map.T[statements], axis=1)]
    for rank in ranks:
        model = fit_low_rank(seen, rank=rank, start=axes[:rank])
        leanings.append(predict(model, people, statements) - centred.center[statements])
    votes_of_each = np.bincount(seen.columns, minlength=votes.shape[1])
    agreement = (seen.count(AGREE) + 1) / (votes_of_each + 2)
    agreed = (votes.values[hidden] == AGREE).astype(np.float64)
    return _Hidden(people, agreed, logit(agreement)[statements], np.array(leanings))


def _judge(
    hidden: _Hidden, methods: Sequence[tuple[str, int]], generator: np.random.Generator
) -> tuple[MethodScore, ...]:
    """Score every method on all hidden votes."""
    half = generator.random(len(hidden.agreed)) < 0.5
    chances = [_calibrated(hidden, leaning, half) for leaning in hidden.leanings]
    losses = np.array([_losses(chance, hidden.agreed) for chance in chances])
    least = losses[np.argmin(losses.mean(axis=1))]
    scores = []
    for (name, rank), chance, loss in zip(methods, chances, losses, strict=True):
        score = MethodScore(
            name=name,
            rank=rank,
            auc=_area_under_curve(hidden.agreed, chance),
            log_loss=float(loss.mean()),
            brier=float(np.mean((chance - hidden.agreed) ** 2)),
            behind=float(np.mean(loss - least)),
            behind_error=_standard_error(loss - least, hidden.people),
        )
        scores.append(score)
    return tuple(scores)


def _calibrated(hidden: _Hidden, leaning: Floats, half: Flags) -> Floats:
    """P(agree) (k,), each half of the votes by a calibration on the other."""
    features = np.column_stack([hidden.share, leaning])
    chance = np.empty(len(leaning))
    for judged in (half, ~half):
        coefficients = _logistic_regression(features[~judged], hidden.agreed[~judged])
        chance[judged] = expit(features[judged] @ coefficients)
    return chance


def _logistic_regression(features: Floats, outcomes: Floats) -> Floats:
    """Coefficients of share and leaning, by Newton's method, held near (1, 0) by `CALIBRATION_RIDGE`."""
    prior = np.array([1.0, 0.0])
    coefficients = prior
    for _ in range(25):
        chance = expit(features @ coefficients)
        slope = features.T @ (outcomes - chance) - CALIBRATION_RIDGE * (coefficients - prior)
        curvature = (features.T * (chance * (1 - chance))) @ features + CALIBRATION_RIDGE * np.eye(2)
        step = np.linalg.solve(curvature, slope)
        coefficients = coefficients + step
        if np.abs(step).max() < 1e-10:
            break
    return coefficients


def _losses(chance: Floats, agreed: Floats) -> Floats:
    """(k,) minus the log of the probability given to what was voted."""
    given: Floats = np.where(agreed > 0, chance, 1 - chance)
    return -np.log(np.maximum(given, np.finfo(np.float64).tiny))


def _area_under_curve(agreed: Floats, chance: Floats) -> float:
    if agreed.min() == agreed.max():
        return 0.5
    return float(roc_auc_score(agreed, chance))


def _standard_error(differences: Floats, people: NDArray[np.int64]) -> float:
    """Of the mean difference, where votes of one participant may go together (a sandwich estimate)."""
    participants = len(np.unique(people))
    if participants < 2:
        return float(np.max(np.abs(differences)))
    sums = np.bincount(people, weights=differences - differences.mean())
    correction = participants / (participants - 1)
    return float(np.sqrt(correction * np.sum(sums**2)) / len(differences))
