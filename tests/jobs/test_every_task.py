"""Every registered task may be delivered twice, in turn or at once: the database comes out the same."""

import dataclasses
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import time_machine
from celery import current_app
from django.core import mail
from django.db import connection, connections

from constitution.comparing import Vectors
from constitution.services import comparing
from deliberation.jobs import request_follow_up
from deliberation.models import Job
from tests.deliberation.webhooks.conftest import loopback_allowed as loopback_allowed
from tests.deliberation.webhooks.conftest import receiver as receiver
from tests.jobs.database_digest import KeptDatabase, database_digest, differences
from tests.jobs.files_digest import results_digest
from tests.jobs.prepared_jobs import PREPARED, SENT, messages_sent

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("loopback_allowed"),
]


@dataclasses.dataclass
class Ground:
    """What jobs are prepared with."""

    settings: Any
    monkeypatch: pytest.MonkeyPatch
    receiver: Any


@pytest.fixture
def ground(
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    receiver: Any,
    tmp_path: Path,  # noqa: F811
) -> Iterator[Ground]:
    if connection.vendor != "postgresql":
        pytest.skip("Rows are kept and put back by COPY, which PostgreSQL has.")
    settings.DATA_DIR = tmp_path
    # The encoders take seconds to load; what is written does not depend on which of them found it.
    monkeypatch.setattr(comparing, "encode", lambda *_texts, **_options: Vectors())
    assert registered_tasks()
    yield Ground(settings, monkeypatch, receiver)


def registered_tasks() -> set[str]:
    current_app.loader.import_default_modules()
    return {name for name in current_app.tasks if not name.startswith("celery.")}


def deliver(task: str, job: Job) -> None:
    """Do what a worker does with a message: any number of workers may have one of the same job."""
    current_app.tasks[task](job_id=job.pk)


def at_once(*acts: Callable[[], None]) -> None:
    """Do all at once, each in a thread with a connection of its own; what one raises is raised here."""
    ready = threading.Barrier(len(acts))

    def act_and_close(act: Callable[[], None]) -> None:
        try:
            ready.wait(30)
            act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        for done in [threads.submit(act_and_close, act) for act in acts]:
            done.result()


def test_every_registered_task_is_tried_here() -> None:
    assert registered_tasks() == set(PREPARED)


@pytest.mark.parametrize("task", sorted(PREPARED))
def test_done_twice_in_turn_or_at_once_it_leaves_the_same_database(task: str, ground: Ground) -> None:
    with time_machine.travel("2026-11-23T12:00:00Z", tick=False):
        job = PREPARED[task](ground)
        before = KeptDatabase()
        deliver(task, job)
        job.refresh_from_db()
        assert (job.state, job.error) == (Job.State.SUCCEEDED, "")
        once, files = database_digest(), results_digest(ground.settings.DATA_DIR)
        told = messages_sent(task, ground)
        assert len(told) == len(set(told)) == SENT.get(task, 0)

        deliver(task, job)
        assert differences(database_digest(), once) == []

        start_again(before, ground)
        at_once(lambda: deliver(task, job), lambda: deliver(task, job))
        assert differences(database_digest(), once) == []
        assert results_digest(ground.settings.DATA_DIR) == files
        assert sorted(messages_sent(task, ground)) == sorted(told)

        start_again(before, ground)
        other = another_job_about_the_same(job)
        at_once(lambda: deliver(task, job), lambda: deliver(task, other))
        Job.objects.update(not_before=None)
        for each in (job, other):
            deliver(task, each)
        assert not Job.objects.unfinished().filter(task=task).exists()
        without = {label: rows for label, rows in once.items() if label != "deliberation.Job"}
        assert differences(database_digest(without=("deliberation.Job",)), without) == []
        assert results_digest(ground.settings.DATA_DIR) == files
        assert sorted(messages_sent(task, ground)) == sorted(told)


def start_again(before: KeptDatabase, ground: Ground) -> None:
    """Put everything back to where nothing was done yet."""
    before.put_back()
    shutil.rmtree(ground.settings.DATA_DIR / "training", ignore_errors=True)
    mail.outbox.clear()
    ground.receiver.messages.clear()


def another_job_about_the_same(job: Job) -> Job:
    """Ask for the same work again as if the job had begun already."""
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING)
    other = request_follow_up(task=job.task, arguments=job.arguments, subject=job.subject)
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)
    assert other.pk != job.pk
    return other
