"""What fails is tried again after a growing pause, up to JOB_MAXIMUM_ATTEMPTS; then it waits for a person."""

import smtplib
import threading
from datetime import timedelta

import pytest
from billiard.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError, connections
from django.utils import timezone

from deliberation.jobs import WorkRefused, clear_old_jobs, request_follow_up, request_job, run_job
from deliberation.models import Job

pytestmark = pytest.mark.django_db
TASK = "deliberation.tasks.run_analysis"


def new_job(subject: str = "d") -> Job:
    return request_follow_up(task=TASK, arguments={}, subject=subject)


def fail(job: Job, error: Exception | None = None) -> None:
    """Do an attempt that ends with an error."""
    error = error or ZeroDivisionError("a secret path")

    def work(report):
        raise error

    with pytest.raises(type(error)):
        run_job(job, work)


def rest(job: Job) -> None:
    """Let the pause of a job be over."""
    Job.objects.filter(pk=job.pk).update(not_before=timezone.now() - timedelta(seconds=1))


def pause_of(job: Job) -> float:
    assert job.not_before is not None
    return (job.not_before - timezone.now()).total_seconds()


def test_after_an_error_it_pauses_longer_each_time_and_with_the_third_it_has_failed() -> None:
    job = new_job()
    fail(job)
    assert (job.state, job.is_tried_again, job.next_attempt, job.most_attempts) == ("queued", True, 2, 3)
    assert 5 < pause_of(job) <= 10
    rest(job)
    fail(job)
    assert 50 < pause_of(job) <= 60
    rest(job)
    fail(job)
    assert (job.state, job.attempts, job.is_tried_again) == ("failed", 3, False)
    assert "ZeroDivisionError: a secret path" in job.error
    assert job.reason == "The program made an error. Whoever runs this site finds it in the log."


def test_nobody_publishes_or_takes_a_job_that_pauses() -> None:
    job = new_job()
    fail(job)
    assert not Job.objects.to_publish().exists()
    assert not Job.objects.get(pk=job.pk).claim()
    rest(job)
    assert Job.objects.to_publish().get() == job
    assert run_job(job, lambda report: None)
    assert (job.state, job.failure, job.error) == ("succeeded", "", "")


def test_a_refusal_is_final_and_says_why() -> None:
    job = new_job()

    def refuse(report):
        raise WorkRefused("There are no votes\nto analyse yet.")

    run_job(job, refuse)
    assert (job.state, job.attempts, job.failure) == ("failed", 1, "refused")
    assert job.reason == "There are no votes\nto analyse yet."


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (OperationalError("the connection is closed"), "database"),
        (ConnectionRefusedError(111, "Connection refused"), "server"),
        (TimeoutError(), "server"),
        (smtplib.SMTPServerDisconnected("gone"), "server"),
        (SoftTimeLimitExceeded(), "time"),
        (MemoryError(), "memory"),
        (FileNotFoundError("weights"), "program"),
    ],
)
def test_the_panel_says_in_words_what_went_wrong(error: Exception, failure: str) -> None:
    job = new_job()
    fail(job, error)
    assert job.failure == failure
    assert job.reason == Job.Failure(failure).label


def test_when_ended_is_called_once_it_has_ended_and_not_before_a_pause() -> None:
    job, ended = new_job(), []

    def work(report):
        raise OSError

    for _attempt in range(3):
        assert ended == []
        with pytest.raises(OSError):
            run_job(job, work, when_ended=lambda job: ended.append(job.state))
        rest(job)
    assert ended == ["failed"]


def test_retrying_gives_all_attempts_back_and_twice_is_once() -> None:
    job = new_job()
    job.claim()
    job.fail("No.")
    assert job.retry()
    assert not job.retry()
    assert (job.state, job.attempts, job.error, job.failure) == ("queued", 0, "", "")
    assert run_job(job, lambda report: None)
    assert not job.retry()
    assert job.state == "succeeded"


def test_of_two_jobs_about_the_same_one_runs_and_the_other_waits_its_turn() -> None:
    first = new_job()
    assert first.claim()
    second = new_job()
    assert second != first
    assert not second.claim()
    assert (second.state, second.attempts, second.is_tried_again) == ("queued", 0, False)
    assert 0 < pause_of(second) <= 3

    assert new_job("another").claim()
    first.succeed()
    rest(second)
    assert second.claim()


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_at_once_one_gets_the_work_on_a_subject() -> None:
    jobs = []
    for number in range(6):
        jobs.append(request_job(key=f"job-{number}", task=TASK, arguments={}, subject="d"))
    ready, claimed = threading.Barrier(len(jobs)), []

    def claim(job: Job) -> None:
        ready.wait(30)
        claimed.append(job.claim())
        connections.close_all()

    threads = [threading.Thread(target=claim, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == [False] * 5 + [True]


def test_a_worker_that_was_given_up_cannot_undo_what_its_successor_does() -> None:
    assert new_job().claim()
    late, later = Job.objects.get(), Job.objects.get()
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    successor = Job.objects.get()
    assert successor.claim()
    assert not late.fail("too late")
    assert successor.succeed({"by": "the second"})
    assert not later.succeed({"by": "the first"})
    assert (later.state, later.result) == ("succeeded", {"by": "the second"})


def test_a_worker_whose_lease_was_taken_stops_at_its_next_report() -> None:
    job, done = new_job(), []

    def work(report):
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        assert Job.objects.get(pk=job.pk).claim()
        report("Halfway", 0.5)
        done.append("the rest")

    assert not run_job(job, work)
    job.refresh_from_db()
    assert (done, job.state, job.attempts, job.step) == ([], "running", 2, "")


def test_what_failed_is_dead_until_a_later_job_does_the_same_work() -> None:
    job = new_job()
    job.claim()
    job.fail("No.")
    other = new_job("another")
    other.claim()
    other.fail("No.")
    assert set(Job.objects.dead_letters()) == {job, other}
    later = new_job()
    assert set(Job.objects.dead_letters()) == {other}
    later.claim()
    later.fail("Again.")
    assert set(Job.objects.dead_letters()) == {later, other}


def test_old_jobs_are_cleared_and_failed_ones_stay_until_they_were_dealt_with(settings) -> None:
    settings.JOB_RETENTION_DAYS = 30

    def ended(subject: str, days_ago: int, *, well: bool) -> Job:
        job = new_job(subject)
        job.claim()
        if well:
            job.succeed()
        else:
            job.fail("No.")
        Job.objects.filter(pk=job.pk).update(finished_at=timezone.now() - timedelta(days=days_ago))
        return job

    old = ended("old", 31, well=True)
    young = ended("young", 29, well=True)
    dead = ended("dead", 90, well=False)
    followed = ended("followed", 90, well=False)
    follower = ended("followed", 1, well=True)
    waiting = new_job("waiting")
    assert clear_old_jobs() == 2
    assert clear_old_jobs() == 0
    assert set(Job.objects.all()) == {young, dead, follower, waiting}
    assert not Job.objects.filter(pk__in=[old.pk, followed.pk]).exists()
