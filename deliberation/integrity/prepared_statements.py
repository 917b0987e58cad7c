"""Statements that PostgreSQL parses and plans once for each connection: those that every vote needs."""

from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper


class PreparedCursor(psycopg.Cursor[Any]):
    """Sends values apart from the statement, which is prepared at its first use."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> "PreparedCursor":
        """Run a statement as psycopg does."""
        super().execute(query, params, prepare=True, **options)
        return self


def prepared_cursor() -> CursorWrapper:
    """Return a cursor for statements whose text is always the same; `with` closes it.

    On SQLite, and where `DATABASE_PREPARED_STATEMENTS` is off, such a statement is planned each time.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "postgresql":
        return database.cursor()
    database.close_if_health_check_failed()
    database.ensure_connection()
    with database.wrap_database_errors:
        return database._prepare_cursor(PreparedCursor(database.connection))
