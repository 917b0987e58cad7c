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
from deliberation.analysis.held_out import HeldOutComparison, choose_imputation
from deliberation.analysis.opinion_space import (
    OpinionSpace,
    fit_opinion_space,
)
from deliberation.analysis.polis_groups import polis_groups
from deliberation.analysis.stable_groups import stable_groups
from deliberation.analysis.stable_space import (
    COLUMN_MEAN,
    Placing,
    fit_stable_space,
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
    return space, Grouping(included, spread(included, found.labels, -1), {}, None)


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
        labels=spread(included, found.labels, -1),
        agreement=found.agreement,
        note=found.note,
        basis=found.basis,
        certainty=spread(included, found.certainty, 0.0),
        stability=found.stability,
        foretold=found.foretold,
        lock_step=spread(included, found.lock_step, False),
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


def spread(included: Flags, values: NDArray[Kind], missing: float) -> NDArray[Kind]:
    """Return values (k,) of the included as (n,) values of all, with the given one for the others."""
    every = np.full(len(included), missing, dtype=values.dtype)
    every[included] = values
    return every
