"""The Celery door to training; it may be opened twice without harm."""

from typing import Any

from celery import shared_task

from deliberation.jobs import Report, WorkRefused, run_job
from deliberation.models import Job
from training_bridge import services
from training_bridge.models import TrainingRun
from training_bridge.services.announcing import announce_ending


@shared_task(name=services.TASK)
def train(job_id: int) -> None:
    """Do a training run, or go on with one that was stopped or whose worker was lost."""
    job = Job.objects.get(pk=job_id)

    def work(report: Report) -> dict[str, Any]:
        run = TrainingRun.objects.select_related("version").get(public_id=job.arguments["training_run"])
        if run.job_id != job.pk:
            raise WorkRefused("This run has gone on under another job.")
        summary = services.run_training_run(run=run, report=report)
        return {"outcome": summary["outcome"]}

    def tell(job: Job) -> None:
        run = TrainingRun.objects.select_related("job").filter(job=job).first()
        if run is not None:
            announce_ending(run)

    run_job(job, work, when_ended=tell)
