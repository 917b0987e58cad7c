"""Rows of several tables, read by one statement that is written out, as the models they are of.

For what is asked with every vote: building such a query anew takes several times as long as the database
needs for it.
"""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Model


class JoinedRows:
    """The columns of a statement that reads rows of several models.

    Args:
        parts: for each model its name in the statement and the columns to be read, or none for all. What is
            left out is read when it is asked for.
    """

    def __init__(self, *parts: tuple[type[Model], str, Sequence[str]]) -> None:
        self._parts = [_Part(model, name, columns) for model, name, columns in parts]

    @property
    def columns(self) -> str:
        """What the statement selects."""
        return ", ".join(f"{part.name}.{column}" for part in self._parts for column in part.columns)

    def models(self, row: Sequence[Any]) -> list[Any]:
        """Return one row as an instance of each model, in order."""
        values = iter(row)
        return [part.instance([*islice(values, len(part.columns))]) for part in self._parts]


class _Part:
    """One model's columns, and how its fields turn what the database says into what they hold."""

    def __init__(self, model: type[Model], name: str, columns: Sequence[str]) -> None:
        fields = {field.attname: field for field in model._meta.concrete_fields}
        self.model, self.name, self.columns = model, name, tuple(columns) or tuple(fields)
        self._converters = [
            (place, converter)
            for place, column in enumerate(self.columns)
            if (converter := getattr(fields[column], "from_db_value", None))
        ]

    def instance(self, values: list[Any]) -> Model:
        for place, converter in self._converters:
            values[place] = converter(values[place], None, connection)
        return self.model.from_db(connection.alias, self.columns, values)
