"""Celery doors: find the job, call a service under its lease. Each may be delivered twice without harm."""

import time
from typing import Any

from celery import shared_task

from deliberation.integrity import anomaly_report, sealing
from deliberation.jobs import run_job
from deliberation.models import Analysis, Deliberation, Job, Webhook
from deliberation.moderation.flags import complete_flags
from deliberation.moderation.grouping import place_waiting
from deliberation.people import notices_sending
from deliberation.results import semantic_index, services
from deliberation.results.cadence import PROCESSOR_SECONDS
from deliberation.translating import machine
from deliberation.webhooks.delivering import deliver
from deliberation.webhooks.services import DELIVER_TASK


@shared_task(name="deliberation.tasks.run_analysis")
def run_analysis(job_id: int) -> None:
    """Bring the results of a deliberation up to date with its votes."""
    job = Job.objects.get(pk=job_id)

    def work(report: services.Report) -> dict[str, Any]:
        deliberation = Deliberation.objects.get(public_id=job.arguments["deliberation"])
        begun = time.process_time()
        analysis = services.update_analysis(deliberation=deliberation, report=report)
        return _result_of(analysis, time.process_time() - begun)

    run_job(job, work)


@shared_task(name=services.REFRESH_TASK)
def refresh_results(job_id: int) -> None:
    """Bring counts and positions up to date on the groups that are known."""
    job = Job.objects.get(pk=job_id)

    def work(report: services.Report) -> dict[str, Any]:
        deliberation = Deliberation.objects.get(public_id=job.arguments["deliberation"])
        begun = time.process_time()
        analysis = services.refresh_results(deliberation=deliberation, report=report)
        return _result_of(analysis, time.process_time() - begun)

    run_job(job, work)


def _result_of(analysis: Analysis | None, seconds: float) -> dict[str, Any]:
    return {"result_hash": analysis.result_hash if analysis else "", PROCESSOR_SECONDS: round(seconds, 2)}


@shared_task(name="deliberation.tasks.index_statements")
def index_statements(job_id: int) -> None:
    """Embed new statements, propose near-duplicates and cluster the accepted ones into topics."""
    job = Job.objects.get(pk=job_id)

    def work(report: services.Report) -> dict[str, int]:
        deliberation = Deliberation.objects.get(public_id=job.arguments["deliberation"])
        result = semantic_index.index_statements(deliberation=deliberation, report=report)
        place_waiting(deliberation)
        complete_flags(deliberation=deliberation)
        machine.request_translations(deliberation=deliberation)
        return result

    run_job(job, work)


@shared_task(name="deliberation.tasks.translate_statements")
def translate_statements(job_id: int) -> None:
    """Translate by machine what is missing in the languages of a deliberation."""
    job = Job.objects.get(pk=job_id)

    def work(report: services.Report) -> dict[str, int]:
        deliberation = Deliberation.objects.get(public_id=job.arguments["deliberation"])
        return machine.translate_missing(deliberation=deliberation, report=report)

    run_job(job, work)


@shared_task(name="deliberation.tasks.send_notices")
def send_notices(job_id: int) -> None:
    """Send the e-mails of a deliberation that are due."""
    job = Job.objects.get(pk=job_id)

    def work(report: services.Report) -> dict[str, int]:
        deliberation = Deliberation.objects.get(public_id=job.arguments["deliberation"])
        return notices_sending.send_notices(deliberation=deliberation, report=report)

    run_job(job, work)


@shared_task(name=DELIVER_TASK)
def deliver_webhooks(job_id: int) -> None:
    """Send the messages of a webhook that are due."""
    job = Job.objects.get(pk=job_id)

    def work(report: services.Report) -> dict[str, int]:
        webhook = Webhook.objects.filter(public_id=job.arguments["webhook"]).first()
        return deliver(webhook=webhook, report=report) if webhook else {}

    run_job(job, work)


@shared_task(name=sealing.SEAL_TASK)
def seal_log(job_id: int) -> None:
    """Seal what was recorded in a log since the last seal, and ask again where that is much."""
    job = Job.objects.get(pk=job_id)
    unfinished: list[Deliberation] = []

    def work(report: services.Report) -> dict[str, int]:
        deliberation = Deliberation.objects.get(public_id=job.arguments["deliberation"])
        sealed = sealing.seal_log(deliberation=deliberation, report=report, most_seals=sealing.SEALS_PER_JOB)
        if not sealed.is_done:
            unfinished.append(deliberation)
        return {"events": sealed.events, "seals": sealed.seals}

    run_job(job, work)
    for deliberation in unfinished:
        sealing.request_seal(deliberation=deliberation)


@shared_task(name="deliberation.tasks.report_anomalies")
def report_anomalies(job_id: int) -> None:
    """Look at how people took part in a deliberation, and report what is unusual."""
    job = Job.objects.get(pk=job_id)

    def work(report: services.Report) -> dict[str, int]:
        deliberation = Deliberation.objects.get(public_id=job.arguments["deliberation"])
        found = anomaly_report.report_anomalies(deliberation=deliberation, report=report)
        return {"report": found.pk, "findings": len(found.findings)}

    run_job(job, work)
