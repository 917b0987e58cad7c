"""Other databases beside that of the tests, to restore into."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Let everything inside go to the database of another name on the same server, or in another file."""
    of_the_tests = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = of_the_tests


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """Make a new database without anything in it; yields its name, and takes it away afterwards."""
    if connection.vendor == "sqlite":
        yield str(folder / f"{uuid.uuid4().hex}.sqlite3")
        return
    name = f"restored_{uuid.uuid4().hex[:12]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield name
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
