"""The whole analysis as one readable function: from a vote matrix to everything that is shown.

result = analyse(votes, AnalysisParameters(mode="stable", seed=0))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from deliberation.analysis import consensus
from deliberation.analysis.analysis_result import (
    AnalysisParameters,
    AnalysisResult,
    Flags,
    Floats,
    Integers,
    OpinionGroup,
)
from deliberation.analysis.canonical_order import canonical_order
from deliberation.analysis.opinion_groups import polis_groups, stable_groups
from deliberation.analysis.opinion_space import (
    AXES_OF_THE_MAP,
    OpinionSpace,
    coordinates_fitted_on,
    fit_opinion_space,
)
from deliberation.analysis.representativeness import (
    GroupVotes,
    RepresentativeStatement,
    count_group_votes,
    representative_statements,
)
from deliberation.analysis.routing import routing_priorities
from deliberation.analysis.vote_matrix import AGREE, DISAGREE, PASS, VoteMatrix

__all__ = ["AnalysisParameters", "AnalysisResult", "OpinionGroup", "analyse", "included_participants"]

Report = Callable[[str, float], None]


@dataclass(frozen=True)
class Grouping:
    """Who belongs to which group: labels (n,) with -1 for not grouped, and how well each number did."""

    included: Flags
    labels: Integers
    agreement: dict[int, float]
    note: str | None


def analyse(
    votes: VoteMatrix,
    parameters: AnalysisParameters,
    *,
    groups: ArrayLike | None = None,
    report: Report | None = None,
) -> AnalysisResult:
    """Find the opinion groups of a deliberation, what they share and what divides them.

    Args:
        votes: who voted what.
        parameters: mode, seed and limits.
        groups: (n,) groups found elsewhere, 0..g-1, or -1 for participants to leave out; replaces the
            search for groups, so that everything after it can be held against another system.
        report: called with (step name, fraction done in 0..1).

    Raises:
        ValueError: `groups` has the wrong shape or skips a number.
    """
    say = report or _say_nothing
    given = None if groups is None else _checked_groups(groups, votes.shape[0])
    space, grouping = _find_structure(votes, parameters, say)
    if given is not None:
        grouping = replace(grouping, included=grouping.included | (given >= 0), labels=given, note=None)
    say("Choosing representative statements", 0.85)
    size = int(grouping.labels.max(initial=-1)) + 1
    counts = count_group_votes(votes, grouping.labels, size)
    opinion_groups = _describe_groups(votes, parameters, space, grouping.labels, counts)
    say("Measuring consensus and division", 0.95)
    result = _assemble(votes, parameters, space, grouping, counts, opinion_groups)
    say("Done", 1.0)
    return result


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


def _find_structure(
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


def _included(votes: VoteMatrix, parameters: AnalysisParameters) -> Flags:
    return included_participants(
        votes.votes_per_participant,
        votes.shape[1],
        minimum_votes=parameters.minimum_votes,
        minimum_included=parameters.minimum_included,
        equals_together=parameters.mode == "stable",
    )


def _describe_groups(
    votes: VoteMatrix,
    parameters: AnalysisParameters,
    space: OpinionSpace,
    labels: Integers,
    counts: GroupVotes,
) -> tuple[OpinionGroup, ...]:
    size = len(counts.seen)
    representative: list[tuple[RepresentativeStatement, ...]] = [()] * size
    if size > 1 or parameters.mode == "polis":
        representative = representative_statements(
            counts, votes.statement_ids, votes.moderated_out, limit=parameters.representative_limit
        )
    return tuple(
        OpinionGroup(
            id=number,
            size=int((labels == number).sum()),
            center=space.participants[labels == number].mean(axis=0),
            representative=representative[number],
        )
        for number in range(size)
    )


def _assemble(
    votes: VoteMatrix,
    parameters: AnalysisParameters,
    space: OpinionSpace,
    grouping: Grouping,
    counts: GroupVotes,
    opinion_groups: tuple[OpinionGroup, ...],
) -> AnalysisResult:
    between_groups = consensus.greatest_difference(counts.agree, counts.seen)
    along_axes = _axis_divisiveness(votes, space.participants, grouping.included)
    has_groups = len(opinion_groups) > 1
    return AnalysisResult(
        parameters=parameters,
        participant_ids=votes.participant_ids,
        statement_ids=votes.statement_ids,
        moderated_out=votes.moderated_out,
        explained_variance=space.explained_variance,
        center=space.center,
        components=space.components,
        participant_coordinates=space.participants,
        included=grouping.included,
        participant_group=grouping.labels,
        statement_coordinates=space.statements,
        extremity=space.extremity,
        groups=opinion_groups,
        group_agree=counts.agree,
        group_disagree=counts.disagree,
        group_seen=counts.seen,
        agree=votes.count(AGREE),
        disagree=votes.count(DISAGREE),
        passed=votes.count(PASS),
        votes=np.bincount(votes.columns, minlength=votes.shape[1]),
        group_aware_consensus=consensus.group_aware_consensus(counts),
        consensus_geometric_mean=consensus.consensus_geometric_mean(counts),
        consensus_lower_bound=consensus.consensus_lower_bound(counts, parameters.credible_level),
        divisiveness=between_groups if has_groups else along_axes,
        group_divisiveness=between_groups,
        axis_divisiveness=along_axes,
        divisiveness_basis="groups" if has_groups else "axis",
        majority_agree=consensus.majority_statements(votes, "agree", limit=parameters.majority_limit),
        majority_disagree=consensus.majority_statements(votes, "disagree", limit=parameters.majority_limit),
        priorities=routing_priorities(counts, space.extremity, votes.is_meta),
        group_agreement=grouping.agreement,
        grouping_note=grouping.note,
    )


def _axis_divisiveness(votes: VoteMatrix, coordinates: Floats, included: Flags) -> Floats:
    """(m,) difference in the share agreeing between the two sides of an axis, the greater of both axes."""
    differences = []
    for axis in range(coordinates.shape[1]):
        sides = np.where(included, (coordinates[:, axis] > 0).astype(np.int64), -1)
        halves = count_group_votes(votes, sides, 2)
        differences.append(consensus.greatest_difference(halves.agree, halves.seen))
    greatest: Floats = np.maximum.reduce(differences)
    return greatest


def _spread_labels(included: Flags, labels: Integers) -> Integers:
    spread = np.full(len(included), -1, dtype=np.int64)
    spread[included] = labels
    return spread


def _checked_groups(groups: ArrayLike, participants: int) -> Integers:
    labels = np.asarray(groups, dtype=np.int64)
    if labels.shape != (participants,):
        raise ValueError(f"groups needs one number per participant: {participants}, not {labels.shape}")
    used = np.unique(labels[labels >= 0])
    if np.any(labels < -1) or not np.array_equal(used, np.arange(len(used))):
        raise ValueError("groups must be numbered 0, 1, ... without gaps, with -1 for not grouped")
    return labels


def _say_nothing(step: str, fraction: float) -> None:
    """Report to nobody."""
