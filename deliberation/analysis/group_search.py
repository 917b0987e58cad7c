"""The people among whom opinion groups are sought, and what repeated searches among some of them find.

Different ballots, not too many, none in lock step; classes are sought again in subsamples, regions in halves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from deliberation.analysis.k_means import Labels
from deliberation.analysis.latent_classes import (
    LatentClasses,
    fit_latent_classes,
    leniency_spread,
    most_likely_class,
    vote_indicators,
)
from deliberation.analysis.lock_step import in_lock_step
from deliberation.analysis.map_regions import RepeatedDivisions, divide_points, repeat_divisions
from deliberation.analysis.number_of_groups import STARTS, coordinates, starting_divisions
from deliberation.analysis.opinion_space import coordinates_fitted_on
from deliberation.analysis.vote_matrix import VoteMatrix

# Groups are sought only if there are this many participants for each.
LEAST_PER_GROUP = 4
# Classes are sought again among this share of the people, so many times.
SHARE_KEPT = 0.8
CLASS_RESAMPLES = 10
# The map has two axes, so there are three regions at most.
MOST_REGIONS = 3
# The search is made among people who cast this many votes together at most.
MOST_VOTES = 400_000
FINAL_STARTS = 6


@dataclass(frozen=True)
class GroupSearch:
    """The people among whom groups are sought.

    Attributes:
        votes: theirs.
        chosen: (n,) which of all participants they are.
        lock_step: (n,) who of all participants was left out for voting in lock step.
        copies: how many participants there are for each different ballot, on average.
        most: the largest number of groups to try.
        generator: draws everything.
    """

    votes: VoteMatrix
    chosen: NDArray[np.bool_]
    lock_step: NDArray[np.bool_]
    copies: float
    most: int
    generator: np.random.Generator

    @classmethod
    def among(cls, votes: VoteMatrix, most: int, generator: np.random.Generator) -> GroupSearch:
        """Different ballots, not too many, none in lock step."""
        people = votes.shape[0]
        ballots = _ballots(votes)
        first = np.zeros(people, dtype=bool)
        first[np.unique(ballots, return_index=True)[1]] = True
        # Where most ballots are shared, they are few answers to few statements, and every person counts.
        chosen = first if 2 * first.sum() >= people else np.ones(people, dtype=bool)
        copies = people / float(chosen.sum())
        chosen = _not_too_many(votes, chosen, generator)
        sample = votes.select(participants=chosen)
        most = max(2, min(most, sample.shape[0] // LEAST_PER_GROUP))
        alike = _lock_step(sample, most, generator)
        lock_step = np.isin(ballots, ballots[np.flatnonzero(chosen)[alike]])
        if alike.any():
            sample = sample.select(participants=~alike)
        return cls(sample, chosen & ~lock_step, lock_step, copies, most, generator)

    def fit_classes(self, votes: VoteMatrix, number: int, leniency: float, starts: int) -> LatentClasses:
        """Return that many classes among these people, from so many starting divisions."""
        points = coordinates(votes, axes=max(2, number - 1))
        divisions = starting_divisions(points, number, self.generator, starts=starts)
        return fit_latent_classes(vote_indicators(votes), [divisions], leniency)[0]

    def repeat_classes(self, number: int) -> tuple[LatentClasses, RepeatedDivisions]:
        """That many classes among all, and what subsamples make of them."""
        indicators, leniency = vote_indicators(self.votes), leniency_spread(self.votes)
        model = self.fit_classes(self.votes, number, leniency, FINAL_STARTS)
        labels = most_likely_class(model, indicators)
        people = len(labels)
        divisions = []
        for _ in range(CLASS_RESAMPLES):
            kept = np.zeros(people, dtype=bool)
            kept[self.generator.permutation(people)[: int(SHARE_KEPT * people)]] = True
            again = self.fit_classes(self.votes.select(participants=kept), number, leniency, STARTS)
            divisions.append(most_likely_class(again, indicators))
        agreement = float(np.mean([adjusted_rand_score(labels, division) for division in divisions]))
        return model, RepeatedDivisions(tuple(divisions), agreement)

    def repeat_regions(self, splits: int, progress: Callable[[float], None]) -> dict[int, RepeatedDivisions]:
        """What halves make of two and of three regions; agreement is extrapolated to all participants.

        People with the same ballot count once, so a half holds fewer than half of the people. What the
        agreement would be with as many as there are follows from the Spearman-Brown formula.
        """
        numbers = range(2, min(self.most, MOST_REGIONS) + 1)

        def divide(half: NDArray[np.bool_]) -> list[Labels]:
            points = coordinates_fitted_on(self.votes, half, axes=MOST_REGIONS - 1)
            return [divide_points(points, half, number, self.generator) for number in numbers]

        found = repeat_divisions(
            self.votes.shape[0], divide, splits=splits, generator=self.generator, progress=progress
        )
        return {
            number: RepeatedDivisions(one.divisions, _with_more_people(one.agreement, self.copies))
            for number, one in zip(numbers, found, strict=True)
        }


def _ballots(votes: VoteMatrix) -> NDArray[np.uint64]:
    """(n,) a number for each participant's votes, the same for the same votes (Zobrist 1970)."""
    table = np.random.default_rng(0).integers(0, 2**64, size=(votes.shape[1], 3), dtype=np.uint64)
    # Sums of 64-bit numbers overflow, which is meant.
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(table[votes.columns, votes.values + 1])])
    ballots: NDArray[np.uint64] = sums[votes.row_ends[1:]] - sums[votes.row_ends[:-1]]
    return ballots


def _not_too_many(
    votes: VoteMatrix, chosen: NDArray[np.bool_], generator: np.random.Generator
) -> NDArray[np.bool_]:
    """As many of the chosen, drawn at random, as cast `MOST_VOTES` votes."""
    numbers = np.flatnonzero(chosen)
    if votes.votes_per_participant[numbers].sum() <= MOST_VOTES:
        return chosen
    drawn = generator.permutation(numbers)
    kept = np.zeros_like(chosen)
    kept[drawn[np.cumsum(votes.votes_per_participant[drawn]) <= MOST_VOTES]] = True
    return kept


def _lock_step(votes: VoteMatrix, most: int, generator: np.random.Generator) -> NDArray[np.bool_]:
    points = coordinates(votes, axes=most)
    divisions = [starting_divisions(points, k, generator, starts=1) for k in range(2, most + 2)]
    indicators = vote_indicators(votes)
    return in_lock_step(indicators, fit_latent_classes(indicators, divisions, leniency_spread(votes)))


def _with_more_people(agreement: float, times: float) -> float:
    """Spearman 1910, Brown 1910: reliability with so many times as many."""
    positive = max(0.0, agreement)
    return times * positive / (1 + (times - 1) * positive)
