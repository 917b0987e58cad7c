"""From what the pure analysis found to rows: an `Analysis` with everything that hangs on it."""

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from deliberation.analysis.pipeline import AnalysisResult
from deliberation.integrity.evidence import content_hash
from deliberation.models import (
    Analysis,
    Deliberation,
    OpinionGroup,
    ParticipantPlaces,
    Places,
    StatementResult,
    StoredResamples,
)
from deliberation.results.known_structure import keep_structure
from deliberation.results.marks import marks_by_statement, no_marks
from deliberation.results.vote_snapshot import Selection, VoteSnapshot

BATCH = 2000
SUMMARY_OF_GROUPING = ("group_agreement", "held_out", "foretold", "lock_step")
KEPT_BY_A_REFRESH = ("bridging", "resample_share")

STATEMENT_COLUMNS: dict[str, Callable[[AnalysisResult], NDArray[Any] | None]] = {
    "votes": lambda result: result.votes,
    "agree": lambda result: result.agree,
    "disagree": lambda result: result.disagree,
    "passed": lambda result: result.passed,
    "x": lambda result: result.statement_coordinates[:, 0],
    "y": lambda result: result.statement_coordinates[:, 1],
    "extremity": lambda result: result.extremity,
    "center": lambda result: result.center,
    "component_x": lambda result: result.components[0],
    "component_y": lambda result: result.components[1],
    "group_aware_consensus": lambda result: result.group_aware_consensus,
    "consensus_geometric_mean": lambda result: result.consensus_geometric_mean,
    "consensus_lower_bound": lambda result: result.consensus_lower_bound,
    "consensus_minimum": lambda result: result.consensus_minimum,
    "consensus_unsmoothed": lambda result: result.consensus_unsmoothed,
    "weighted_agree": lambda result: result.weighted and result.weighted.agree_share,
    "weighted_consensus_geometric_mean": lambda result: (
        result.weighted and result.weighted.consensus_geometric_mean
    ),
    "weighted_lower_bound": lambda result: result.weighted and result.weighted.consensus_lower_bound,
    "bridging": lambda result: result.bridging,
    "divisiveness": lambda result: result.divisiveness,
    "divisiveness_low": lambda result: result.divisiveness_low,
    "divisiveness_high": lambda result: result.divisiveness_high,
    "greatest_difference": lambda result: result.greatest_difference,
    "agreed": lambda result: result.agreed,
    "robustness_added": lambda result: result.robustness_added,
    "robustness_changed": lambda result: result.robustness_changed,
    "resample_share": lambda result: result.resampling and result.resampling.pass_share,
    "priority": lambda result: result.priorities,
}
"""Fields of `StatementResult` and the (m,) array each is taken from; what is None there is not stored.

Masked entries, and -1 in a count, become null.
"""


@transaction.atomic
def store_analysis(
    *,
    deliberation: Deliberation,
    snapshot: VoteSnapshot,
    result: AnalysisResult,
    selection: Selection,
    input_hash: str,
    weighting: dict[str, Any] | None = None,
    grouped_by: Analysis | None = None,
) -> Analysis:
    """Store what an analysis found; all of it or nothing."""
    analysis = Analysis.objects.create(
        deliberation=deliberation,
        mode=result.parameters.mode,
        seed=result.parameters.seed,
        parameters=stored_parameters(result.parameters.as_dict(), selection),
        participant_count=snapshot.votes.shape[0],
        statement_count=snapshot.votes.shape[1],
        vote_count=len(snapshot.votes.values),
        agree=int(result.agree.sum()),
        disagree=int(result.disagree.sum()),
        passed=int(result.passed.sum()),
        summary={**_summary(snapshot, result), "weighting": weighting, "votes_held": snapshot.votes_held}
        | (_kept_summary(grouped_by) if grouped_by else {}),
        event_watermark=snapshot.event_watermark,
        input_hash=input_hash,
        result_hash=content_hash(result.result_digest_payload()),
        membership_hash=content_hash(result.membership_digest_payload()),
        grouped_by=grouped_by,
    )
    OpinionGroup.objects.bulk_create(_groups(analysis, result))
    StatementResult.objects.bulk_create(_statement_results(analysis, snapshot, result), batch_size=BATCH)
    if result.structure:
        keep_structure(analysis, result.structure)
    ParticipantPlaces.objects.keep(analysis, _places(snapshot, result))
    if result.resampling:
        StoredResamples.objects.create(
            analysis=analysis,
            count=len(result.resampling.scores),
            scores=result.resampling.scores,
            passes=result.resampling.passes,
        )
    return analysis


def stored_parameters(parameters: dict[str, Any], selection: Selection) -> dict[str, Any]:
    """Return what an analysis was told, as it is stored with it."""
    return {
        **parameters,
        "participants_with_at_least": selection.minimum_votes,
        "excluded_participants": sorted(selection.excluded),
        "statements": selection.statements,
    }


