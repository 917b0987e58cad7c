"""Which opinion groups there are: as many as the votes speak for, and as repeat themselves.

1. One vote in ten is hidden. Do several groups foretell the hidden votes better than one does, leniency
   allowed for (`number_of_groups`)? If not clearly, there is one group.
2. Do they foretell them better than positions on a continuum do, and does any four fifths of the assembly
   lead to much the same groups? Then these are groups in the full sense, classes of people who vote alike.
3. Otherwise opinion is a continuum. It is divided into regions (`map_regions`) if two halves of the assembly,
   each by itself, draw the border in nearly the same place; else no groups are shown.

People who voted exactly alike on everything count once in the search, and are never divided between two
halves: copies of one ballot would otherwise make any division look repeatable. People who vote in lock step
(`lock_step`) are left out of it. In large assemblies the search is made among some of the people, drawn at
random; all are assigned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from deliberation.analysis.group_membership import Membership, by_place, settled_by_votes
from deliberation.analysis.k_means import Floats, Labels, nearest_center
from deliberation.analysis.latent_classes import (
    LatentClasses,
    fit_latent_classes,
    leniency_spread,
    most_likely_class,
    vote_indicators,
)
from deliberation.analysis.lock_step import in_lock_step
from deliberation.analysis.map_regions import (
    RepeatedDivisions,
    best_jaccard,
    divide_points,
    region_centers,
    repeat_divisions,
)
from deliberation.analysis.number_of_groups import (
    STARTS,
    Evidence,
    coordinates,
    starting_divisions,
    weigh_evidence,
)
from deliberation.analysis.opinion_space import (
    centre_votes,
    coordinates_fitted_on,
    principal_components,
    project_participants,
)
from deliberation.analysis.vote_matrix import VoteMatrix

# Groups are sought only if there are this many participants for each.
LEAST_PER_GROUP = 4
# More than one group has to foretell better than one by this many standard errors.
CLEARLY_MORE = 2.0
# Classes have to foretell better than a continuum. They are clearly better by this many standard errors.
CLEARLY_BETTER = 1.0
# Classes are sought again among this share of the people, so many times, and have to be found nearly alike
# (mean adjusted Rand index with the classes of all): the less clearly they are better, the more alike.
SHARE_KEPT = 0.8
CLASS_RESAMPLES = 10
FOUND_AGAIN_IF_CLEAR = 0.7
FOUND_AGAIN_IF_NOT = 0.85
# A third region has to foretell better than two by this many standard errors. The map has two axes, so
# there are three regions at most.
CLEARLY_A_THIRD = 4.0
MOST_REGIONS = 3
# A region with a smaller share of the people is the tail of a continuum rather than one of its ends.
LEAST_SHARE_OF_REGION = 0.1
# The search is made among people who cast this many votes together at most.
MOST_VOTES = 400_000
FINAL_STARTS = 6

TOO_FEW = f"Fewer than {2 * LEAST_PER_GROUP} participants have voted enough to look for opinion groups."
NO_STABLE_GROUPS = "No stable opinion groups: two halves of the participants would be divided differently."
NOTHING_IN_COMMON = (
    "No stable opinion groups: to know a participant's group would not help to foretell their votes."
)


@dataclass(frozen=True)
class StableGroups:
    """The groups, and what speaks for them, for n participants and m statements.

    Attributes:
        labels: (n,) group of each participant, the largest group first.
        certainty: (n,) how sure it is that this is their group, 0..1.
        stability: (g,) how well each group is found again by halves of the assembly (`best_jaccard`).
        basis: "classes" of people who vote alike, "regions" of a continuum, or "one" group.
        agreement: number of groups -> how well two halves of the assembly agree, for the numbers looked at.
        foretold: number of groups -> how much better it foretells a hidden vote than one group does, in
            nats; 0 stands for a continuum without groups.
        axes: (d, m) of the space in which regions lie; none for classes.
        centers: (g, d) their centres.
        lock_step: (n,) who votes in lock step with others.
        note: a sentence for readers where no groups are found, otherwise None.
    """

    labels: Labels
    certainty: Floats
    stability: Floats
    basis: Literal["classes", "regions", "one"]
    agreement: dict[int, float]
    foretold: dict[int, float]
    axes: Floats
    centers: Floats
    lock_step: NDArray[np.bool_]
    note: str | None


def stable_groups(
    votes: VoteMatrix,
    *,
    seed: int = 0,
    maximum_groups: int = 6,
    splits: int = 24,
    least_agreement: float = 0.6,
    progress: Callable[[float], None] = lambda done: None,
) -> StableGroups:
    """Find the opinion groups of people who voted enough, in an order that depends on the votes alone.

    Args:
        votes: of those to be grouped, each with a vote; nothing moderated out.
        seed: of everything drawn at random.
        maximum_groups: the largest number tried.
        splits: pairs of halves that are compared.
        least_agreement: of two halves, for regions to be shown (adjusted Rand index).
        progress: called with the share of the work done.
    """
    people = votes.shape[0]
    most = min(maximum_groups, people // LEAST_PER_GROUP)
    if most < 2:
        return _one_group(votes, TOO_FEW)
    generator = np.random.default_rng(seed)
    search = _Search.among(votes, most, generator)
    progress(0.1)
    evidence = weigh_evidence(
        search.votes,
        most=search.most,
        generator=generator,
        progress=lambda done: progress(0.1 + 0.5 * done),
    )
    foretold = {0: evidence.continuum_gain, **evidence.gain}
    if evidence.best == 1 or evidence.over_one < CLEARLY_MORE:
        return _one_group(votes, NOTHING_IN_COMMON, search=search, foretold=foretold)
    agreement: dict[int, float] = {}
    if evidence.over_continuum > 0:
        model, classes = search.repeat_classes(evidence.best)
        agreement[evidence.best] = classes.agreement
        clear = evidence.over_continuum > CLEARLY_BETTER
        if classes.agreement >= (FOUND_AGAIN_IF_CLEAR if clear else FOUND_AGAIN_IF_NOT):
            return _as_classes(votes, search, model, classes, agreement, foretold)
    progress(0.6)
    regions = search.repeat_regions(splits, lambda done: progress(0.6 + 0.4 * done))
    agreement |= {number: found.agreement for number, found in regions.items()}
    number = _regions_to_show(regions, evidence, least_agreement)
    if number > 1:
        found = _as_regions(votes, search, number, regions[number], agreement, foretold)
        if np.bincount(found.labels).min() >= LEAST_SHARE_OF_REGION * people:
            return found
    return _one_group(votes, NO_STABLE_GROUPS, search=search, agreement=agreement, foretold=foretold)


@dataclass(frozen=True)
class _Search:
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
    def among(cls, votes: VoteMatrix, most: int, generator: np.random.Generator) -> _Search:
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


def _regions_to_show(
    regions: dict[int, RepeatedDivisions], evidence: Evidence, least_agreement: float
) -> int:
    third = regions.get(MOST_REGIONS)
    if third is not None and third.agreement >= least_agreement and evidence.third >= CLEARLY_A_THIRD:
        return MOST_REGIONS
    return 2 if regions[2].agreement >= least_agreement else 1


def _as_classes(
    votes: VoteMatrix,
    search: _Search,
    model: LatentClasses,
    repeated: RepeatedDivisions,
    agreement: dict[int, float],
    foretold: dict[int, float],
) -> StableGroups:
    start = np.full(votes.shape[0], -1, dtype=np.int64)
    start[search.chosen] = model.membership.argmax(axis=1)
    found = settled_by_votes(votes, start, ~search.lock_step)
    order = _largest_first(found.labels)
    labels = order[found.labels]
    return StableGroups(
        labels=labels,
        certainty=found.certainty,
        stability=best_jaccard(labels[search.chosen], repeated.divisions),
        basis="classes",
        agreement=agreement,
        foretold=foretold,
        axes=np.zeros((0, votes.shape[1])),
        centers=np.zeros((len(order), 0)),
        lock_step=search.lock_step,
        note=None,
    )


def _as_regions(
    votes: VoteMatrix,
    search: _Search,
    number: int,
    repeated: RepeatedDivisions,
    agreement: dict[int, float],
    foretold: dict[int, float],
) -> StableGroups:
    centred = centre_votes(votes)
    axes, _ = principal_components(centred.deviations, axes=number - 1, shared_only=True)
    points = project_participants(centred, axes)
    centers = region_centers(points[search.chosen], number, search.generator, starts=20)
    order = _largest_first(nearest_center(points, centers))
    centers = centers[np.argsort(order)]
    found: Membership = by_place(centred, axes, points, centers)
    return StableGroups(
        labels=found.labels,
        certainty=found.certainty,
        stability=best_jaccard(found.labels[search.chosen], repeated.divisions),
        basis="regions",
        agreement=agreement,
        foretold=foretold,
        axes=axes,
        centers=centers,
        lock_step=search.lock_step,
        note=None,
    )


def _one_group(
    votes: VoteMatrix,
    note: str,
    *,
    search: _Search | None = None,
    agreement: dict[int, float] | None = None,
    foretold: dict[int, float] | None = None,
) -> StableGroups:
    people, statements = votes.shape
    groups = min(1, people)
    return StableGroups(
        labels=np.zeros(people, dtype=np.int64),
        certainty=np.ones(people),
        stability=np.ones(groups),
        basis="one",
        agreement=agreement or {},
        foretold=foretold or {},
        axes=np.zeros((0, statements)),
        centers=np.zeros((groups, 0)),
        lock_step=np.zeros(people, dtype=bool) if search is None else search.lock_step,
        note=note,
    )


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


def _largest_first(labels: Labels) -> Labels:
    """(g,) new number of each group, by falling size; groups of one size keep their order."""
    sizes = np.bincount(labels)
    number = np.empty(len(sizes), dtype=np.int64)
    number[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    return number
