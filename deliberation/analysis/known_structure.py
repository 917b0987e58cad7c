"""What is kept of an analysis, so that people can be placed by it later without searching anew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from deliberation.analysis.analysis_parameters import AnalysisParameters
from deliberation.analysis.analysis_result import Flags, Floats, Integers
from deliberation.analysis.group_membership import Membership, by_place, by_votes
from deliberation.analysis.opinion_space import (
    OpinionSpace,
    centre_votes,
    fit_opinion_space,
    project_participants,
)
from deliberation.analysis.stable_space import Placing, centred_by, place_people, statement_places
from deliberation.analysis.structure import Basis, Grouping, included_participants, spread
from deliberation.analysis.vote_matrix import VoteMatrix


@dataclass(frozen=True)
class KnownStructure:
    """What has to be kept of an analysis to place people by it later, for m statements and g groups.

    Attributes:
        statement_ids: (m,) of the analysis.
        center: (m,) mean vote; components: (2, m) axes of the map.
        group_agree, group_disagree, group_seen: (g, m) votes of the members.
        group_sizes: (g,) number of members.
        basis, group_axes (d, m), group_centers (g, d), placing: as `Grouping` has them.
        minimum_votes, minimum_included: who is grouped, see `AnalysisParameters`.
    """

    statement_ids: Integers
    center: Floats
    components: Floats
    group_agree: Integers
    group_disagree: Integers
    group_seen: Integers
    group_sizes: Integers
    basis: Basis
    group_axes: Floats
    group_centers: Floats
    placing: Placing
    minimum_votes: int = 7
    minimum_included: int = 15


def known_structure(
    votes: VoteMatrix, parameters: AnalysisParameters, space: OpinionSpace, grouping: Grouping
) -> KnownStructure:
    """What to keep of an analysis of these votes."""
    size = int(grouping.labels.max(initial=-1)) + 1
    counts = votes.count_by(grouping.labels, size).reshape(size, 3, votes.shape[1])
    return KnownStructure(
        statement_ids=votes.statement_ids,
        center=space.center,
        components=space.components,
        group_agree=counts[:, 2],
        group_disagree=counts[:, 0],
        group_seen=counts.sum(axis=1),
        group_sizes=np.bincount(grouping.labels[grouping.labels >= 0], minlength=size),
        basis=grouping.basis,
        group_axes=grouping.axes,
        group_centers=grouping.centers,
        placing=grouping.placing,
        minimum_votes=parameters.minimum_votes,
        minimum_included=parameters.minimum_included,
    )


def place_on(votes: VoteMatrix, known: KnownStructure) -> tuple[OpinionSpace, Grouping]:
    """Place everybody, by newer votes, on the map and in the groups of an analysis made before.

    Nothing is searched anew; only the axes along which division is measured are fitted to the votes of now.
    Statements that are new since then have the mean of their votes and no weight on any axis; groups are
    assigned by the rule by which the analysis assigned them (`group_membership`).
    """
    columns, present = _known_columns(votes, known)
    center, components = centre_votes(votes).center, np.zeros((2, votes.shape[1]))
    center[present] = known.center[columns]
    components[:, present] = known.components[:, columns]
    components[:, votes.moderated_out] = 0.0
    people = place_people(votes, center, components, known.placing)
    statements = statement_places(center, components, int((~votes.moderated_out).sum()))
    deviations = centred_by(votes, center).deviations
    total = float(np.sum(np.asarray(deviations.data) ** 2))
    carried = np.sum((deviations @ components.T) ** 2, axis=0)
    space = OpinionSpace(
        center=center,
        components=components,
        explained_variance=carried / total if total > 0 else np.zeros(2),
        participants=people,
        statements=statements,
        extremity=np.linalg.norm(statements, axis=1),
    )
    active = votes.select(statements=~votes.moderated_out)
    included = included_participants(
        active.votes_per_participant,
        active.shape[1],
        minimum_votes=known.minimum_votes,
        minimum_included=known.minimum_included,
        equals_together=known.basis != "polis",
    )
    found = _assigned(active.select(participants=included), known, people[included])
    return space, Grouping(
        included=included,
        labels=spread(included, found.labels, -1),
        agreement={},
        note=None,
        basis=known.basis,
        certainty=spread(included, found.certainty, 0.0),
        axes=known.group_axes,
        centers=known.group_centers,
        placing=known.placing,
        shared_places=None
        if known.basis == "polis"
        else fit_opinion_space(votes, shared_only=True).participants,
    )


def _assigned(votes: VoteMatrix, known: KnownStructure, places: Floats) -> Membership:
    """Groups of these participants, who all count; nothing moderated out."""
    groups = len(known.group_seen)
    if groups <= 1:
        return Membership(np.zeros(votes.shape[0], dtype=np.int64), np.ones(votes.shape[0]))
    columns, present = _known_columns(votes, known)
    if known.basis == "regions":
        axes = np.zeros((len(known.group_axes), votes.shape[1]))
        axes[:, present] = known.group_axes[:, columns]
        centred = centre_votes(votes)
        return by_place(centred, axes, project_participants(centred, axes), known.group_centers)
    counts = np.zeros((groups, 3, votes.shape[1]), dtype=np.int64)
    passed = known.group_seen - known.group_agree - known.group_disagree
    for kind, values in enumerate((known.group_disagree, passed, known.group_agree)):
        counts[:, kind, present] = values[:, columns]
    return by_votes(votes, counts, known.group_sizes)


def _known_columns(votes: VoteMatrix, known: KnownStructure) -> tuple[Integers, Flags]:
    """Places in the analysis of the statements it knew, and which (m,) of the present ones these are."""
    order = np.argsort(known.statement_ids)
    if not len(order):
        return order, np.zeros(votes.shape[1], dtype=bool)
    position = np.searchsorted(known.statement_ids[order], votes.statement_ids)
    candidates = order[np.minimum(position, len(order) - 1)]
    present = known.statement_ids[candidates] == votes.statement_ids
    return candidates[present], present
