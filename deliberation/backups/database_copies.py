"""Copying the database out as of one moment, and putting a copy into its place."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final, TypeVar

from django.db import OperationalError, connection, connections, transaction

from deliberation.backups.contents import rows_of
from deliberation.backups.postgres_programs import run_program
from deliberation.integrity.one_moment import one_moment
from deliberation.jobs import WorkRefused

FILE_OF: Final = {"postgresql": "database.dump", "sqlite": "database.sqlite3"}
"""The database's file in a backup, by its engine."""
UNFINISHED: Final = "concord_restore_unfinished"
"""A table that is there from the first moment of a restore until all of it was checked."""
MADE_BY_MIGRATIONS: Final = frozenset(
    {"django_migrations", "django_content_type", "auth_permission", "django_site", UNFINISHED}
)
"""Tables that hold rows although nobody has used the site yet."""
WAIT_FOR_OTHERS: Final = "10s"
FUNCTIONS: Final = """
SELECT function.oid::regprocedure::text FROM pg_proc AS function
WHERE pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = function.oid AND deptype = 'e')
"""

Read = TypeVar("Read")


def copy_database(folder: Path, read: Callable[[], Read]) -> Read:
    """Write the database into a folder as it is at one moment; return what `read` finds at that very moment.

    Others go on reading and writing meanwhile; SQLite lets them wait with writing until the copy is made.

    Raises:
        WorkRefused: the copy could not be made.
    """
    target = folder / FILE_OF[connection.vendor]
    with one_moment():
        if connection.vendor == "sqlite":
            # The transaction has begun with the lock for writing: nothing changes until it ends.
            found = read()
            _copy_file(Path(connection.settings_dict["NAME"]), target)
            return found
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
        found = read()
        run_program(
            "pg_dump", "--format=custom", "--compress=1", "--no-owner", "--no-privileges",
            f"--snapshot={snapshot}", f"--file={target}",
        )  # fmt: skip
        return found


def is_in_use() -> bool:
    """Whether the database holds anything that somebody put there, unless a restore was broken off."""
    tables = set(connection.introspection.table_names())
    return UNFINISHED not in tables and any(rows_of(tables - MADE_BY_MIGRATIONS).values())


def put_in_place(file: Path, *, processes: int) -> None:
    """Replace everything in the database by a copy. Until `finish` is called it counts as unfinished.

    Raises:
        WorkRefused: somebody uses the database, or the copy cannot be read.
    """
    if connection.vendor == "sqlite":
        _put_file_in_place(file)
        return
    _empty()
    run_program(
        "pg_restore", f"--jobs={processes}", "--no-owner", "--no-privileges", "--exit-on-error",
        f"--dbname={connection.settings_dict['NAME']}", file,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def finish() -> None:
    """Say that the restored database was found to be right."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {UNFINISHED}")


def _empty() -> None:
    """Take all tables and functions out of a PostgreSQL database, and leave the sign of a restore."""
    quoted = connection.ops.quote_name
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{WAIT_FOR_OTHERS}'")
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"DROP TABLE IF EXISTS {quoted(table)} CASCADE")
            cursor.execute(FUNCTIONS)
            for (function,) in cursor.fetchall():
                cursor.execute(f"DROP FUNCTION IF EXISTS {function} CASCADE")
            cursor.execute(f"CREATE TABLE {UNFINISHED} (since timestamptz DEFAULT now())")
    except OperationalError as error:
        raise WorkRefused(
            "Somebody still uses the database. Stop the site and its workers, then restore. Nothing was "
            "changed."
        ) from error


def _copy_file(database: Path, target: Path) -> None:
    """Copy what was committed to an SQLite database, from its file and its log of newer pages."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def _put_file_in_place(file: Path) -> None:
    database = Path(connection.settings_dict["NAME"])
    unfinished = database.with_name(f"{database.name}.restoring")
    shutil.copyfile(file, unfinished)
    with closing(sqlite3.connect(unfinished)) as copy:
        copy.execute(f"CREATE TABLE {UNFINISHED} (since text)")
    connections.close_all()
    for beside in ("-wal", "-shm"):
        database.with_name(database.name + beside).unlink(missing_ok=True)
    os.replace(unfinished, database)