def _summary(snapshot: VoteSnapshot, result: AnalysisResult) -> dict[str, Any]:
    return {
        "explained_variance": [float(share) for share in result.explained_variance],
        "grouping_note": result.grouping_note,
        "majority_agree": [_plain(statement) for statement in result.majority_agree],
        "majority_disagree": [_plain(statement) for statement in result.majority_disagree],
        "merge_conflicts": [dataclasses.asdict(conflict) for conflict in snapshot.merge_conflicts],
        "included": int(result.included.sum()),
        "divisiveness_basis": result.divisiveness_basis,
        "group_agreement": {str(count): value for count, value in result.group_agreement.items()},
        "held_out": result.held_out and dataclasses.asdict(result.held_out),
        "foretold": {str(count): gain for count, gain in result.foretold.items()},
        "lock_step": None if result.lock_step is None else int(result.lock_step.sum()),
    }


def _kept_summary(grouped_by: Analysis) -> dict[str, Any]:
    """Return what a refresh does not compute and the analysis behind it has found."""
    return {name: grouped_by.summary.get(name) for name in ("grouping_note", *SUMMARY_OF_GROUPING)}


def _groups(analysis: Analysis, result: AnalysisResult) -> list[OpinionGroup]:
    kept = dict(analysis.grouping.groups.values_list("number", "stability")) if analysis.is_refresh else {}
    return [
        OpinionGroup(
            analysis=analysis,
            number=group.id,
            size=group.size,
            center_x=float(group.center[0]),
            center_y=float(group.center[1]),
            stability=kept.get(group.id, group.stability),
            representative=[_plain(statement) for statement in group.representative],
        )
        for group in result.groups
    ]


def _statement_results(
    analysis: Analysis, snapshot: VoteSnapshot, result: AnalysisResult
) -> list[StatementResult]:
    ids = dict(analysis.deliberation.statements.values_list("number", "id"))
    arrays = {name: array_of(result) for name, array_of in STATEMENT_COLUMNS.items()}
    columns = {name: _nullable(array) for name, array in arrays.items() if array is not None}
    by_group, bounds = _by_group(result), _bounds(result)
    kept = _kept_measures(analysis.grouping) if analysis.is_refresh else {}
    marks = marks_by_statement(analysis.deliberation)
    return [
        StatementResult(
            analysis=analysis,
            statement_id=ids[number],
            marks=marks.get(ids[number], no_marks()),
            by_group=by_group[column],
            group_bounds=bounds[column],
            **{name: values[column] for name, values in columns.items()},
            **kept.get(ids[number], {}),
        )
        for column, number in enumerate(snapshot.votes.statement_ids.tolist())
    ]


def _kept_measures(grouping: Analysis) -> dict[int, dict[str, Any]]:
    """Return by statement what only a full analysis measures."""
    rows = grouping.statement_results.values("statement_id", *KEPT_BY_A_REFRESH)
    return {row.pop("statement_id"): row for row in rows}


def _nullable(array: NDArray[Any]) -> list[Any]:
    if array.dtype.kind == "i":
        array = np.ma.masked_less(array, 0)
    values: list[Any] = array.tolist()
    return values


def _by_group(result: AnalysisResult) -> list[list[dict[str, int]]]:
    """For each statement the counts of each group."""
    passed = result.group_seen - result.group_agree - result.group_disagree
    counts = np.stack([result.group_agree, result.group_disagree, passed, result.group_seen], axis=-1)
    names = ("agree", "disagree", "pass", "votes")
    per_statement = counts.transpose(1, 0, 2).tolist()
    return [[dict(zip(names, group, strict=True)) for group in groups] for groups in per_statement]


def _bounds(result: AnalysisResult) -> list[list[list[float]]]:
    """For each statement the lower and the upper bound of each group, to the thousandth of a per cent."""
    bounds = np.stack([result.group_lower, result.group_upper], axis=-1).transpose(1, 0, 2)
    rounded: list[list[list[float]]] = np.round(bounds, 5).tolist()
    return rounded


def _places(snapshot: VoteSnapshot, result: AnalysisResult) -> Places:
    return Places(
        participants=snapshot.votes.participant_ids,
        x=result.participant_coordinates[:, 0],
        y=result.participant_coordinates[:, 1],
        groups=result.participant_group,
        certainties=np.full(len(snapshot.votes.participant_ids), np.nan)
        if result.certainty is None
        else result.certainty,
    )


def _plain(value: Any) -> dict[str, Any]:
    """Return what the analysis says of a statement as JSON: its number, the position taken, the tests."""
    names = {"statement_id": "statement", "direction": "position"}
    return {
        names.get(name, name): item.item() if isinstance(item, np.generic) else item
        for name, item in dataclasses.asdict(value).items()
        if name != "column"
    }
