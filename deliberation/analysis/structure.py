"""Where everybody stands and who belongs together: the opinion space and the groups, in either mode."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from deliberation.analysis.analysis_parameters import AnalysisParameters
from deliberation.analysis.analysis_result import Flags, Integers
from deliberation.analysis.canonical_order import canonical_order
from deliberation.analysis.opinion_space import (
    AXES_OF_THE_MAP,
    OpinionSpace,
    coordinates_fitted_on,
    fit_opinion_space,
)
from deliberation.analysis.polis_groups import polis_groups
from deliberation.analysis.stable_groups import stable_groups
from deliberation.analysis.vote_matrix import VoteMatrix

Report = Callable[[str, float], None]


@dataclass(frozen=True)
class Grouping:
    """Who belongs to which group: labels (n,) with -1 for not grouped, and how well each number did."""

    included: Flags
    labels: Integers
    agreement: dict[int, float]
    note: str | None


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
            components=space.components[:AXES_OF_THE_MAP, columns],
            explained_variance=space.explained_variance[:AXES_OF_THE_MAP],
            participants=space.participants[rows, :AXES_OF_THE_MAP],
            statements=space.statements[columns, :AXES_OF_THE_MAP],
            extremity=space.extremity[columns],
        ),
        replace(grouping, included=grouping.included[rows], labels=grouping.labels[rows]),
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
        maximum_groups=parameters.maximum_groups,
    )
    return space, Grouping(included, _spread_labels(included, found.labels), {}, None)


def _stable_structure(
    votes: VoteMatrix, parameters: AnalysisParameters, say: Report
) -> tuple[OpinionSpace, Grouping]:
    say("Fitting the opinion space", 0.05)
    axes = max(AXES_OF_THE_MAP, parameters.maximum_groups - 1)
    space = fit_opinion_space(votes, axes=axes, shared_only=True)
    say("Finding opinion groups", 0.1)
    included = _included(votes.select(statements=~votes.moderated_out), parameters)
    voters = votes.select(participants=included)
    found = stable_groups(
        space.participants[included],
        lambda chosen: coordinates_fitted_on(voters, chosen, axes=axes),
        seed=parameters.seed,
        maximum_groups=parameters.maximum_groups,
        splits=parameters.splits,
        least_agreement=parameters.least_agreement,
        progress=lambda done: say("Finding opinion groups", 0.1 + 0.75 * done),
    )
    labels = _spread_labels(included, found.partition.labels)
    return space, Grouping(included, labels, found.agreement, found.note)


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


def _spread_labels(included: Flags, labels: Integers) -> Integers:
    spread = np.full(len(included), -1, dtype=np.int64)
    spread[included] = labels
    return spread
