"""Limits of what somebody does again and again: counted a few at a time, and kept all the same."""

import uuid

import pytest
from redis import Redis

from deliberation.integrity import counting_ahead, rate_limits
from deliberation.integrity.counting_ahead import MOST_AHEAD, seconds_to_wait_counting_ahead
from deliberation.integrity.rate_limits import seconds_to_wait


@pytest.fixture
def somebody() -> str:
    return uuid.uuid4().hex


def times_until_refused(limit: str, who: str, most: int) -> int:
    for done in range(most):
        if seconds_to_wait_counting_ahead(limit, "voting", who):
            return done
    return most


@pytest.mark.parametrize("limit", [1, 2, 39, 40, 97, 120])
def test_exactly_as_many_are_allowed_as_the_limit_says(limit: int, somebody: str) -> None:
    assert times_until_refused(f"{limit}/hour", somebody, 200) == limit
    assert times_until_refused(f"{limit}/hour", uuid.uuid4().hex, 200) == limit


def test_a_refusal_says_how_long_to_wait(somebody: str) -> None:
    times_until_refused("40/minute", somebody, 40)
    assert 0 < seconds_to_wait_counting_ahead("40/minute", "voting", somebody) <= 60


def test_what_was_counted_ahead_elsewhere_is_counted_here(somebody: str) -> None:
    assert seconds_to_wait("100/hour", "voting", somebody, times=98) == 0
    assert times_until_refused("100/hour", somebody, 10) == 2


def test_most_need_no_question_to_redis(
    somebody: str, redis_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limits, "_paused_until", 0.0)
    redis = Redis.from_url(redis_server.replace("redis+socket://", "unix://"))

    def asked() -> int:
        return int(redis.info("commandstats")["cmdstat_evalsha"]["calls"])

    assert not seconds_to_wait_counting_ahead("1000/hour", "voting", somebody)
    before = asked()
    for _ in range(2 * MOST_AHEAD):
        assert not seconds_to_wait_counting_ahead("1000/hour", "voting", somebody)
    assert asked() - before <= 2


def test_what_was_counted_and_not_done_is_lost_after_a_while(
    somebody: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not seconds_to_wait_counting_ahead("40/hour", "voting", somebody)
    monkeypatch.setattr(counting_ahead, "KEPT_SECONDS", -1.0)
    counted = times_until_refused("40/hour", somebody, 60)
    assert 0 < counted < 40
