"""The servers of the tests are real, and the factories make objects that belong together."""

import os
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from deliberation.models import Event, Role, Vote
from tests.factories import StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db


def test_the_database_is_the_one_asked_for():
    wanted = "sqlite" if os.environ.get("TEST_DATABASE") == "sqlite" else "postgresql"
    assert connection.vendor == wanted


def test_sqlite_runs_in_wal_mode_as_in_the_demonstration():
    if connection.vendor != "sqlite":
        pytest.skip("runs on PostgreSQL")
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_nothing_is_written_into_the_project():
    project = Path(settings.BASE_DIR)
    assert not Path(settings.DATA_DIR).is_relative_to(project)


def test_a_vote_lies_in_the_deliberation_of_its_statement_and_has_its_event():
    vote = VoteFactory(value=Vote.Value.DISAGREE)
    assert vote.participant.deliberation == vote.statement.deliberation == vote.deliberation
    assert vote.event.kind == Event.Kind.VOTE_CAST
    assert vote.event.payload.body == {"statement": vote.statement.number, "value": -1}


def test_numbers_are_given_once_per_deliberation(deliberation):
    first, second = StatementFactory.create_batch(2, deliberation=deliberation)
    assert (first.number, second.number) == (1, 2)
    assert first.author.number != second.author.number


def test_named_people_hold_their_roles(deliberation, owner, moderator, observer, stranger):
    roles = [person.role_in(deliberation) for person in (owner, moderator, observer, stranger)]
    assert roles == [Role.OWNER, Role.MODERATOR, Role.OBSERVER, None]


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_takes_messages_from_a_real_redis(celery_worker_process):
    from config.celery import app

    for _attempt in range(50):
        if app.control.ping(timeout=0.5):
            break
        time.sleep(0.1)
    else:
        pytest.fail("the worker did not answer")
