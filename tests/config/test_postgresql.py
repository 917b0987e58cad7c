"""The connection to PostgreSQL: seen to be dead before a request uses it, without a question to it."""

from typing import Any

import psycopg
import pytest
from django.db import close_old_connections, connection

from deliberation.models import Deliberation

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="it is PostgreSQL's connection"),
]


def on_another_connection(statement: str, *values: Any) -> Any:
    with psycopg.connect(**connection.get_connection_params() | {"autocommit": True}) as other:
        return other.execute(statement, values).fetchone()


def process() -> int:
    """The server's process behind the connection of this thread."""
    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


def test_a_request_after_the_server_has_ended_its_connection_gets_another() -> None:
    ended = process()
    on_another_connection("SELECT pg_terminate_backend(%s, 5000)", ended)

    assert not connection.is_usable()
    close_old_connections()
    assert Deliberation.objects.count() == 0
    assert process() != ended


def test_a_connection_is_found_usable_without_asking() -> None:
    def asked() -> Any:
        return on_another_connection(
            "SELECT query, state_change FROM pg_stat_activity WHERE pid = %s", process()
        )

    Deliberation.objects.count()
    before = asked()
    assert connection.is_usable()
    assert asked() == before


def test_a_message_that_nobody_asked_for_does_not_make_a_connection_unusable() -> None:
    held = process()
    with connection.cursor() as cursor:
        cursor.execute("LISTEN something")
    on_another_connection("SELECT pg_notify('something', 'is up')")

    assert connection.is_usable()
    assert process() == held
