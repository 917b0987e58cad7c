"""Work that follows from an action: requested in its transaction, published by a relay, done once."""

import logging
import smtplib
import socket
import threading
import traceback
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from billiard.exceptions import SoftTimeLimitExceeded
from celery import current_app
from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.utils import timezone

from deliberation.lost_messages import jobs_with_lost_messages
from deliberation.models import Deliberation, Job
from deliberation.models.jobs import LeaseLost

logger = logging.getLogger(__name__)
Report = Callable[[str, float], None]
PUBLISHED_AT_ONCE = 100
CLEARED_AT_ONCE = 1000


class WorkRefused(Exception):
    """The work cannot be done as asked; the text says why. Trying again would not help."""


def request_job(
    *,
    key: str,
    task: str,
    arguments: dict[str, Any],
    subject: str = "",
    deliberation: Deliberation | None = None,
    input_hash: str = "",
) -> Job:
    """Write down work to be done, once per key; call it in the transaction that causes the work.

    Of one task and subject one job runs at a time. The deliberation is the one in whose panel it is shown.
    """
    job, _created = Job.objects.get_or_create(
        key=key,
        defaults={
            "task": task,
            "subject": subject,
            "deliberation": deliberation,
            "arguments": arguments,
            "input_hash": input_hash,
        },
    )
    return job


@transaction.atomic
def request_follow_up(
    *, task: str, arguments: dict[str, Any], subject: str, deliberation: Deliberation | None = None
) -> Job:
    """Write down work that brings something up to date; one waiting job per task and subject is enough.

    Call it in the transaction that causes the work, if there is one. A waiting job is locked, so that no
    worker can start it before this transaction is visible to it.
    """
    waiting = Job.objects.about(task, subject).select_for_update().filter(state=Job.State.QUEUED).first()
    if waiting is not None:
        return waiting
    return Job.objects.create(
        key=f"{task}:{subject}:{uuid.uuid4().hex}",
        task=task,
        subject=subject,
        deliberation=deliberation,
        arguments=arguments,
    )


def publish_jobs() -> int:
    """Hand waiting, abandoned and lost jobs to Celery; return how many. Safe to run twice at once."""
    found = {*jobs_with_lost_messages(), *Job.objects.to_publish()[:PUBLISHED_AT_ONCE]}
    for job in sorted(found, key=lambda job: job.pk):
        current_app.send_task(job.task, kwargs={"job_id": job.pk}, task_id=f"{job.pk}-{job.attempts}")
        Job.objects.filter(pk=job.pk).update(published_at=timezone.now())
    return len(found)


def clear_old_jobs() -> int:
    """Delete jobs that ended JOB_RETENTION_DAYS ago; return how many.

    What failed stays until it was tried again or a later job of the same kind stands for it, and what another
    row refers to, such as a training run, stays as well.
    """
    since = timezone.now() - timedelta(days=settings.JOB_RETENTION_DAYS)
    old = list(
        Job.objects.not_needed_since(since).order_by("id").values_list("pk", flat=True)[:CLEARED_AT_ONCE]
    )
    Job.objects.filter(pk__in=old).delete()
    return len(old)


def run_job(
    job: Job,
    work: Callable[[Report], dict[str, Any] | None],
    when_ended: Callable[[Job], None] = lambda job: None,
) -> bool:
    """Do the work under the job's lease; return False when someone else holds or has finished it.

    A refusal ends the job with its reason. After any other error it is tried again with growing pauses, up to
    JOB_MAXIMUM_ATTEMPTS times in all; the error is raised all the same, so that it is logged. A lost worker
    leaves the lease to expire, and the relay hands the job out again. `when_ended` is called in the
    transaction that ends the job, well or not; a job delivered again after its end calls it again.
    """
    if not job.claim():
        if job.is_finished:
            when_ended(job)
        return False
    try:
        with _lease_kept(job):
            result = work(job.report)
    except WorkRefused as refusal:
        refused = str(refusal)
        return _end(job, lambda: job.fail(refused, Job.Failure.REFUSED), when_ended)
    except LeaseLost:
        logger.warning("Job %s goes on elsewhere; what this worker did of it is left.", job.pk)
        return False
    except Exception as error:
        trace, failure = traceback.format_exc(limit=8), failure_of(error)
        _drop_broken_connection()
        _end(job, lambda: job.fail_for_now(trace, failure), when_ended)
        raise
    return _end(job, lambda: job.succeed(result), when_ended)


def failure_of(error: BaseException) -> Job.Failure:
    """Say in the words of the panel what an error that a program raised comes from."""
    if isinstance(error, OperationalError | InterfaceError):
        return Job.Failure.DATABASE
    if isinstance(error, SoftTimeLimitExceeded):
        return Job.Failure.TIME
    if isinstance(error, MemoryError):
        return Job.Failure.MEMORY
    if isinstance(error, ConnectionError | TimeoutError | socket.gaierror | smtplib.SMTPException):
        return Job.Failure.SERVER
    return Job.Failure.PROGRAM


def _drop_broken_connection() -> None:
    """Let go of a connection that broke with the work, so that how it ended can be written over a new one."""
    if not connection.in_atomic_block:
        close_old_connections()


@transaction.atomic
def _end(job: Job, finish: Callable[[], bool], when_ended: Callable[[Job], None]) -> bool:
    """Write down how an attempt ended; return False when another worker has the job by now."""
    if not finish():
        return False
    if job.is_finished:
        when_ended(job)
    return True


@contextmanager
def _lease_kept(job: Job) -> Iterator[None]:
    """Renew the lease from a thread while the work runs, for steps that report nothing for long."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(settings.JOB_LEASE_SECONDS / 4):
            try:
                close_old_connections()
                job.renew_lease()
            except (OperationalError, InterfaceError) as error:
                logger.warning("The lease of job %s could not be renewed: %s", job.pk, error)
        connection.close()

    keeper = threading.Thread(target=renew, name=f"lease of job {job.pk}", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()
