"""Empty the database after a test that commits: only the tables that hold something.

Django truncates every table and fills in permissions anew, half a second for a hundred tables; a test
writes to a few of them.
"""

from typing import Any

from django.db import connection
from django.test import TransactionTestCase

FILLED_BY_MIGRATING = {"django_content_type", "auth_permission"}


def empty_only_what_is_filled() -> None:
    """Let tests that commit end that way from now on, on PostgreSQL; SQLite has no need of it."""
    by_django = TransactionTestCase._fixture_teardown

    def empty(case: Any) -> None:
        if connection.vendor == "postgresql":
            _empty_filled_tables()
        else:
            by_django(case)

    TransactionTestCase._fixture_teardown = empty


def _empty_filled_tables() -> None:
    quoted = [
        connection.ops.quote_name(name)
        for name in connection.introspection.django_table_names(only_existing=True, include_views=False)
        if name not in FILLED_BY_MIGRATING
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in quoted)
        )
        filled = [name for (name,) in cursor.fetchall()]
        if not filled:
            return
        # In this role neither foreign keys nor the triggers that keep the log stand in the way.
        cursor.execute("SET session_replication_role = replica")
        for name in filled:
            cursor.execute(f"DELETE FROM {name}")
        cursor.execute("SET session_replication_role = origin")
        cursor.execute(f"VACUUM {', '.join(filled)}")
