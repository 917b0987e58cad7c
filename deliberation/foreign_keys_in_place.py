"""Migrations of foreign keys that leave everything else about a table as it is.

Django's own operation makes the constraint anew whatever has changed, and reads the whole table meanwhile; on
SQLite it copies the table, which SQLite refuses where triggers name it. The migration says `atomic = False`.
"""

from typing import Any

from django.db import migrations


class AlterForeignKeyInPlace(migrations.AlterField):
    """Take away, or give back, the index (`db_index`) or the constraint (`db_constraint`) of a foreign key.

    On PostgreSQL nobody is kept from writing but for the moment in which a constraint goes. SQLite keeps its
    constraint: there it costs nothing.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make or drop what has changed."""
        was, model = (state.apps.get_model(app_label, self.model_name) for state in (from_state, to_state))
        before, field = was._meta.get_field(self.name), model._meta.get_field(self.name)
        if before.db_index != field.db_index:
            _alter_index(schema_editor, model, field)
        if before.db_constraint != field.db_constraint and schema_editor.connection.vendor == "postgresql":
            _alter_constraint(schema_editor, model, field)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Undo it."""
        self.database_forwards(app_label, schema_editor, from_state, to_state)


def _alter_index(schema_editor: Any, model: Any, field: Any) -> None:
    table, quoted = model._meta.db_table, schema_editor.quote_name
    name = quoted(schema_editor._create_index_name(table, [field.column]))
    concurrently = "CONCURRENTLY " if schema_editor.connection.vendor == "postgresql" else ""
    if field.db_index:
        columns = f"{quoted(table)} ({quoted(field.column)})"
        schema_editor.execute(f"CREATE INDEX {concurrently}IF NOT EXISTS {name} ON {columns}")
    else:
        schema_editor.execute(f"DROP INDEX {concurrently}IF EXISTS {name}")


def _alter_constraint(schema_editor: Any, model: Any, field: Any) -> None:
    quoted = schema_editor.quote_name
    table, target = quoted(model._meta.db_table), field.target_field
    name = schema_editor._fk_constraint_name(model, field, "_fk_%(to_table)s_%(to_column)s")
    schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
    if field.db_constraint:
        # Rows to come are checked at once, those that are there while people go on writing.
        schema_editor.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({quoted(field.column)})"
            f" REFERENCES {quoted(target.model._meta.db_table)} ({quoted(target.column)})"
            " DEFERRABLE INITIALLY DEFERRED NOT VALID"
        )
        schema_editor.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")
