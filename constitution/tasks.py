"""Celery doors of the constitution. Each may be delivered twice without harm."""

from typing import Any

from celery import shared_task

from constitution.models import ConstitutionVersion
from constitution.services import suggestion_themes
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
