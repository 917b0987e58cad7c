"""Running an analysis and keeping its result."""

from django.db import transaction

from deliberation.analysis.pipeline import AnalysisParameters, analyse
from deliberation.jobs import Report, WorkRefused, request_follow_up
from deliberation.models import Analysis, Deliberation, Event, Job
from deliberation.results.storing import store_analysis
from deliberation.results.vote_snapshot import Selection, VoteSnapshot, input_hash, take_snapshot

ANALYSIS_TASK = "deliberation.tasks.run_analysis"


def run_analysis(
    *,
    deliberation: Deliberation,
    parameters: AnalysisParameters | None = None,
    selection: Selection | None = None,
    report: Report = lambda step, fraction: None,
) -> Analysis:
    """Analyse the current votes and store the result; nothing is stored if anything goes wrong.

    The same votes, selection and parameters give the same result hash; running again when nothing has
    changed returns the analysis that is there, without computing it again.

    Raises:
        WorkRefused: nobody has voted, or no statement is left to analyse.
    """
    parameters, selection = parameters or AnalysisParameters(), selection or Selection()
    snapshot = _read_votes(deliberation, selection, report)
    votes_hash = input_hash(snapshot.votes, selection, parameters)
    if known := _already_there(deliberation, snapshot, votes_hash):
        return known
    result = analyse(snapshot.votes, parameters, report=_within(report, 0.1, 0.85))
    report("Storing the results", 0.9)
    return store_analysis(
        deliberation=deliberation,
        snapshot=snapshot,
        result=result,
        selection=selection,
        input_hash=votes_hash,
    )


def _read_votes(deliberation: Deliberation, selection: Selection, report: Report) -> VoteSnapshot:
    report("Reading the votes", 0.0)
    snapshot = take_snapshot(deliberation, selection)
    if not len(snapshot.votes.values):
        raise WorkRefused("There are no votes to analyse yet.")
    return snapshot


def _already_there(deliberation: Deliberation, snapshot: VoteSnapshot, votes_hash: str) -> Analysis | None:
    """Return the analysis that pages show if it is of these very votes."""
    last = Analysis.objects.latest_of(deliberation)
    is_same = last and last.input_hash == votes_hash and last.event_watermark == snapshot.event_watermark
    return last if is_same else None


def _within(report: Report, start: float, end: float) -> Report:
    """Return a report of a part of the work as a report of the whole."""
    return lambda step, fraction: report(step, start + (end - start) * fraction)


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
