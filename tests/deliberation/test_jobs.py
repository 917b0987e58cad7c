import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from deliberation.jobs import WorkRefused, publish_jobs, request_follow_up, request_job, run_job
from deliberation.models import Analysis, Job
from deliberation.results.services import request_analysis, request_due_analyses
from tests.factories import ParticipantFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db


def new_job(key: str = "job") -> Job:
    return request_job(key=key, task="deliberation.tasks.run_analysis", arguments={})


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)


def test_a_key_names_one_job() -> None:
    assert new_job().pk == new_job().pk


def test_one_follow_up_waits_at_a_time() -> None:
    first = request_follow_up(task="t", arguments={}, subject="d")
    assert request_follow_up(task="t", arguments={}, subject="d") == first
    assert request_follow_up(task="t", arguments={}, subject="other") != first

    first.claim()
    assert request_follow_up(task="t", arguments={}, subject="d") != first


def test_work_is_done_once() -> None:
    done = []
    job = new_job()
    assert run_job(job, lambda report: done.append(1))
    assert not run_job(job, lambda report: done.append(2))

    job.refresh_from_db()
    assert (done, job.state, job.progress) == ([1], Job.State.SUCCEEDED, 1.0)


def test_a_running_job_cannot_be_claimed_again() -> None:
    job = new_job()
    assert job.claim()
    assert not Job.objects.get(pk=job.pk).claim()


def test_an_abandoned_job_is_taken_up_again() -> None:
    job = new_job()
    job.claim()
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    assert Job.objects.get(pk=job.pk).claim()


def test_a_job_that_loses_its_worker_too_often_is_given_up(settings) -> None:
    settings.JOB_MAXIMUM_ATTEMPTS = 2
    job = new_job()
    for _attempt in range(2):
        assert job.claim()
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    assert not job.claim()
    assert (job.state, job.failure) == (Job.State.FAILED, Job.Failure.LOST)
    assert "given up" in job.error


def test_a_refusal_is_kept_as_a_sentence() -> None:
    job = new_job()

    def refuse(report):
        raise WorkRefused("There are no votes to analyse yet.")

    run_job(job, refuse)
    assert (job.state, job.error) == (Job.State.FAILED, "There are no votes to analyse yet.")


def test_progress_is_stored() -> None:
    job = new_job()

    def work(report):
        report("Halfway", 0.5)
        stored = Job.objects.get(pk=job.pk)
        assert (stored.step, stored.percent) == ("Halfway", 50)

    run_job(job, work)


@pytest.mark.django_db(transaction=True)
def test_new_votes_lead_to_an_analysis_by_a_real_worker(celery_worker_process) -> None:
    statement = StatementFactory()
    for value in (1, 1, 0, -1):
        VoteFactory(statement=statement, value=value)

    call_command("relay_jobs", once=True)
    wait_for(lambda: Analysis.objects.filter(deliberation=statement.deliberation).exists())

    analysis = Analysis.objects.latest_of(statement.deliberation)
    assert (analysis.vote_count, analysis.agree) == (4, 2)
    wait_for(lambda: not Job.objects.unfinished().exists())
    assert request_due_analyses() == 0


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_nothing(start_worker, settings) -> None:
    settings.JOB_LEASE_SECONDS = 2
    statement = StatementFactory()
    VoteFactory(statement=statement)
    job = request_analysis(deliberation=statement.deliberation)
    # The first worker takes the lease and is killed before it has done anything.
    job.claim()
    publish_jobs()
    with start_worker() as worker:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    assert not Analysis.objects.exists()

    with start_worker():

        def relayed_and_done() -> bool:
            publish_jobs()
            return Job.objects.get(pk=job.pk).state == Job.State.SUCCEEDED

        wait_for(relayed_and_done)
    assert Analysis.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_voting_needs_no_redis(settings) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    statement = StatementFactory()
    VoteFactory(statement=statement, participant=ParticipantFactory(deliberation=statement.deliberation))

    assert statement.votes.count() == 1
    assert request_due_analyses() == 1
