"""Bringing a backup back: checked before anything is touched, and again once everything is in its place."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from deliberation.backups.contents import applied_migrations, rows_of, tallies_now
from deliberation.backups.data_files import check_files_fit, put_files_in_place, put_secrets_in_place
from deliberation.backups.database_copies import FILE_OF, finish, is_in_use, put_in_place
from deliberation.backups.manifest import BackupRefused, Manifest, check_files, read_manifest
from deliberation.integrity.rebuild import check_deliberation
from deliberation.integrity.signing import known_public_keys
from deliberation.integrity.stored_log import check_log
from deliberation.jobs import Report, WorkRefused
from deliberation.models import Deliberation


@dataclass
class Restored:
    """What a restore brought back and found. It is right where `problems` is empty."""

    manifest: Manifest
    migrated: int = 0
    files: int = 0
    secrets: list[str] = field(default_factory=list)
    events: int = 0
    sealed: int = 0
    votes: int = 0
    unknown_keys: list[str] = field(default_factory=list)
    """Public keys of seals that are known from the backup alone."""
    problems: list[str] = field(default_factory=list)


def restore(
    *,
    folder: Path,
    replace: bool = False,
    digest: str = "",
    processes: int = 2,
    report: Report = lambda step, fraction: None,
) -> Restored:
    """Replace the database and the files by those of a backup, and hold everything against what it says.

    A restore that was broken off can be done again without `replace`. `digest` is the SHA-256 of the
    manifest as it was noted elsewhere.

    Raises:
        WorkRefused: the backup is not whole or does not fit this site, or there is something that would be
            lost; nothing was changed then.
    """
    try:
        manifest = read_manifest(folder, digest)
        _check_it_fits(manifest)
        if not replace and is_in_use():
            raise WorkRefused(
                "The database is not empty. Name another one in DATABASE_URL, or say --replace to lose what "
                "it holds. Nothing was changed."
            )
        check_files(folder, manifest, lambda step, fraction: report(step, 0.1 * fraction))
    except BackupRefused as refusal:
        raise WorkRefused(f"{refusal} Nothing was changed.") from refusal
    check_files_fit(folder, manifest, replace=replace)
    report("Restoring the database", 0.1)
    put_in_place(folder / FILE_OF[connection.vendor], processes=processes)
    done = Restored(manifest)
    done.problems += _tables_that_differ(manifest)
    done.files = put_files_in_place(folder, manifest, lambda step, _fraction: report(step, 0.5))
    done.secrets = put_secrets_in_place(folder, manifest)
    done.migrated = _bring_up_to_date()
    _check_deliberations(done, report)
    if not done.problems:
        finish()
    report("Done", 1.0)
    return done


def _check_it_fits(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        raise BackupRefused(
            f"This backup is of {manifest.engine}, and DATABASE_URL names a database of {connection.vendor}."
        )
    if FILE_OF[manifest.engine] not in manifest.files:
        raise BackupRefused("The backup does not hold the database.")
    known = set(MigrationLoader(None).disk_migrations)
    ours = {app for app, _name in known}
    newer = [f"{app} {name}" for app, name in manifest.migrations if (app, name) not in known and app in ours]
    if newer:
        raise BackupRefused(
            f"This backup was made by a newer version ({manifest.version}), with migrations that this one "
            f"does not know, such as {newer[-1]}. Install that version, then restore."
        )


def _tables_that_differ(manifest: Manifest) -> list[str]:
    """Return in words which tables do not have as many rows as they had."""
    there = set(connection.introspection.table_names())
    missing = [f"The table {table} is missing." for table in manifest.rows if table not in there]
    found = rows_of(table for table in manifest.rows if table in there)
    return missing + [
        f"{table} has {rows} rows; it had {manifest.rows[table]}."
        for table, rows in found.items()
        if rows != manifest.rows[table]
    ]


def _bring_up_to_date() -> int:
    """Apply the migrations that the backup has not been through; return how many."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        call_command("migrate", verbosity=0, interactive=False)
    return len(missing)


def _check_deliberations(done: Restored, report: Report) -> None:
    """Hold every log against the head it had, and every vote and count against the log."""
    logs = list(done.manifest.logs)
    tallies = tallies_now()
    keys: set[str] = set()
    for number, log in enumerate(logs):
        report(f"Checking {log.slug}", 0.6 + 0.4 * number / len(logs))
        deliberation = Deliberation.objects.filter(public_id=log.log).first()
        if deliberation is None:
            done.problems.append(f"{log.slug}: the deliberation is missing.")
            continue
        if tallies.get(log.slug) != log.tallies:
            done.problems.append(f"{log.slug}: the counts of votes are not those of the backup.")
        sealed = check_log(
            deliberation,
            known_keys=done.manifest.public_keys,
            published=[log.head] if log.head else [],
        )
        recount = check_deliberation(deliberation)
        done.problems += [f"{log.slug}: {problem.text}" for problem in sealed.problems]
        done.problems += [f"{log.slug}: {difference}" for difference in recount.differences]
        done.events += recount.log.events
        done.votes += len(recount.log.votes)
        done.sealed += sealed.sealed
        keys |= set(sealed.keys)
    done.unknown_keys = sorted(keys - known_public_keys())
    done.problems += _not_migrated()


def _not_migrated() -> Iterable[str]:
    wanted = set(MigrationLoader(None).disk_migrations)
    missing = sorted(wanted - set(applied_migrations()))
    return [f"The migration {app} {name} was not applied." for app, name in missing]
