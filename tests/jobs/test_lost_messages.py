"""A message that is lost between the relay and a worker is missed, and sent again."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.utils import timezone

from deliberation.jobs import publish_jobs, request_job
from deliberation.lost_messages import jobs_with_lost_messages
from deliberation.models import Job

pytestmark = pytest.mark.django_db

ANALYSIS, TRAINING = "deliberation.tasks.run_analysis", "training_bridge.tasks.run_training"


@pytest.fixture(autouse=True)
def empty_queues(redis_server: str) -> Iterator[None]:
    """No worker runs, so that what is sent stays where it is."""
    current_app.control.purge()
    yield
    current_app.control.purge()


def published_long_ago(task: str) -> Job:
    """Ask for a job and hand it over, as it was more than a lease ago."""
    job = request_job(key=task, task=task, arguments={})
    assert publish_jobs() == 1
    long_ago = timezone.now() - timedelta(seconds=settings.JOB_LEASE_SECONDS + 1)
    Job.objects.filter(pk=job.pk).update(published_at=long_ago)
    return job


def messages() -> int:
    """Take all messages out of all queues and say how many there were."""
    return current_app.control.purge()


def test_a_message_that_waits_in_a_long_queue_is_not_sent_again() -> None:
    published_long_ago(ANALYSIS)
    assert publish_jobs() == 0
    assert messages() == 1


def test_a_message_that_is_gone_is_sent_again_and_then_left_alone() -> None:
    published_long_ago(ANALYSIS)
    assert messages() == 1
    assert publish_jobs() == 1
    assert publish_jobs() == 0
    assert messages() == 1


def test_another_queue_being_long_does_not_hide_it() -> None:
    published_long_ago(TRAINING)
    lost = published_long_ago(ANALYSIS)
    with current_app.connection_or_acquire() as connection:
        connection.default_channel.queue_purge("analysis")
    assert jobs_with_lost_messages() == [lost]


def test_a_job_that_was_only_just_handed_over_is_given_time() -> None:
    request_job(key="new", task=ANALYSIS, arguments={})
    assert publish_jobs() == 1
    messages()
    assert publish_jobs() == 0


def test_a_job_that_somebody_does_is_left_to_its_lease() -> None:
    job = published_long_ago(ANALYSIS)
    messages()
    assert job.claim()
    assert publish_jobs() == 0
