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

from deliberation.analysis.group_membership import Membership, by_place, settled_by_votes
from deliberation.analysis.group_search import LEAST_PER_GROUP, MOST_REGIONS, GroupSearch
from deliberation.analysis.k_means import Floats, Labels, nearest_center
from deliberation.analysis.latent_classes import LatentClasses
from deliberation.analysis.map_regions import RepeatedDivisions, best_jaccard, region_centers
from deliberation.analysis.number_of_groups import Evidence, weigh_evidence
from deliberation.analysis.opinion_space import centre_votes, principal_components, project_participants
from deliberation.analysis.vote_matrix import VoteMatrix

# More than one group has to foretell better than one by this many standard errors.
CLEARLY_MORE = 2.0
# Classes have to foretell better than a continuum. They are clearly better by this many standard errors.
CLEARLY_BETTER = 1.0
# Subsamples have to find classes nearly alike (mean adjusted Rand index with the classes of all): the less
# clearly the classes are better, the more alike.
FOUND_AGAIN_IF_CLEAR = 0.7
FOUND_AGAIN_IF_NOT = 0.85
# A third region has to foretell better than two by this many standard errors.
CLEARLY_A_THIRD = 4.0
# A region with a smaller share of the people is the tail of a continuum rather than one of its ends.
LEAST_SHARE_OF_REGION = 0.1

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
    search = GroupSearch.among(votes, most, generator)
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


def _regions_to_show(
    regions: dict[int, RepeatedDivisions], evidence: Evidence, least_agreement: float
) -> int:
    third = regions.get(MOST_REGIONS)
    if third is not None and third.agreement >= least_agreement and evidence.third >= CLEARLY_A_THIRD:
        return MOST_REGIONS
    return 2 if regions[2].agreement >= least_agreement else 1


def _as_classes(
    votes: VoteMatrix,
    search: GroupSearch,
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
    search: GroupSearch,
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
    search: GroupSearch | None = None,
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


def _largest_first(labels: Labels) -> Labels:
    """(g,) new number of each group, by falling size; groups of one size keep their order."""
    sizes = np.bincount(labels)
    number = np.empty(len(sizes), dtype=np.int64)
    number[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    return number
