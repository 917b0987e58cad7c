"""What a load balancer is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from config import health
from deliberation.integrity import redis_state


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin as a process that has asked nobody yet."""
    monkeypatch.setattr(redis_state, "_looked_at", float("-inf"))
    health._all_migrations_are_applied.cache_clear()


def ask(path: str, **headers: str) -> tuple[int, dict[str, Any]]:
    response = Client().get(path, headers={"host": "10.0.0.5:8000", **headers})
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert "Vary" not in response
    return response.status_code, response.json()


def test_a_living_process_says_so_and_asks_nobody(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert ask("/health/") == (200, {"status": "alive"})


@pytest.mark.django_db
def test_without_redis_it_is_ready_and_says_that_something_is_missing(settings: Any) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    told = {"status": "degraded", "database": "reachable", "migrations": "applied", "redis": "away"}
    assert ask("/ready/") == (200, told)


@pytest.mark.django_db
def test_with_everything_there_it_is_ready(redis_server: str) -> None:
    assert ask("/ready/")[1]["status"] == "ready"


def test_it_is_not_ready_while_the_database_is_away_and_ready_when_it_is_back(
    take_database_away: Callable[[], Callable[[], None]],
) -> None:
    bring_back = take_database_away()
    status, told = ask("/ready/")
    assert (status, told["status"], told["database"]) == (503, "not ready", "away")
    assert ask("/health/")[0] == 200
    bring_back()
    assert ask("/ready/")[0] == 200


@pytest.mark.django_db
def test_it_is_not_ready_before_the_tables_are_those_of_the_code() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'deliberation'")
    status, told = ask("/ready/")
    assert (status, told["migrations"]) == (503, "missing")


def test_nothing_is_to_be_sent_there() -> None:
    assert Client().post("/health/").status_code == 405
