"""How many groups do votes speak for? As many as foretell votes that were hidden from the search.

A share of the votes is hidden, one class, two classes and more are fitted to the rest, and each says how
likely it held the hidden votes to be. Too few classes miss what people have in common, too many mistake
chance for opinion: both foretell worse. The same is asked of a continuum without any groups
(`latent_positions`), because a continuum can be cut into any number of groups, and every cut foretells
something.

Source: held-out likelihood for the number of mixture components, Smyth 2000, Statistics and Computing 10; the
smallest number that is as good as the best within its error, Breiman et al. 1984, "Classification and
Regression Trees", section 3.4.3.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from deliberation.analysis.latent_classes import (
    Floats,
    Labels,
    fit_latent_classes,
    leniency_spread,
    vote_indicators,
)
from deliberation.analysis.latent_positions import fit_latent_positions
from deliberation.analysis.opinion_space import centre_votes, principal_components, project_participants
from deliberation.analysis.vote_matrix import PASS, VoteMatrix

# One vote in this many is hidden at a time.
PARTS = 10
# Enough parts are hidden, one after the other, to foretell about this many votes.
ENOUGH_HIDDEN = 8_000
# Starts of k-means, each a start for the classes, and its steps.
STARTS = 3
ROUGH_STEPS = 10
# The smallest number is taken that is not worse than the best by more than this many standard errors.
NEARLY_AS_GOOD = 0.5
LEAST_PROBABILITY = 1e-3


@dataclass(frozen=True)
class Evidence:
    """What the hidden votes say.

    Attributes:
        gain: number of groups -> how much better it foretells a hidden vote than one group does (mean
            difference of the log likelihood, in nats).
        continuum_gain: the same of positions on a plane, without groups.
        best: the smallest number of groups that foretells as well as any, within `NEARLY_AS_GOOD` errors.
        over_one: how much better `best` is than one group, in standard errors; 0 if it is one.
        over_continuum: how much better `best` is than the continuum, in standard errors.
        third: how much better three groups are than two, in standard errors; 0 if three were not tried.
    """

    gain: dict[int, float]
    continuum_gain: float
    best: int
    over_one: float
    over_continuum: float
    third: float


def weigh_evidence(
    votes: VoteMatrix,
    *,
    most: int,
    generator: np.random.Generator,
    progress: Callable[[float], None] = lambda done: None,
) -> Evidence:
    """Hide votes, foretell them with 1 to `most` groups and with none, and compare.

    Args:
        votes: of the people among whom groups are sought; nothing moderated out.
        most: the largest number of groups tried.
        generator: draws which votes are hidden.
        progress: called with the share done.
    """
    part = generator.integers(0, PARTS, len(votes.values))
    rounds = int(np.clip(np.ceil(ENOUGH_HIDDEN * PARTS / max(1, len(votes.values))), 1, PARTS))
    leniency = leniency_spread(votes)
    by_classes = np.zeros((most, votes.shape[0]))
    by_continuum = np.zeros(votes.shape[0])
    foretold = 0
    for number in range(rounds):
        progress(number / rounds)
        hidden = (part == number) & (votes.values != PASS)
        shown = without(votes, part == number)
        rows, columns, agreed = votes.rows[hidden], votes.columns[hidden], votes.values[hidden] > 0
        foretold += len(rows)
        indicators = vote_indicators(shown)
        points = coordinates(shown, axes=max(2, most - 1))
        divisions = [starting_divisions(points, k, generator) for k in range(1, most + 1)]
        for model, likelihood in zip(
            fit_latent_classes(indicators, divisions, leniency), by_classes, strict=True
        ):
            likelihood += _per_person(model.agreement(rows, columns), agreed, rows, len(likelihood))
        continuum = fit_latent_positions(indicators, points, leniency)
        by_continuum += _per_person(continuum.agreement(rows, columns), agreed, rows, len(by_continuum))
    return _judge(by_classes, by_continuum, foretold)


def _judge(by_classes: Floats, by_continuum: Floats, foretold: int) -> Evidence:
    gains = (by_classes - by_classes[0]).sum(axis=1) / max(1, foretold)
    top = int(gains.argmax())
    within = [k for k in range(top) if _standard_errors(by_classes[top] - by_classes[k]) < NEARLY_AS_GOOD]
    best = min([*within, top])
    return Evidence(
        gain={k + 1: float(value) for k, value in enumerate(gains)},
        continuum_gain=float((by_continuum - by_classes[0]).sum() / max(1, foretold)),
        best=best + 1,
        over_one=_standard_errors(by_classes[best] - by_classes[0]),
        over_continuum=_standard_errors(by_classes[best] - by_continuum),
        third=_standard_errors(by_classes[2] - by_classes[1]) if len(by_classes) > 2 else 0.0,
    )


def coordinates(votes: VoteMatrix, *, axes: int) -> Floats:
    """(n, axes) places in the space of shared variance, accurate enough to start from."""
    centred = centre_votes(votes)
    components, _ = principal_components(centred.deviations, axes=axes, shared_only=True, tolerance=1e-3)
    return project_participants(centred, components)


def starting_divisions(
    points: Floats, k: int, generator: np.random.Generator, *, starts: int = STARTS
) -> Sequence[Labels]:
    """Divisions into at most k, from which to seek classes: k-means on k - 1 axes, where k groups differ."""
    if k == 1:
        return [np.zeros(len(points), dtype=np.int64)] * starts
    return [_rough_k_means(points[:, : k - 1], k, generator) for _ in range(starts)]


def _rough_k_means(points: Floats, k: int, generator: np.random.Generator) -> Labels:
    """A few steps of k-means from centres drawn far apart (k-means++); the classes go on from there."""
    centers = points[[generator.integers(len(points))]]
    distance = np.sum((points - centers[0]) ** 2, axis=1)
    while len(centers) < k and distance.max() > 0:
        drawn = np.searchsorted(np.cumsum(distance), generator.random() * distance.sum())
        centers = np.vstack([centers, points[min(drawn, len(points) - 1)]])
        distance = np.minimum(distance, np.sum((points - centers[-1]) ** 2, axis=1))
    labels = np.zeros(len(points), dtype=np.int64)
    for _ in range(ROUGH_STEPS):
        labels = (points @ centers.T - np.sum(centers**2, axis=1) / 2).argmax(axis=1)
        belongs = np.eye(len(centers))[labels]
        sizes = belongs.sum(axis=0)
        centers = np.where(sizes[:, None] > 0, (belongs.T @ points) / np.maximum(sizes, 1)[:, None], centers)
    return np.unique(labels, return_inverse=True)[1]


def without(votes: VoteMatrix, hidden: NDArray[np.bool_]) -> VoteMatrix:
    """The same people and statements without these (v,) votes."""
    return replace(
        votes, rows=votes.rows[~hidden], columns=votes.columns[~hidden], values=votes.values[~hidden]
    )


def _per_person(agreement: Floats, agreed: NDArray[np.bool_], rows: NDArray[np.int32], people: int) -> Floats:
    """(n,) log likelihood of each person's hidden votes."""
    likelihood = np.log(np.maximum(np.where(agreed, agreement, 1 - agreement), LEAST_PROBABILITY))
    return np.bincount(rows, weights=likelihood, minlength=people).astype(np.float64)


def _standard_errors(differences: Floats) -> float:
    """Sum of independent differences in units of its standard error."""
    error = float(np.sqrt(len(differences)) * differences.std())
    return float(differences.sum()) / error if error > 0 else 0.0
