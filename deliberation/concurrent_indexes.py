"""Indexes on tables that people write to while they are made.

PostgreSQL makes and drops such an index in no transaction: its migration says `atomic = False`. Elsewhere, as
on SQLite, it is an ordinary index.
"""

from typing import Any

from django.contrib.postgres import operations
from django.db import migrations


def _is_postgresql(schema_editor: Any) -> bool:
    return bool(schema_editor.connection.vendor == "postgresql")


class AddIndexWithoutLock(operations.AddIndexConcurrently):
    """Add an index without keeping anybody from writing."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        """Make the index."""
        if _is_postgresql(schema_editor):
            super().database_forwards(app_label, schema_editor, *states)
        else:
            migrations.AddIndex.database_forwards(self, app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        """Take it away."""
        if _is_postgresql(schema_editor):
            super().database_backwards(app_label, schema_editor, *states)
        else:
            migrations.AddIndex.database_backwards(self, app_label, schema_editor, *states)


class RemoveIndexWithoutLock(operations.RemoveIndexConcurrently):
    """Drop an index without waiting in front of those who read and write."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        """Drop the index."""
        if _is_postgresql(schema_editor):
            super().database_forwards(app_label, schema_editor, *states)
        else:
            migrations.RemoveIndex.database_forwards(self, app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        """Make it again."""
        if _is_postgresql(schema_editor):
            super().database_backwards(app_label, schema_editor, *states)
        else:
            migrations.RemoveIndex.database_backwards(self, app_label, schema_editor, *states)
