"""From where people stand to what it means: groups, agreement, division, certainty, and what to ask next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from deliberation.analysis import consensus
from deliberation.analysis.agreement import agreed
from deliberation.analysis.analysis_parameters import AnalysisParameters
from deliberation.analysis.analysis_result import (
    AnalysisResult,
    Floats,
    Integers,
    OpinionGroup,
    WeightedMeasures,
)
from deliberation.analysis.divisiveness import (
    between_group_variance,
    between_halves,
    greatest_difference,
    halves_along,
    spread,
)
from deliberation.analysis.known_structure import KnownStructure
from deliberation.analysis.opinion_space import OpinionSpace
from deliberation.analysis.representativeness import (
    GroupVotes,
    RepresentativeStatement,
    count_group_votes,
    representative_statements,
    smoothed_share,
)
from deliberation.analysis.resampling import Resampling
from deliberation.analysis.robustness import robustness
from deliberation.analysis.routing import adaptive_priorities, routing_priorities
from deliberation.analysis.structure import Grouping
from deliberation.analysis.vote_matrix import AGREE, DISAGREE, PASS, VoteMatrix
from deliberation.analysis.weighting import (
    design_effect,
    effective_group_sizes,
    effective_sample_size,
    weighted_group_votes,
)


@dataclass(frozen=True)
class SecondOpinions:
    """What only a full analysis in mode "stable" computes, in the order of the input; None elsewhere."""

    resampling: Resampling | None = None
    bridging: Floats | None = None
    structure: KnownStructure | None = None


def describe(
    votes: VoteMatrix,
    parameters: AnalysisParameters,
    space: OpinionSpace,
    grouping: Grouping,
    *,
    second: SecondOpinions,
    weights: Floats | None = None,
) -> AnalysisResult:
    """Measure everything that follows from the opinion space and the groups."""
    size = int(grouping.labels.max(initial=-1)) + 1
    counts = count_group_votes(votes, grouping.labels, size)
    sizes = np.bincount(grouping.labels[grouping.labels >= 0], minlength=size)
    bounds = consensus.posteriors(counts, parameters.credible_level)
    robust = robustness(counts, sizes, parameters.agreement_rule)
    lines = space.participants if grouping.shared_places is None else grouping.shared_places
    halves = halves_along(votes, lines, grouping.included)
    along_axes = np.max([greatest_difference(half.agree, half.seen) for half in halves], axis=0)
    division = between_group_variance(counts, np.ones(size)) if size > 1 else between_halves(halves)
    difference = greatest_difference(counts.agree, counts.seen) if size > 1 else along_axes
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
        groups=_groups(votes, parameters, space, grouping, counts),
        group_agree=counts.agree,
        group_disagree=counts.disagree,
        group_seen=counts.seen,
        agree=votes.count(AGREE),
        disagree=votes.count(DISAGREE),
        passed=votes.count(PASS),
        votes=votes.votes_per_statement,
        group_aware_consensus=consensus.group_aware_consensus(counts),
        consensus_geometric_mean=consensus.consensus_geometric_mean(counts),
        consensus_unsmoothed=consensus.unsmoothed_consensus(counts),
        consensus_minimum=consensus.least_mean(counts),
        consensus_lower_bound=consensus.consensus_lower_bound(counts, parameters.credible_level),
        group_lower=bounds.lower,
        group_upper=bounds.upper,
        agreed=robust.agreed,
        robustness_added=np.where(robust.agreed, robust.added, -1),
        robustness_changed=np.where(robust.agreed, robust.changed, -1),
        resampling=second.resampling,
        bridging=second.bridging,
        divisiveness=spread(division.variance),
        divisiveness_low=spread(division.lower),
        divisiveness_high=spread(division.upper),
        greatest_difference=difference,
        axis_difference=along_axes,
        divisiveness_basis="groups" if size > 1 else "axis",
        weighted=None if weights is None else _weighted(votes, parameters, grouping.labels, size, weights),
        majority_agree=consensus.majority_statements(votes, "agree", limit=parameters.majority_limit),
        majority_disagree=consensus.majority_statements(votes, "disagree", limit=parameters.majority_limit),
        priorities=_priorities(votes, parameters, space, counts, difference),
        group_agreement=grouping.agreement,
        grouping_note=grouping.note,
        certainty=grouping.certainty,
        held_out=grouping.held_out,
        foretold=grouping.foretold,
        lock_step=grouping.lock_step,
        structure=second.structure,
    )


def _groups(
    votes: VoteMatrix,
    parameters: AnalysisParameters,
    space: OpinionSpace,
    grouping: Grouping,
    counts: GroupVotes,
) -> tuple[OpinionGroup, ...]:
    size = len(counts.seen)
    representative: list[tuple[RepresentativeStatement, ...]] = [()] * size
    if size > 1 or parameters.mode == "polis":
        representative = representative_statements(
            counts, votes.statement_ids, votes.moderated_out, limit=parameters.representative_limit
        )
    members = [grouping.labels == number for number in range(size)]
    return tuple(
        OpinionGroup(
            id=number,
            size=int(member.sum()),
            center=space.participants[member].mean(axis=0),
            representative=representative[number],
            stability=None if grouping.stability is None else float(grouping.stability[number]),
        )
        for number, member in enumerate(members)
    )


def _priorities(
    votes: VoteMatrix,
    parameters: AnalysisParameters,
    space: OpinionSpace,
    counts: GroupVotes,
    difference: Floats,
) -> Floats:
    if parameters.mode == "polis":
        return routing_priorities(counts, space.extremity, votes.is_meta)
    return adaptive_priorities(counts, difference, votes.moderated_out)


def _weighted(
    votes: VoteMatrix,
    parameters: AnalysisParameters,
    labels: Integers,
    size: int,
    weights: Floats,
) -> WeightedMeasures:
    everybody = weighted_group_votes(votes, np.zeros(votes.shape[0], dtype=np.int64), 1, weights)
    counts = weighted_group_votes(votes, labels, size, weights)
    forms = consensus.consensus_forms(counts, parameters.credible_level)
    division = between_group_variance(counts, np.ones(size))
    sizes = np.floor(effective_group_sizes(labels, size, weights)).astype(np.int64)
    limit = parameters.majority_limit
    return WeightedMeasures(
        weights=weights,
        effective_sample_size=effective_sample_size(weights),
        design_effect=design_effect(weights),
        agree_share=smoothed_share(everybody.agree[0], everybody.seen[0]),
        consensus_geometric_mean=forms.geometric_mean,
        consensus_lower_bound=forms.lower_bound,
        divisiveness=spread(division.variance),
        agreed=agreed(counts, sizes, parameters.agreement_rule),
        majority_agree=consensus.majority_statements(votes, "agree", limit=limit, weights=weights),
        majority_disagree=consensus.majority_statements(votes, "disagree", limit=limit, weights=weights),
    )
