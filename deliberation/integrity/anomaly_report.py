"""The anomaly report: what looks unusual about how people took part. It proposes, and excludes nobody."""

from typing import Any

from django.utils.translation import override

from deliberation.analysis.anomalies.ranking import Finding, rank
from deliberation.integrity.anomaly_words import why_of
from deliberation.integrity.comparison import compare_without
from deliberation.integrity.conduct import read_participation
from deliberation.integrity.networks import forget_old_networks
from deliberation.jobs import Report, WorkRefused, request_follow_up
from deliberation.models import AnomalyReport, Deliberation, Job
from deliberation.results.vote_snapshot import standing_selection

ANOMALIES_TASK = "deliberation.tasks.report_anomalies"
WORTH_A_LOOK = 0.2
"""Scores below this are what chance does; they are not reported."""
MOST_REPORTED = 20_000
TELLING = 0.05
"""Signals with a smaller score are not told beside a stronger one."""


def report_anomalies(
    *, deliberation: Deliberation, report: Report = lambda step, fraction: None
) -> AnomalyReport:
    """Look at how everybody took part, compare the results with and without those proposed, and keep both.

    Nothing having changed since the last report, that one is returned.

    Raises:
        WorkRefused: nobody has voted.
    """
    forget_old_networks(deliberation)
    report("Reading the votes", 0.0)
    excluded = standing_selection(deliberation).excluded
    participation = read_participation(deliberation, excluded)
    if not len(participation.votes.values):
        raise WorkRefused("There are no votes to look at yet.")
    last = latest_report(deliberation)
    if last is not None and last.event_watermark == participation.event_watermark:
        return last
    report("Looking for what is unusual", 0.1)
    findings = rank(participation.votes, participation.conduct)
    proposed = {finding.participant for finding in findings if finding.is_proposed}
    comparison = compare_without(
        deliberation=deliberation,
        proposed=proposed,
        report=lambda step, fraction: report(step, 0.5 + 0.45 * fraction),
    )
    return AnomalyReport.objects.create(
        deliberation=deliberation,
        event_watermark=participation.event_watermark,
        findings=[_stored(finding) for finding in findings[:MOST_REPORTED] if finding.score >= WORTH_A_LOOK],
        comparison=comparison,
    )


def latest_report(deliberation: Deliberation) -> AnomalyReport | None:
    """Return the newest report, if there is one."""
    return AnomalyReport.objects.filter(deliberation=deliberation).order_by("-id").first()


def request_anomaly_report(*, deliberation: Deliberation) -> Job:
    """Ask for a report; one that is waiting already is enough."""
    return request_follow_up(
        task=ANOMALIES_TASK,
        arguments={"deliberation": deliberation.public_id},
        subject=deliberation.public_id,
        deliberation=deliberation,
    )


def _stored(finding: Finding) -> dict[str, Any]:
    told = [signal for signal in finding.signals if signal.kind == finding.kind or signal.score >= TELLING]
    told.sort(key=lambda signal: (signal.kind != finding.kind, -signal.score))
    signals = [
        {"kind": signal.kind, "score": round(signal.score, 3), "facts": dict(signal.facts)} for signal in told
    ]
    # The stored sentence is for files and programs; pages word it anew, in the reader's language.
    with override("en"):
        why = " ".join(why_of(signal.kind, signal.facts) for signal in told)
    return {
        "participant": finding.participant,
        "kind": finding.kind,
        "score": round(finding.score, 4),
        "why": why,
        "is_proposed": finding.is_proposed,
        "signals": signals,
    }
