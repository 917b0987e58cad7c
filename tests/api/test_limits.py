"""Limits: counted as on the site, told in every answer, and no request waits for a lost Redis."""

from typing import Any

import pytest
from django.test import Client
from redis import Redis

from deliberation.api.credentials import participant_key
from deliberation.integrity import rate_limits
from deliberation.models import Deliberation, Participant, Statement
from deliberation.people.participation import cookie_name
from tests.api.asking import as_participant
from tests.factories import ParticipantFactory

pytestmark = pytest.mark.django_db

LIST = "/api/v1/deliberations/"


def bearer(participant: Participant) -> dict[str, str]:
    return {"authorization": f"Bearer {participant_key(participant)}"}


def test_every_answer_says_what_is_allowed_and_what_is_left(client: Client, settings: Any) -> None:
    settings.API_RATE_LIMIT = "5/minute"
    first, second = client.get(LIST), client.get("/api/v1/nothing/")
    assert first["RateLimit-Policy"] == second["RateLimit-Policy"] == '"request";q=5;w=60'
    assert first["RateLimit"].startswith('"request";r=4;t=')
    assert second["RateLimit"].startswith('"request";r=3;t=')


def test_one_request_too_many_is_told_when_to_come_again(client: Client, settings: Any) -> None:
    settings.API_RATE_LIMIT = "1/minute"
    client.get(LIST)
    refused = client.get(LIST)
    assert refused.status_code == 429
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["type"].endswith("#problem-too-many-requests")
    assert 0 < int(refused["Retry-After"]) <= 60
    assert refused["RateLimit"].startswith('"request";r=0;t=')


def test_each_participant_has_a_limit_of_their_own(
    client: Client, deliberation: Deliberation, participant: Participant, settings: Any
) -> None:
    settings.API_RATE_LIMIT = "1/minute"
    other = ParticipantFactory(deliberation=deliberation)
    assert client.get(LIST, headers=bearer(participant)).status_code == 200
    assert client.get(LIST, headers=bearer(other)).status_code == 200
    assert client.get(LIST, headers=bearer(participant)).status_code == 429
    assert client.get(LIST).status_code == 200


def test_guessed_keys_count_for_the_network_they_come_from(client: Client, settings: Any) -> None:
    settings.API_RATE_LIMIT = "2/minute"
    codes = [
        client.get(LIST, headers={"authorization": f"Bearer concord_token_{guess}"}).status_code
        for guess in range(3)
    ]
    assert codes == [401, 401, 429]


def test_made_up_cookies_count_for_the_network_they_come_from(
    client: Client, deliberation: Deliberation, settings: Any
) -> None:
    settings.API_RATE_LIMIT = "2/minute"
    for name in ("one", "two"):
        client.cookies[cookie_name(deliberation)] = f"{name}:made-up"
        assert client.get(LIST).status_code == 200
    client.cookies[cookie_name(deliberation)] = "three:made-up"
    assert client.get(LIST).status_code == 429


def test_a_vote_counts_as_on_the_site_and_both_limits_are_told(
    participant: Participant, statement: Statement, settings: Any
) -> None:
    settings.VOTE_RATE_LIMIT = "2/minute"
    program = as_participant(participant)
    voted = program.ask("put", "vote", statement.number, sent={"value": 1})
    assert voted.status_code == 200
    assert voted["RateLimit-Policy"] == '"request";q=600;w=60, "vote";q=2;w=60'
    assert '"vote";r=1;t=' in voted["RateLimit"]
    assert rate_limits.seconds_to_wait("2/minute", "vote", participant.public_id) == 0
    refused = program.ask("put", "vote", statement.number, sent={"value": -1})
    assert refused.status_code == 429


def test_several_windows_of_one_limit_have_names_of_their_own(participant: Participant) -> None:
    proposed = as_participant(participant).ask(
        "post", "statements", sent={"text": "An AI should be patient."}
    )
    assert proposed.status_code == 201
    policies = proposed["RateLimit-Policy"]
    assert '"propose-600";q=5;w=600' in policies
    assert '"propose-86400";q=20;w=86400' in policies


def test_telling_the_limits_asks_redis_nothing_more(
    redis_server: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limits, "_paused_until", 0.0)
    client.get(LIST)
    redis = Redis(unix_socket_path=redis_server.removeprefix("redis+socket://"))
    before = redis.info("commandstats")["cmdstat_evalsha"]["calls"]
    answer = client.get(LIST)
    assert '"request";r=598' in answer["RateLimit"]
    assert redis.info("commandstats")["cmdstat_evalsha"]["calls"] - before == 2


def test_without_redis_requests_are_counted_here_and_told(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL, settings.API_RATE_LIMIT = "redis+socket:///nowhere/redis.sock", "2/minute"
    monkeypatch.setattr(rate_limits, "_paused_until", 0.0)
    answers = [client.get(LIST) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[1]["RateLimit"].startswith('"request";r=0')


def test_what_has_to_be_counted_in_common_waits_for_redis(
    participant: Participant, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL, settings.RATE_LIMITS_FAIL_CLOSED = "redis+socket:///nowhere/redis.sock", True
    monkeypatch.setattr(rate_limits, "_paused_until", 0.0)
    refused = as_participant(participant).ask("post", "statements", sent={"text": "An AI should be kind."})
    assert refused.status_code == 503
    assert refused.json()["status"] == 503
    assert refused.json()["type"].endswith("#problem-cannot-count")
    assert int(refused["Retry-After"]) == rate_limits.COME_AGAIN_SECONDS
