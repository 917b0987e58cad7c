"""Statements that PostgreSQL parses and plans once for each connection: those that every vote needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper


class PreparedCursor(psycopg.Cursor[Any]):
    """Sends values apart from the statement, which is prepared at its first use."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> "PreparedCursor":
        """Run a statement as psycopg does."""
        super().execute(query, params, prepare=True, **options)
        return self


@contextmanager
def prepared_cursor() -> Iterator[CursorWrapper]:
    """Give a cursor for statements whose text is always the same.

    On SQLite, and where `DATABASE_PREPARED_STATEMENTS` is off, such a statement is planned each time.
    """
    if connection.vendor != "postgresql":
        with connection.cursor() as plain:
            yield plain
        return
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        cursor = connection._prepare_cursor(PreparedCursor(connection.connection))
    with cursor:
        yield cursor
