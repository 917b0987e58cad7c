"""The same vote sent many times at once counts once; without the constraints that see to it, it would not."""

import logging
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from django.conf import settings as site_settings
from django.db import connection, models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from deliberation.models import Deliberation, Event, Participant, Statement, Vote
from deliberation.people.participation import remember_participant
from tests.factories import ParticipantFactory, StatementFactory

ON_POSTGRESQL = "postgresql" in site_settings.DATABASES["default"]["ENGINE"]
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite lets one write at a time"),
]


@pytest.fixture(autouse=True)
def many_may_come(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Let a person vote as often as they can, and keep expected failures out of the report."""
    settings.VOTE_RATE_LIMIT = "100000/minute"
    caplog.set_level(logging.CRITICAL)


class Outcome(NamedTuple):
    """What became of one vote that was sent many times at once."""

    statuses: Counter[int]
    votes: int
    events: int

    @property
    def is_one_vote(self) -> bool:
        """Whether everybody was answered well and the vote counts once."""
        return self.votes == self.events == 1 and set(self.statuses) <= {200, 302}


def cookies_of(participant: Participant) -> dict[str, str]:
    response = HttpResponse()
    remember_participant(response, participant)
    return {name: cookie.value for name, cookie in response.cookies.items()}


def sent_at_once(deliberation: Deliberation, *, times: int, threads: int) -> Outcome:
    """Send one new participant's vote on one new statement many times, from several threads."""
    participant = ParticipantFactory(deliberation=deliberation)
    statement = StatementFactory(deliberation=deliberation, author=None)
    address = reverse("deliberation:vote", args=[deliberation.slug])
    form = {"statement": statement.number, "value": 1, "key": uuid.uuid4().hex}
    cookies, start = cookies_of(participant), threading.Barrier(threads)

    def send(share: int) -> list[int]:
        browser = Client(raise_request_exception=False)
        browser.cookies.load(cookies)
        start.wait(timeout=30)
        try:
            return [browser.post(address, form).status_code for _ in range(share)]
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        answers = pool.map(send, [times // threads] * threads)
        statuses = Counter(status for some in answers for status in some)
    return Outcome(statuses, *recorded(participant, statement))


def recorded(participant: Participant, statement: Statement) -> tuple[int, int]:
    cast = Event.objects.filter(participant=participant, kind=Event.Kind.VOTE_CAST)
    return Vote.objects.filter(participant=participant, statement=statement).count(), cast.count()


@contextmanager
def without(model: type[models.Model], name: str) -> Iterator[None]:
    """Take a constraint out of the database, and put it back with the rows gone that it would refuse."""
    [constraint] = [one for one in model._meta.constraints if one.name == name]
    with connection.schema_editor() as editor:
        editor.remove_constraint(model, constraint)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("TRUNCATE deliberation_event CASCADE")
            cursor.execute("SET session_replication_role = DEFAULT")
        with connection.schema_editor() as editor:
            editor.add_constraint(model, constraint)


def test_a_vote_sent_many_times_at_once_is_one_vote(deliberation: Deliberation) -> None:
    outcomes = [sent_at_once(deliberation, times=24, threads=12) for _round in range(4)]
    assert all(outcome.is_one_vote for outcome in outcomes), outcomes


@pytest.mark.nightly
def test_a_vote_sent_two_hundred_times_at_once_is_one_vote(deliberation: Deliberation) -> None:
    outcomes = [sent_at_once(deliberation, times=200, threads=50) for _round in range(20)]
    assert all(outcome.is_one_vote for outcome in outcomes), outcomes


def test_without_the_constraint_on_keys_the_same_vote_is_recorded_again(deliberation: Deliberation) -> None:
    with without(Event, "one_event_per_participant_key"):
        outcome = sent_at_once(deliberation, times=24, threads=12)
        assert outcome.events > 1
        assert not outcome.is_one_vote


def test_without_the_constraint_on_votes_no_vote_is_taken(deliberation: Deliberation) -> None:
    with without(Vote, "one_vote_per_statement"):
        outcome = sent_at_once(deliberation, times=24, threads=12)
        assert not outcome.is_one_vote
