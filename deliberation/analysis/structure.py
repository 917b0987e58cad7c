"""Where everybody stands and who belongs together: the opinion space and the groups, in either mode."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from deliberation.analysis.analysis_parameters import AnalysisParameters
from deliberation.analysis.analysis_result import Flags, Floats, Integers
from deliberation.analysis.canonical_order import canonical_order
from deliberation.analysis.group_membership import Membership, by_place, by_votes
from deliberation.analysis.held_out import HeldOutComparison, choose_imputation
from deliberation.analysis.opinion_space import (
    OpinionSpace,
    centre_votes,
    fit_opinion_space,
    project_participants,
)
from deliberation.analysis.polis_groups import polis_groups
from deliberation.analysis.stable_groups import stable_groups
from deliberation.analysis.stable_space import (
    COLUMN_MEAN,
    Placing,
    centred_by,
    fit_stable_space,
    place_people,
    statement_places,
)
from deliberation.analysis.vote_matrix import VoteMatrix

Report = Callable[[str, float], None]
Basis = Literal["classes", "regions", "one", "polis"]

Kind = TypeVar("Kind", np.int64, np.float64, np.bool_)

# Polis never tries more groups (conversation.clj, max-k).
MOST_GROUPS_OF_POLIS = 5


@dataclass(frozen=True)
class Grouping:
    """Who belongs to which group, for n participants, m statements and g groups, and what speaks for it.

    Attributes:
        included: (n,) who has voted enough to be grouped.
        labels: (n,) group, -1 for those not grouped.
        agreement: number of groups -> how well parts of the assembly agree on that many.
        note: a sentence for readers where no groups are found, otherwise None.
        basis: what the groups are: "classes" of people who vote alike, "regions" of a continuum, "one"
            group, or those of mode "polis".
        certainty: (n,) how sure each membership is, 0..1; 0 for those not grouped; None in mode "polis".
        stability: (g,) how well each group is found again, 0..1; None in mode "polis".
        foretold: number of groups -> gain in foretelling hidden votes over one group, nats per vote; 0 stands
            for a continuum without groups.
        lock_step: (n,) who votes in lock step with others; None in mode "polis".
        axes: (d, m) on which regions lie; d = 0 otherwise.
        centers: (g, d) of the regions.
        placing: how votes become places on the map.
        held_out: how the two ways of making the map were compared; None in mode "polis".
        shared_places: (n, 2) on the axes of shared variance, along which division is measured, whatever the
            map is; None in mode "polis", whose map they are measured on.
    """

    included: Flags
    labels: Integers
    agreement: dict[int, float]
    note: str | None
    basis: Basis = "polis"
    certainty: Floats | None = None
    stability: Floats | None = None
    foretold: dict[int, float] = field(default_factory=dict)
    lock_step: Flags | None = None
    axes: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    centers: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    placing: Placing = COLUMN_MEAN
    held_out: HeldOutComparison | None = None
    shared_places: Floats | None = None


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


def find_structure(
    votes: VoteMatrix, parameters: AnalysisParameters, say: Report
) -> tuple[OpinionSpace, Grouping]:
    """Opinion space and groups; in mode "stable" computed in an order that depends on the votes alone."""
    if parameters.mode == "polis":
        return _polis_structure(votes, parameters, say)
    say("Ordering the votes", 0.0)
    order = canonical_order(votes)
    space, grouping = _stable_structure(order.apply(votes), parameters, say)
    rows, columns = np.argsort(order.rows), np.argsort(order.columns)
    return (
        OpinionSpace(
            center=space.center[columns],
            components=space.components[:, columns],
            explained_variance=space.explained_variance,
            participants=space.participants[rows],
            statements=space.statements[columns],
            extremity=space.extremity[columns],
        ),
        replace(
            grouping,
            included=grouping.included[rows],
            labels=grouping.labels[rows],
            certainty=None if grouping.certainty is None else grouping.certainty[rows],
            lock_step=None if grouping.lock_step is None else grouping.lock_step[rows],
            shared_places=None if grouping.shared_places is None else grouping.shared_places[rows],
            axes=grouping.axes[:, columns],
        ),
    )


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
        labels=_spread(included, found.labels, -1),
        agreement={},
        note=None,
        basis=known.basis,
        certainty=_spread(included, found.certainty, 0.0),
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


def _polis_structure(
    votes: VoteMatrix, parameters: AnalysisParameters, say: Report
) -> tuple[OpinionSpace, Grouping]:
    say("Fitting the opinion space", 0.05)
    space = fit_opinion_space(votes, moderated_counts_as_answered=True)
    say("Finding opinion groups", 0.4)
    included = _included(votes, parameters)
    found = polis_groups(
        space.participants[included],
        base_clusters=parameters.base_clusters,
        maximum_groups=min(parameters.maximum_groups, MOST_GROUPS_OF_POLIS),
    )
    return space, Grouping(included, _spread(included, found.labels, -1), {}, None)


def _stable_structure(
    votes: VoteMatrix, parameters: AnalysisParameters, say: Report
) -> tuple[OpinionSpace, Grouping]:
    say("Fitting the opinion space", 0.05)
    held_out = choose_imputation(votes, seed=parameters.seed)
    shared = fit_opinion_space(votes, shared_only=True)
    space, placing = fit_stable_space(votes, shared, held_out.imputation)
    say("Finding opinion groups", 0.2)
    active = ~votes.moderated_out
    counted = votes.select(statements=active)
    included = _included(counted, parameters)
    found = stable_groups(
        counted.select(participants=included),
        seed=parameters.seed,
        maximum_groups=parameters.maximum_groups,
        splits=parameters.splits,
        least_agreement=parameters.least_agreement,
        progress=lambda done: say("Finding opinion groups", 0.2 + 0.5 * done),
    )
    axes = np.zeros((len(found.axes), votes.shape[1]))
    axes[:, active] = found.axes
    return space, Grouping(
        included=included,
        labels=_spread(included, found.labels, -1),
        agreement=found.agreement,
        note=found.note,
        basis=found.basis,
        certainty=_spread(included, found.certainty, 0.0),
        stability=found.stability,
        foretold=found.foretold,
        lock_step=_spread(included, found.lock_step, False),
        axes=axes,
        centers=found.centers,
        placing=placing,
        held_out=held_out,
        shared_places=shared.participants,
    )


def included_participants(
    vote_counts: Integers,
    statements: int,
    *,
    minimum_votes: int,
    minimum_included: int,
    equals_together: bool,
) -> Flags:
    """(n,) who has voted enough to be grouped: at least min(minimum_votes, statements) votes.

    If these are fewer than `minimum_included`, the participants with most votes are added up to that
    number. Of people with equally many votes either those in earlier rows are added, as in Polis
    (conversation.clj 240-268), or, with `equals_together`, all of them, which depends on no order.
    Nobody is included without a vote.
    """
    included: Flags = vote_counts >= max(1, min(minimum_votes, statements))
    if included.sum() < minimum_included:
        most_first = np.argsort(-vote_counts, kind="stable")[:minimum_included]
        included[most_first] = True
        if equals_together and len(most_first):
            included |= vote_counts >= vote_counts[most_first[-1]]
        included &= vote_counts > 0
    return included


def _included(votes: VoteMatrix, parameters: AnalysisParameters) -> Flags:
    return included_participants(
        votes.votes_per_participant,
        votes.shape[1],
        minimum_votes=parameters.minimum_votes,
        minimum_included=parameters.minimum_included,
        equals_together=parameters.mode == "stable",
    )


def _spread(included: Flags, values: NDArray[Kind], missing: float) -> NDArray[Kind]:
    """Values (k,) of the included as (n,) values of all, with the given one for the others."""
    spread = np.full(len(included), missing, dtype=values.dtype)
    spread[included] = values
    return spread
