"""Work that follows from an action: requested in its transaction, published by a relay, done once."""

import threading
import traceback
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from deliberation.models import Job

Report = Callable[[str, float], None]


class WorkRefused(Exception):
    """The work cannot be done as asked; the text says why. Trying again would not help."""


def request_job(*, key: str, task: str, arguments: dict[str, Any], input_hash: str = "") -> Job:
    """Write down work to be done, once per key; call it in the transaction that causes the work."""
    job, _created = Job.objects.get_or_create(
        key=key, defaults={"task": task, "arguments": arguments, "input_hash": input_hash}
    )
    return job


@transaction.atomic
def request_follow_up(*, task: str, arguments: dict[str, Any], subject: str) -> Job:
    """Write down work that brings something up to date; one waiting job per task and subject is enough.

    Call it in the transaction that causes the work, if there is one. A waiting job is locked, so that no
    worker can start it before this transaction is visible to it.
    """
    waiting = (
        Job.objects.select_for_update()
        .filter(task=task, key__startswith=f"{task}:{subject}:", state=Job.State.QUEUED)
        .first()
    )
    if waiting is not None:
        return waiting
    return Job.objects.create(key=f"{task}:{subject}:{uuid.uuid4().hex}", task=task, arguments=arguments)


def publish_jobs() -> int:
    """Hand waiting and abandoned jobs to Celery; return how many. Safe to run twice at once."""
    published = 0
    for job in Job.objects.to_publish()[:100]:
        current_app.send_task(job.task, kwargs={"job_id": job.pk}, task_id=f"{job.pk}-{job.attempts}")
        Job.objects.filter(pk=job.pk).update(published_at=timezone.now())
        published += 1
    return published


def run_job(
    job: Job,
    work: Callable[[Report], dict[str, Any] | None],
    when_ended: Callable[[Job], None] = lambda job: None,
) -> bool:
    """Do the work under the job's lease; return False when someone else holds or has finished it.

    A refusal or an error ends the job with its reason; a lost worker leaves the lease to expire, and the
    relay hands the job out again. `when_ended` is called in the transaction that ends the job, well or not;
    a job delivered again after its end calls it again.
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
        _end(job, lambda: job.fail(refused), when_ended)
        return True
    except Exception:
        trace = traceback.format_exc(limit=8)
        _end(job, lambda: job.fail(trace), when_ended)
        raise
    _end(job, lambda: job.succeed(result), when_ended)
    return True


@transaction.atomic
def _end(job: Job, finish: Callable[[], None], when_ended: Callable[[Job], None]) -> None:
    finish()
    when_ended(job)


@contextmanager
def _lease_kept(job: Job) -> Iterator[None]:
    """Renew the lease from a thread while the work runs, for steps that report nothing for long."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(settings.JOB_LEASE_SECONDS / 4):
            close_old_connections()
            job.renew_lease()
        connection.close()

    keeper = threading.Thread(target=renew, name=f"lease of job {job.pk}", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()
