"""The triggers that keep the log: lifted where tests empty tables, and put back where they are tested."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.db import connection

MIGRATION = import_module("deliberation.migrations.0015_sealed_log_is_final")


def let_tests_empty_tables() -> None:
    """Lift what refuses TRUNCATE, or on SQLite, which has none, what refuses DELETE."""
    with connection.cursor() as cursor:
        for table in MIGRATION.FINAL:
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_is_never_emptied")
            else:
                cursor.execute(f"DROP TRIGGER {table}_stays")


def protect_as_in_production() -> None:
    """Put back what was lifted, until the transaction of the test is rolled back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, stays in zip(MIGRATION.FINAL, MIGRATION.SQLITE_STAYS, strict=True):
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_is_never_emptied")
            else:
                cursor.execute(stays)


@contextmanager
def unprotected() -> Iterator[None]:
    """Let the body do what only somebody with the database's own rights could: change what is recorded."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = origin")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = [(name, sql) for name, sql in cursor.fetchall() if "deliberation_" in name]
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            yield
            for _name, sql in triggers:
                cursor.execute(sql)
