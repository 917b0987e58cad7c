"""Running an analysis and keeping its result."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from deliberation.analysis.pipeline import AnalysisParameters, AnalysisResult, analyse, refresh
from deliberation.analysis.vote_matrix import VoteMatrix
from deliberation.jobs import Report, WorkRefused, request_follow_up
from deliberation.models import Analysis, Deliberation, Job
from deliberation.results.cadence import Extent, due_for, has_rested
from deliberation.results.known_structure import known_structure_of
from deliberation.results.population import weighting_of
from deliberation.results.storing import store_analysis
from deliberation.results.vote_snapshot import (
    Selection,
    VoteSnapshot,
    input_hash,
    standing_selection,
    take_snapshot,
)
from deliberation.webhooks.announcing import announce_analysis

ANALYSIS_TASK = "deliberation.tasks.run_analysis"
REFRESH_TASK = "deliberation.tasks.refresh_results"
REFRESHES_KEPT = timedelta(minutes=10)


def run_analysis(
    *,
    deliberation: Deliberation,
    parameters: AnalysisParameters | None = None,
    selection: Selection | None = None,
    report: Report = lambda step, fraction: None,
) -> Analysis:
    """Analyse the current votes and store the result; nothing is stored if anything goes wrong.

    Without a selection, participants whom somebody has excluded are left out, and nobody else. The same
    votes, selection and parameters give the same result hash; running again when nothing has changed returns
    the analysis that is there, without computing it again.

    Raises:
        WorkRefused: nobody has voted, or no statement is left to analyse.
    """
    return _brought_up_to_date(
        deliberation,
        parameters or AnalysisParameters(),
        selection or standing_selection(deliberation),
        analyse,
        report,
    )


def refresh_analysis(
    *, deliberation: Deliberation, grouping: Analysis, report: Report = lambda step, fraction: None
) -> Analysis:
    """Place everybody on the opinion space and the groups of a full analysis, and count and store anew.

    Raises:
        WorkRefused: nobody has voted.
    """
    known = known_structure_of(grouping)

    def compute(votes: VoteMatrix, parameters: AnalysisParameters, **options: Any) -> AnalysisResult:
        return refresh(votes, parameters, known, **options)

    return _brought_up_to_date(
        deliberation,
        AnalysisParameters(),
        standing_selection(deliberation),
        compute,
        report,
        grouped_by=grouping,
    )


def update_analysis(*, deliberation: Deliberation, report: Report = lambda step, fraction: None) -> Analysis:
    """Bring the results up to date with as much work as is due, and drop refreshes that nobody needs.

    What is due is decided when the work begins, not when it was asked for: votes go on coming in meanwhile.

    Raises:
        WorkRefused: nobody has voted, or no statement is left to analyse.
    """
    due = due_for(deliberation)
    if due.extent is Extent.REFRESH and due.grouping is not None:
        analysis = refresh_analysis(deliberation=deliberation, grouping=due.grouping, report=report)
    else:
        analysis = run_analysis(deliberation=deliberation, report=report)
    drop_superseded_refreshes(analysis)
    return analysis


def refresh_results(
    *, deliberation: Deliberation, report: Report = lambda step, fraction: None
) -> Analysis | None:
    """Bring counts and positions up to date, unless only a full analysis can; return what there is then."""
    grouping = due_for(deliberation).grouping
    if grouping is None:
        return Analysis.objects.latest_of(deliberation)
    analysis = refresh_analysis(deliberation=deliberation, grouping=grouping, report=report)
    drop_superseded_refreshes(analysis)
    return analysis


def drop_superseded_refreshes(newest: Analysis) -> int:
    """Delete refreshes older than `REFRESHES_KEPT` that nothing refers to; return how many.

    Full analyses are evidence and stay. A refresh stays as long as a page or a draft in the making may be
    reading it, and for good once a version of the constitution rests on it.
    """
    old = Analysis.objects.refreshes().filter(
        deliberation=newest.deliberation_id, id__lt=newest.pk, created_at__lt=timezone.now() - REFRESHES_KEPT
    )
    dropped = 0
    for superseded in old:
        with suppress(ProtectedError), transaction.atomic():
            superseded.delete()
            dropped += 1
    return dropped


def _brought_up_to_date(
    deliberation: Deliberation,
    parameters: AnalysisParameters,
    selection: Selection,
    compute: Callable[..., AnalysisResult],
    report: Report,
    *,
    grouped_by: Analysis | None = None,
) -> Analysis:
    """Read the votes, compute and store; return what is there if it is of these very votes."""
    report("Reading the votes", 0.0)
    snapshot = take_snapshot(deliberation, selection)
    if not len(snapshot.votes.values):
        raise WorkRefused("There are no votes to analyse yet.")
    weighting = weighting_of(deliberation, snapshot.votes.participant_ids)
    votes_hash = input_hash(
        snapshot.votes,
        selection,
        parameters,
        weights=weighting.weights,
        grouped_by=grouped_by.result_hash if grouped_by else "",
    )
    if known := _already_there(deliberation, snapshot, votes_hash):
        return known
    result = compute(snapshot.votes, parameters, weights=weighting.weights, report=_within(report, 0.1, 0.85))
    report("Storing the results", 0.9)
    with transaction.atomic():
        analysis = store_analysis(
            deliberation=deliberation,
            snapshot=snapshot,
            result=result,
            selection=selection,
            input_hash=votes_hash,
            weighting=weighting.summary,
            grouped_by=grouped_by,
        )
        announce_analysis(analysis)
    return analysis


def _already_there(deliberation: Deliberation, snapshot: VoteSnapshot, votes_hash: str) -> Analysis | None:
    """Return the analysis that pages show if it is of these very votes."""
    last = Analysis.objects.latest_of(deliberation)
    is_same = last and last.input_hash == votes_hash and last.event_watermark == snapshot.event_watermark
    return last if is_same else None


def _within(report: Report, start: float, end: float) -> Report:
    """Return a report of a part of the work as a report of the whole."""
    return lambda step, fraction: report(step, start + (end - start) * fraction)


def request_analysis(*, deliberation: Deliberation) -> Job:
    """Ask for the results to be brought up to date; call it in the transaction that causes it."""
    return request_follow_up(
        task=ANALYSIS_TASK,
        arguments={"deliberation": deliberation.public_id},
        subject=deliberation.public_id,
        deliberation=deliberation,
    )


def request_due_analyses() -> int:
    """Ask for what brings each open deliberation's results up to date; return how many jobs that takes."""
    asked = 0
    for deliberation in Deliberation.objects.open_for_voting():
        due = due_for(deliberation)
        if due.extent is Extent.FULL and _has_rested(deliberation, ANALYSIS_TASK):
            request_analysis(deliberation=deliberation)
            asked += 1
        if due.grouping is not None and _has_rested(deliberation, REFRESH_TASK):
            request_refresh(deliberation=deliberation)
            asked += 1
    return asked


def request_refresh(*, deliberation: Deliberation) -> Job:
    """Ask for counts and positions to be brought up to date on the groups that are known."""
    return request_follow_up(
        task=REFRESH_TASK,
        arguments={"deliberation": deliberation.public_id},
        subject=deliberation.public_id,
        deliberation=deliberation,
    )


def _has_rested(deliberation: Deliberation, task: str) -> bool:
    return has_rested(Job.objects.about(task, deliberation.public_id).order_by("-id").first())
