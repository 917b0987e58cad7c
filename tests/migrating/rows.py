"""Rows for every table of some moment in the history of the database, and what the tables hold."""

import uuid
from collections.abc import Iterable
from typing import Any

import numpy as np
from django.apps.registry import Apps
from django.db import connection, models
from django.utils import timezone

from deliberation.models.packed_arrays import PackedArrayField

OURS = ("deliberation", "constitution", "training_bridge")
CHOSEN: dict[str, dict[str, Any]] = {"training_bridge.TrainingRun": {"is_imported": True}}
"""Values without which a row would break a rule of its table."""
Contents = dict[str, dict[str, list[Any]]]
"""The values of each column of each table, in the order of the first column."""


def fill(apps: Apps) -> None:
    """Put a row into every table of ours that is empty, with whatever belongs to it."""
    made: dict[str, models.Model] = {}
    for label in OURS:
        for model in apps.get_app_config(label).get_models() if label in apps.app_configs else ():
            _row(model, made)


def contents(tables: Iterable[str] | None = None) -> Contents:
    """Read all tables of ours, or those of these names that are there."""
    found: Contents = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(OURS) or (tables is not None and table not in tables):
                continue
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            names = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
            rows = [[_plain(value) for value in row] for row in cursor.fetchall()]
            found[table] = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    return found


def kept(before: Contents, after: Contents) -> Contents:
    """Return what was there before, as far as its table and column still are."""
    return {
        table: {name: values for name, values in columns.items() if name in after[table]}
        for table, columns in before.items()
        if table in after
    }


def _row(model: type[models.Model], made: dict[str, models.Model]) -> models.Model:
    label = model._meta.label
    if label not in made:
        known = model._default_manager.first()
        names = {field.name for field in model._meta.local_fields}
        chosen = {name: value for name, value in CHOSEN.get(label, {}).items() if name in names}
        values = _values(model, made) | chosen
        made[label] = known or model._default_manager.create(**values)
    return made[label]


def _values(model: type[models.Model], made: dict[str, models.Model]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in model._meta.local_fields:
        if field.null or field.has_default() or isinstance(field, models.AutoField):
            continue
        values[field.name] = _row(field.related_model, made) if field.is_relation else _value(field)
    return values


def _value(field: "models.Field[Any, Any]") -> Any:
    kind = field.get_internal_type()
    if isinstance(field, PackedArrayField):
        return np.arange(3)
    if field.choices:
        return field.choices[0][0]
    if kind in {"CharField", "SlugField", "EmailField", "URLField", "TextField"}:
        return uuid.uuid4().hex[: field.max_length or 32]
    if kind in {"DateTimeField", "DateField"}:
        return timezone.now()
    simple = {"JSONField": {}, "BooleanField": False, "FloatField": 0.5, "BinaryField": b"kept"}
    return simple.get(kind, 1)


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
