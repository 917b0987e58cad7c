"""Limits: who has to wait, what happens without Redis, and that every refusal says when to come again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from deliberation.integrity import rate_limits
from deliberation.integrity.rate_limits import seconds_to_wait
from deliberation.models import Deliberation, Participant, Statement, User
from deliberation.people.participation import COOKIE_SALT, cookie_name
from tests.factories import DeliberationFactory, ParticipantFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db

KEY = "a" * 32


@pytest.fixture
def redis_is_gone(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RATE_LIMITS_FAIL_CLOSED = True
    settings.REDIS_URL = "redis+socket:///nowhere/redis.sock"
    monkeypatch.setattr(rate_limits, "_paused_until", 0.0)


@pytest.fixture
def browser(participant: Participant) -> Client:
    return known_as(participant)


def known_as(participant: Participant) -> Client:
    client = Client()
    response = HttpResponse()
    name = cookie_name(participant.deliberation)
    response.set_signed_cookie(name, participant.public_id, salt=COOKIE_SALT)
    client.cookies[name] = response.cookies[name].value
    return client


def test_of_several_limits_the_fullest_counts() -> None:
    limit = "2/minute;3/day"
    assert [seconds_to_wait(limit, "trying", "me") for _ in range(2)] == [0, 0]
    assert 0 < seconds_to_wait(limit, "trying", "me") <= 60
    assert seconds_to_wait(limit, "trying", "somebody else") == 0
    assert seconds_to_wait("9/minute;3/day", "trying at leisure", "me", times=3) == 0
    assert seconds_to_wait("9/minute;3/day", "trying at leisure", "me") > 3600


def test_a_refused_attempt_is_not_counted() -> None:
    assert seconds_to_wait("3/minute", "batches", "me", times=2) == 0
    assert seconds_to_wait("3/minute", "batches", "me", times=2) > 0
    assert seconds_to_wait("3/minute", "batches", "me", times=1) == 0


def test_without_redis_votes_are_taken_and_still_limited(
    redis_is_gone: None, settings: Any, browser: Client, statement: Statement
) -> None:
    settings.VOTE_RATE_LIMIT = "1/minute"
    address = reverse("deliberation:vote", args=[statement.deliberation.slug])
    first = browser.post(address, {"statement": statement.number, "value": 1, "key": KEY})
    assert first.status_code in {200, 302}
    assert statement.votes.count() == 1
    again = browser.post(address, {"statement": statement.number, "value": -1, "key": "b" * 32})
    assert again.status_code == 429
    assert int(again.headers["Retry-After"]) > 0


def test_without_redis_statements_are_not_taken(
    redis_is_gone: None, browser: Client, deliberation: Deliberation
) -> None:
    address = reverse("deliberation:propose", args=[deliberation.slug])
    refused = browser.post(address, {"text": "An AI should say what it does not know.", "key": KEY})
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == str(rate_limits.COME_AGAIN_SECONDS)
    assert "An AI should say what it does not know." in refused.content.decode()
    assert "cannot be taken just now" in refused.content.decode()
    assert not deliberation.statements.exists()


def test_without_redis_nobody_signs_in(redis_is_gone: None, owner: User) -> None:
    refused = Client().post(reverse("deliberation:sign_in"), {"login": owner.email, "password": "anything"})
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == str(rate_limits.COME_AGAIN_SECONDS)
    assert "Nobody can sign in just now" in refused.content.decode()


def of_a_participant(name: str, sent: Callable[[Statement], dict[str, Any]]) -> tuple[str, Any]:
    return name, sent


LIMITED = [
    of_a_participant("vote", lambda statement: {"statement": statement.number, "value": 1, "key": KEY}),
    of_a_participant(
        "mark_vote", lambda statement: {"statement": statement.number, "is_important": "1", "key": KEY}
    ),
    of_a_participant(
        "give_reason", lambda statement: {"statement": statement.number, "text": "So.", "key": KEY}
    ),
    of_a_participant("propose", lambda statement: {"text": "Be kind to whoever asks.", "key": KEY}),
    of_a_participant("notices", lambda statement: {"email": "me@example.org", "on_results": "on"}),
]


@pytest.mark.parametrize(("name", "sent"), LIMITED, ids=[name for name, _sent in LIMITED])
def test_every_limited_address_says_when_to_come_again(
    name: str, sent: Callable[[Statement], dict[str, Any]], settings: Any, statement: Statement
) -> None:
    for limit in ("VOTE", "REASON", "PROPOSAL", "NOTICE"):
        setattr(settings, f"{limit}_RATE_LIMIT", "1/hour")
    participant = ParticipantFactory(deliberation=statement.deliberation)
    VoteFactory(statement=statement, participant=participant, value=1)
    browser, address = (
        known_as(participant),
        reverse(f"deliberation:{name}", args=[statement.deliberation.slug]),
    )
    answers = [browser.post(address, sent(statement)) for _ in range(3)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused, [answer.status_code for answer in answers]
    assert all(0 < int(answer.headers["Retry-After"]) <= 3600 for answer in refused)


@pytest.mark.parametrize("name", ["vote", "propose", "join"])
def test_newcomers_are_limited_by_their_network(name: str, settings: Any) -> None:
    settings.JOIN_RATE_LIMIT = settings.NEW_AUTHOR_RATE_LIMIT = "1/hour"
    deliberation = DeliberationFactory()
    statement = StatementFactory(deliberation=deliberation)
    address = reverse(f"deliberation:{name}", args=[deliberation.slug])
    codes = []
    for number in range(2):
        answer = Client().post(
            address,
            {
                "statement": statement.number,
                "value": 1,
                "text": f"Another rule, the number {number}.",
                "key": f"{number:032x}",
                "consent": "on",
            },
        )
        codes.append((answer.status_code, "Retry-After" in answer.headers))
    assert codes[1] == (429, True)
    assert codes[0][0] in {200, 302}
