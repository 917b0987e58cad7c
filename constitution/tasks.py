"""Celery doors of the constitution. Each may be delivered twice without harm."""

from typing import Any

from celery import shared_task

from constitution.models import Comparison, ConstitutionVersion
from constitution.services import comparing, concerns, suggestion_themes
from deliberation.jobs import Report, run_job
from deliberation.models import Deliberation, Job


@shared_task(name=suggestion_themes.TASK)
def group_suggestions(job_id: int) -> None:
    """Group what participants suggest on a version, so that it is shown by theme."""
    job = Job.objects.get(pk=job_id)

    def work(report: Report) -> dict[str, Any]:
        deliberation = Deliberation.objects.get(public_id=job.arguments["deliberation"])
        version = ConstitutionVersion.objects.of(deliberation).get(number=job.arguments["version"])
        return suggestion_themes.group_suggestions(version=version, report=report)

    run_job(job, work)


@shared_task(name=concerns.TASK)
def find_concerns(job_id: int) -> None:
    """Look at a draft anew; a version that is no draft any more is left alone."""
    job = Job.objects.get(pk=job_id)

    def work(report: Report) -> dict[str, Any]:
        deliberation = Deliberation.objects.get(public_id=job.arguments["deliberation"])
        version = ConstitutionVersion.objects.of(deliberation).get(number=job.arguments["version"])
        if not version.may_be_edited:
            return {}
        return concerns.find_concerns(version=version, report=report).as_dict()

    run_job(job, work)


@shared_task(name=comparing.TASK)
def compare_with_source(job_id: int) -> None:
    """Find the matches of a comparison; one that was removed meanwhile is left alone."""
    job = Job.objects.get(pk=job_id)

    def work(report: Report) -> dict[str, Any]:
        comparison = Comparison.objects.filter(pk=job.arguments["comparison"]).first()
        return comparing.find_matches(comparison=comparison, report=report) if comparison else {}

    run_job(job, work)
