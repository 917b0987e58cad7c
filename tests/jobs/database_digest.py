"""The whole database as one value to compare, and a way back to how it was before."""

import json
from typing import Any

from django.apps import apps
from django.db import connection, models

from tests.jobs.files_digest import untimed

WHEN_OR_WHICH_ATTEMPT = {
    "deliberation.Job": {"key", "attempts", "step", "lease_until", "not_before", "published_at"},
    # Salts and keys of programs are drawn anew each time something is recorded, and commitments made of them.
    "deliberation.Event": {"commitment", "client_key"},
    "deliberation.EventPayload": {"salt"},
    # It signs the time as well.
    "deliberation.LogSeal": {"signature"},
}
"""Columns that say when something happened or which attempt did it, beside those that hold a time."""


def database_digest(*, without: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Return every row of every table but for times and attempts, in order of writing, by model.

    Ids differ where one of two workers was turned away after it had drawn them; rows are therefore numbered
    as they follow each other, and references are by that number. Models named in `without` are left out.
    """
    every = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    places = {
        model: {
            pk: place
            for place, pk in enumerate(model._base_manager.order_by("pk").values_list("pk", flat=True))
        }
        for model in every
    }
    digest = {}
    for model in every:
        if model._meta.label in without:
            continue
        rows = model._base_manager.order_by("pk")
        digest[model._meta.label] = [_row(model, row, places) for row in rows]
    return {label: rows for label, rows in digest.items() if rows}


def _row(model: type[models.Model], row: models.Model, places: dict[Any, dict[Any, int]]) -> str:
    left_out = WHEN_OR_WHICH_ATTEMPT.get(model._meta.label, set())
    said = {}
    for field in model._meta.concrete_fields:
        if isinstance(field, models.DateTimeField) or field.name in left_out:
            continue
        value = getattr(row, field.attname)
        if field.remote_field is not None:
            value = places[field.related_model._meta.concrete_model].get(value)
        elif field.primary_key and isinstance(field, models.AutoField):
            value = places[model][value]
        elif isinstance(field, models.JSONField):
            value = untimed(value)
        elif isinstance(value, memoryview):
            value = bytes(value)
        said[field.name] = value
    return json.dumps(said, sort_keys=True, default=repr)


def differences(one: dict[str, list[str]], other: dict[str, list[str]]) -> list[str]:
    """Return in which columns of which rows two digests differ; nothing if they are the same."""
    found = []
    for label in sorted(one.keys() | other.keys()):
        rows, others = one.get(label, []), other.get(label, [])
        if len(rows) != len(others):
            found.append(f"{label}: {len(rows)} rows, and {len(others)}")
        for place, (row, twin) in enumerate(zip(rows, others, strict=False)):
            first, second = json.loads(row), json.loads(twin)
            found += [
                f"{label} {place}, {column}: {first[column]}, and {second[column]}"
                for column in first
                if first[column] != second[column]
            ]
    return found


class KeptDatabase:
    """All rows as they are now, to be put back later; on PostgreSQL alone."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT schemaname, sequencename, last_value FROM pg_sequences")
            self._sequences = cursor.fetchall()
            self._rows = {table: _copied_out(cursor, table) for table in _filled_tables(cursor)}

    def put_back(self) -> None:
        """Empty what was filled since, and fill in what was there, the counters of ids included."""
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            for table in _filled_tables(cursor):
                cursor.execute(f'DELETE FROM "{table}"')
            for table, rows in self._rows.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN (FORMAT BINARY)') as copying:
                    copying.write(rows)
            for schema, sequence, last in self._sequences:
                cursor.execute(
                    "SELECT setval(%s::regclass, %s, %s)",
                    [f'{schema}."{sequence}"', last or 1, last is not None],
                )
            cursor.execute("SET session_replication_role = origin")


def _filled_tables(cursor: Any) -> list[str]:
    names = sorted(connection.introspection.table_names(cursor))
    cursor.execute(
        " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names)
    )
    return [name for (name,) in cursor.fetchall()]


def _copied_out(cursor: Any, table: str) -> bytes:
    with cursor.copy(f'COPY "{table}" TO STDOUT (FORMAT BINARY)') as copying:
        return b"".join(bytes(part) for part in copying)
