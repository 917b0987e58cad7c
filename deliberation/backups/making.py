"""Making a backup: the database as of one moment, what it held then, and files, in one folder."""

import platform
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from django.db import connection
from django.utils import timezone

from deliberation.backups.contents import applied_migrations, logs_now, rows_of, stored_tables
from deliberation.backups.data_files import copy_files, copy_secrets
from deliberation.backups.database_copies import UNFINISHED, copy_database
from deliberation.backups.manifest import MANIFEST, Manifest, measured, write_manifest
from deliberation.backups.postgres_programs import server_version
from deliberation.integrity.signing import known_public_keys
from deliberation.interchange.folders import new_folder
from deliberation.jobs import Report, WorkRefused


@dataclass(frozen=True)
class BackupMade:
    """A finished backup: where it is, what it says of itself, and the SHA-256 of that."""

    folder: Path
    manifest: Manifest
    digest: str
    secrets: list[str]


def back_up(
    *,
    into: Path,
    with_secrets: bool = False,
    with_files: bool = True,
    report: Report = lambda step, fraction: None,
) -> BackupMade:
    """Make a new backup, named by its moment, in a folder. It is there whole or not at all.

    Raises:
        WorkRefused: the database cannot be copied, or was itself not restored to the end.
    """
    if UNFINISHED in connection.introspection.table_names():
        raise WorkRefused("This database comes from a restore that did not end: restore it again first.")
    made_at = timezone.now()
    target = into / f"concord-{made_at:%Y%m%dT%H%M%S}Z"
    with new_folder(target) as folder:
        report("Copying the database", 0.0)
        manifest = copy_database(folder, lambda: _what_is_there(made_at.isoformat()))
        if with_files:
            copy_files(folder, _within(report, 0.6, 0.8))
        secrets = copy_secrets(folder) if with_secrets else []
        files = measured(folder, _within(report, 0.8, 1.0))
        manifest = replace(manifest, files=files, has_secrets=bool(secrets))
        digest = write_manifest(folder, manifest)
        report(f"Written {MANIFEST}", 1.0)
    if with_secrets:
        target.chmod(0o700)
    return BackupMade(target, manifest, digest, secrets)


def _what_is_there(made_at: str) -> Manifest:
    server = server_version() if connection.vendor == "postgresql" else ""
    return Manifest(
        made_at=made_at,
        version=f"concord {version('concord')}, python {platform.python_version()}",
        engine=connection.vendor,
        server=server,
        migrations=applied_migrations(),
        rows=rows_of(stored_tables()),
        logs=logs_now(),
        public_keys=sorted(known_public_keys()),
    )


def _within(report: Report, start: float, end: float) -> Callable[[str, float], None]:
    """Return a report of a part of the work as a report of the whole."""
    return lambda step, fraction: report(step, start + (end - start) * fraction)
