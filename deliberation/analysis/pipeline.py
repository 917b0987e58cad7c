"""The whole analysis as one readable function: from a vote matrix to everything that is shown.

result = analyse(votes, AnalysisParameters(mode="stable", seed=0))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from deliberation.analysis.analysis_parameters import AnalysisParameters
from deliberation.analysis.analysis_result import AnalysisResult, Floats, Integers, OpinionGroup
from deliberation.analysis.bridging import bridging_scores
from deliberation.analysis.canonical_order import canonical_order
from deliberation.analysis.findings import SecondOpinions, describe
from deliberation.analysis.known_structure import KnownStructure, known_structure, place_on
from deliberation.analysis.opinion_space import OpinionSpace
from deliberation.analysis.resampling import Resampling, resample_agreement
from deliberation.analysis.structure import Grouping, find_structure
from deliberation.analysis.vote_matrix import VoteMatrix

__all__ = ["AnalysisParameters", "AnalysisResult", "OpinionGroup", "analyse", "refresh"]

Report = Callable[[str, float], None]


def analyse(
    votes: VoteMatrix,
    parameters: AnalysisParameters,
    *,
    groups: ArrayLike | None = None,
    weights: Floats | None = None,
    report: Report | None = None,
) -> AnalysisResult:
    """Find the opinion groups of a deliberation, what they share and what divides them.

    Args:
        votes: who voted what.
        parameters: mode, seed and limits.
        groups: (n,) groups found elsewhere, 0..g-1, or -1 for participants to leave out; replaces the
            search for groups, so that everything after it can be held against another system.
        weights: (n,) of the participants, see `weighting.rake`; adds the weighted measures. The groups are
            found without them.
        report: called with (step name, fraction done in 0..1).

    Raises:
        ValueError: `groups` or `weights` have the wrong shape, or `groups` skips a number.
    """
    say = report or _say_nothing
    given = None if groups is None else _checked_groups(groups, votes.shape[0])
    space, grouping = find_structure(votes, parameters, say)
    if given is not None:
        grouping = replace(
            grouping,
            included=grouping.included | (given >= 0),
            labels=given,
            note=None,
            certainty=None,
            stability=None,
        )
    second = SecondOpinions()
    if parameters.mode == "stable":
        second = _second_opinions(votes, space, grouping, parameters, say)
    say("Measuring consensus and division", 0.95)
    result = describe(votes, parameters, space, grouping, second=second, weights=weights)
    say("Done", 1.0)
    return result


def refresh(
    votes: VoteMatrix,
    parameters: AnalysisParameters,
    known: KnownStructure,
    *,
    weights: Floats | None = None,
    report: Report | None = None,
) -> AnalysisResult:
    """Place and count newer votes on the opinion space and the groups of an earlier analysis.

    Nothing is searched and nothing drawn anew, so it takes seconds where `analyse` takes minutes. Arguments
    as for `analyse`; `known` is the `structure` of its result.
    """
    say = report or _say_nothing
    say("Placing everybody on the map", 0.0)
    space, grouping = place_on(votes, known)
    say("Measuring consensus and division", 0.5)
    result = describe(votes, parameters, space, grouping, second=SecondOpinions(), weights=weights)
    say("Done", 1.0)
    return result


def _second_opinions(
    votes: VoteMatrix, space: OpinionSpace, grouping: Grouping, parameters: AnalysisParameters, say: Report
) -> SecondOpinions:
    """Resamples and bridging scores, in an order of rows that depends on the votes alone."""
    labels = grouping.labels
    order = canonical_order(votes)
    ordered = order.apply(votes)
    columns = np.argsort(order.columns)
    say("Drawing the assembly anew", 0.7)
    resampling = resample_agreement(
        ordered,
        labels[order.rows],
        int(labels.max(initial=-1)) + 1,
        parameters.agreement_rule,
        resamples=parameters.resamples,
        seed=parameters.seed,
        progress=lambda done: say("Drawing the assembly anew", 0.7 + 0.15 * done),
    )
    say("Looking for agreement across the main division", 0.85)
    bridging = bridging_scores(ordered).statement_intercepts[columns]
    return SecondOpinions(
        resampling=_in_columns(resampling, columns),
        bridging=bridging,
        structure=known_structure(votes, parameters, space, grouping),
    )


def _in_columns(resampling: Resampling, columns: Integers) -> Resampling:
    """The resamples with the statements in another order."""
    per_statement = {
        name: getattr(resampling, name)[columns]
        for name in (
            "ranked",
            "pass_share",
            "score_mean",
            "score_low",
            "score_high",
            "rank_mean",
            "rank_low",
            "rank_high",
        )
    }
    passes = np.packbits(resampling.agreed[:, columns], axis=1)
    return Resampling(scores=resampling.scores[:, columns], passes=passes, **per_statement)


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
