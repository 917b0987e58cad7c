"""The whole analysis as one readable function: from a vote matrix to everything that is shown.

result = analyse(votes, AnalysisParameters(mode="stable", seed=0))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from deliberation.analysis import consensus, divisiveness
from deliberation.analysis.analysis_result import (
    AnalysisParameters,
    AnalysisResult,
    Flags,
    Floats,
    Integers,
    OpinionGroup,
)
from deliberation.analysis.opinion_space import (
    OpinionSpace,
)
from deliberation.analysis.representativeness import (
    GroupVotes,
    RepresentativeStatement,
    count_group_votes,
    representative_statements,
)
from deliberation.analysis.routing import routing_priorities
from deliberation.analysis.structure import Grouping, find_structure
from deliberation.analysis.vote_matrix import AGREE, DISAGREE, PASS, VoteMatrix

__all__ = ["AnalysisParameters", "AnalysisResult", "OpinionGroup", "analyse"]

Report = Callable[[str, float], None]


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
    space, grouping = find_structure(votes, parameters, say)
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
    between_groups = divisiveness.greatest_difference(counts.agree, counts.seen)
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
        differences.append(divisiveness.greatest_difference(halves.agree, halves.seen))
    greatest: Floats = np.maximum.reduce(differences)
    return greatest


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
