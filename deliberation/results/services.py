"""Running an analysis and keeping its result."""

import dataclasses
from typing import Any

import numpy as np
from django.db import transaction

from deliberation.analysis.pipeline import AnalysisParameters, AnalysisResult, analyse
from deliberation.integrity.evidence import content_hash
from deliberation.jobs import Report, WorkRefused, request_follow_up
from deliberation.models import (
    Analysis,
    Deliberation,
    Event,
    Job,
    OpinionGroup,
    ParticipantResult,
    StatementResult,
)
from deliberation.results.vote_snapshot import Selection, VoteSnapshot, input_hash, take_snapshot

ANALYSIS_TASK = "deliberation.tasks.run_analysis"
BATCH = 2000


def run_analysis(
    *,
    deliberation: Deliberation,
    parameters: AnalysisParameters | None = None,
    selection: Selection | None = None,
    report: Report = lambda step, fraction: None,
) -> Analysis:
    """Analyse the current votes and store the result; nothing is stored if anything goes wrong.

    The same votes, selection and parameters give the same result hash; running again when nothing has
    changed returns the analysis that is there.

    Raises:
        WorkRefused: nobody has voted, or no statement is left to analyse.
    """
    parameters, selection = parameters or AnalysisParameters(), selection or Selection()
    report("Reading the votes", 0.0)
    snapshot = take_snapshot(deliberation, selection)
    if not len(snapshot.votes.values):
        raise WorkRefused("There are no votes to analyse yet.")
    result = analyse(
        snapshot.votes, parameters, report=lambda step, fraction: report(step, 0.05 + 0.8 * fraction)
    )
    hashes = {
        "input_hash": input_hash(snapshot.votes, selection, parameters),
        "result_hash": content_hash(result.result_digest_payload()),
    }
    known = Analysis.objects.latest_of(deliberation)
    if known and known.event_watermark == snapshot.event_watermark and _has(known, hashes):
        return known
    report("Storing the results", 0.9)
    return _store(deliberation, snapshot, result, selection, hashes)


def request_analysis(*, deliberation: Deliberation) -> Job:
    """Ask for a new analysis; call it in the transaction that causes it."""
    return request_follow_up(
        task=ANALYSIS_TASK,
        arguments={"deliberation": deliberation.public_id},
        subject=deliberation.public_id,
    )


def request_due_analyses() -> int:
    """Ask for an analysis of every open deliberation with votes newer than its last one; return how many."""
    due = 0
    for deliberation in Deliberation.objects.open_for_voting():
        last = Analysis.objects.latest_of(deliberation)
        newer = Event.objects.filter(
            deliberation=deliberation,
            kind__in=[Event.Kind.VOTE_CAST, Event.Kind.VOTE_UNDONE, Event.Kind.STATEMENT_MODERATED],
            id__gt=last.event_watermark if last else 0,
        )
        if newer.exists() and deliberation.votes.exists() and not _is_under_way(deliberation):
            with transaction.atomic():
                request_analysis(deliberation=deliberation)
            due += 1
    return due


def _is_under_way(deliberation: Deliberation) -> bool:
    subject = f"{ANALYSIS_TASK}:{deliberation.public_id}:"
    return Job.objects.unfinished().filter(task=ANALYSIS_TASK, key__startswith=subject).exists()


def _has(analysis: Analysis, hashes: dict[str, str]) -> bool:
    return all(getattr(analysis, name) == value for name, value in hashes.items())


@transaction.atomic
def _store(
    deliberation: Deliberation,
    snapshot: VoteSnapshot,
    result: AnalysisResult,
    selection: Selection,
    hashes: dict[str, str],
) -> Analysis:
    analysis = Analysis.objects.create(
        deliberation=deliberation,
        mode=result.parameters.mode,
        seed=result.parameters.seed,
        parameters={**result.parameters.as_dict(), **_as_json(selection)},
        participant_count=snapshot.votes.shape[0],
        statement_count=snapshot.votes.shape[1],
        vote_count=len(snapshot.votes.values),
        agree=int(result.agree.sum()),
        disagree=int(result.disagree.sum()),
        passed=int(result.passed.sum()),
        summary=_summary(snapshot, result),
        event_watermark=snapshot.event_watermark,
        **hashes,
    )
    OpinionGroup.objects.bulk_create(_groups(analysis, result))
    StatementResult.objects.bulk_create(_statement_results(analysis, snapshot, result), batch_size=BATCH)
    ParticipantResult.objects.bulk_create(_participant_results(analysis, snapshot, result), batch_size=BATCH)
    return analysis


def _as_json(selection: Selection) -> dict[str, Any]:
    return {
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
    }


def _groups(analysis: Analysis, result: AnalysisResult) -> list[OpinionGroup]:
    return [
        OpinionGroup(
            analysis=analysis,
            number=group.id,
            size=group.size,
            center_x=float(group.center[0]),
            center_y=float(group.center[1]),
            representative=[_plain(statement) for statement in group.representative],
        )
        for group in result.groups
    ]


def _statement_results(
    analysis: Analysis, snapshot: VoteSnapshot, result: AnalysisResult
) -> list[StatementResult]:
    ids = dict(analysis.deliberation.statements.values_list("number", "id"))
    return [
        StatementResult(
            analysis=analysis,
            statement_id=ids[number],
            votes=int(result.votes[column]),
            agree=int(result.agree[column]),
            disagree=int(result.disagree[column]),
            passed=int(result.passed[column]),
            x=float(result.statement_coordinates[column, 0]),
            y=float(result.statement_coordinates[column, 1]),
            extremity=float(result.extremity[column]),
            group_aware_consensus=float(result.group_aware_consensus[column]),
            consensus_geometric_mean=float(result.consensus_geometric_mean[column]),
            consensus_lower_bound=float(result.consensus_lower_bound[column]),
            divisiveness=float(result.divisiveness[column]),
            priority=float(result.priorities[column]),
            by_group=_by_group(result, column),
        )
        for column, number in enumerate(snapshot.votes.statement_ids.tolist())
    ]


def _by_group(result: AnalysisResult, column: int) -> list[dict[str, int]]:
    counts = []
    for group in range(len(result.groups)):
        agree, disagree = int(result.group_agree[group, column]), int(result.group_disagree[group, column])
        seen = int(result.group_seen[group, column])
        counts.append({"agree": agree, "disagree": disagree, "pass": seen - agree - disagree, "votes": seen})
    return counts


def _participant_results(
    analysis: Analysis, snapshot: VoteSnapshot, result: AnalysisResult
) -> list[ParticipantResult]:
    ids = dict(analysis.deliberation.participants.values_list("number", "id"))
    return [
        ParticipantResult(
            analysis=analysis, participant_id=ids[number], x=x, y=y, group=group if group >= 0 else None
        )
        for number, (x, y), group in zip(
            snapshot.votes.participant_ids.tolist(),
            result.participant_coordinates.tolist(),
            result.participant_group.tolist(),
            strict=True,
        )
    ]


def _plain(value: Any) -> dict[str, Any]:
    """Return what the analysis says of a statement as JSON: its number, the position taken, the tests."""
    names = {"statement_id": "statement", "direction": "position"}
    return {
        names.get(name, name): item.item() if isinstance(item, np.generic) else item
        for name, item in dataclasses.asdict(value).items()
        if name != "column"
    }
