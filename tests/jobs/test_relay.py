"""The relay goes on whatever fails around it, says when it last did all it had to, and ends when asked."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection, connections
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisAway

from deliberation.jobs import publish_jobs, request_job
from deliberation.models import Job, RelayHeartbeat
from deliberation.relay import Duty, look
from tests.celery_worker import worker_database_url
from tests.jobs.killing import ROOT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What has been handed to Celery, in place of Redis."""
    handed_over: list[str] = []
    monkeypatch.setattr(
        current_app, "send_task", lambda name, *, kwargs, task_id: handed_over.append(task_id)
    )
    return handed_over


def a_job(key: str = "job") -> Job:
    return request_job(key=key, task="deliberation.tasks.run_analysis", arguments={})


def beat() -> Duty:
    return Duty(RelayHeartbeat.beat)


def test_the_heartbeat_says_when_a_relay_last_looked(published: list[str]) -> None:
    assert RelayHeartbeat.last() is None
    a_job()
    call_command("relay_jobs", "--once")
    first = RelayHeartbeat.last()
    assert first is not None
    assert timezone.now() - first < timedelta(minutes=1)
    call_command("relay_jobs", "--once")
    assert RelayHeartbeat.last() > first
    assert RelayHeartbeat.objects.count() == 1
    assert len(published) == 1


@pytest.mark.parametrize(
    "error",
    [RedisAway("away"), OperationalError("away"), InterfaceError("closed"), ZeroDivisionError("a fault")],
    ids=lambda error: type(error).__name__,
)
def test_what_one_duty_meets_keeps_no_other_from_being_done_and_stops_the_heartbeat(error: Exception) -> None:
    done: list[str] = []

    def fail() -> None:
        raise error

    duties = [Duty(fail), Duty(lambda: done.append("the other"))]
    assert not look(duties, beat())
    assert done == ["the other"]
    assert RelayHeartbeat.last() is None
    assert look(duties[1:], beat())
    assert RelayHeartbeat.last() is not None


def test_a_duty_that_failed_is_due_at_the_next_look_and_one_that_was_done_is_not() -> None:
    tried: list[int] = []

    def fail_at_first() -> None:
        tried.append(1)
        if len(tried) == 1:
            raise RedisAway("away")

    duty = Duty(fail_at_first, seconds=3600)
    assert [look([duty], beat()) for _ in range(3)] == [False, True, True]
    assert len(tried) == 2


def test_a_relay_that_is_told_to_stop_ends_after_what_it_is_doing() -> None:
    stop, done = threading.Event(), []
    duties = [Duty(stop.set), Duty(lambda: done.append("too much"))]
    assert not look(duties, beat(), stop.is_set)
    assert (done, RelayHeartbeat.last()) == ([], None)


def test_redis_away_in_the_middle_leaves_the_rest_to_the_next_look(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []

    def send(_name: str, *, kwargs: dict[str, Any], task_id: str) -> None:
        if len(sent) == 1:
            raise RedisAway("away")
        sent.append(kwargs["job_id"])

    jobs = [a_job(f"job-{number}") for number in range(3)]
    monkeypatch.setattr(current_app, "send_task", send)
    assert not look([Duty(publish_jobs)], beat())
    assert Job.objects.filter(published_at=None).count() == 2
    sent.clear()
    monkeypatch.setattr(
        current_app, "send_task", lambda _name, *, kwargs, task_id: sent.append(kwargs["job_id"])
    )
    assert look([Duty(publish_jobs)], beat())
    assert sent == [job.pk for job in jobs[1:]]


def test_many_relays_at_once_publish_every_job_and_the_work_is_done_once(published: list[str]) -> None:
    jobs = [a_job(f"job-{number}") for number in range(20)]
    ready = threading.Barrier(4)

    def relay() -> None:
        ready.wait(30)
        publish_jobs()
        connections.close_all()

    threads = [threading.Thread(target=relay) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(published) == {f"{job.pk}-0" for job in jobs}
    assert publish_jobs() == 0
    assert [sum(Job.objects.get(pk=job.pk).claim() for _message in range(4)) for job in jobs] == [1] * 20


@pytest.fixture
def relay_process(redis_server: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A real relay on the test's database and Redis."""
    environment = os.environ | {"DATABASE_URL": worker_database_url(connection.settings_dict)}
    command = [sys.executable, "manage.py", "relay_jobs", "--interval", "0.1"]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        yield process
        if process.poll() is None:
            process.kill()


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def test_a_relay_survives_losing_the_database_and_ends_at_once_when_told_to(
    relay_process: "subprocess.Popen[bytes]",
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connections that a server could end.")
    wait_for(lambda: RelayHeartbeat.last() is not None)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    job = a_job()
    wait_for(lambda: Job.objects.get(pk=job.pk).published_at is not None)
    told_at = timezone.now()
    wait_for(lambda: (RelayHeartbeat.last() or told_at) > told_at)
    relay_process.send_signal(signal.SIGTERM)
    assert relay_process.wait(timeout=30) == 0
