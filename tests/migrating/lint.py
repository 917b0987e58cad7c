"""Hold the migrations against what a running site can bear: ``python -m tests.migrating.lint``.

What a migration does to tables depends on the database, so this asks a real PostgreSQL what it would run. The
rules, and which migrations are exempt from them, are in pyproject.toml; docs/migrations.md explains both.
"""

import os
import shutil
import tempfile

from tests.postgres_server import database_url, new_folder, running_postgres


def main() -> None:
    """Start an empty database, lint, and end with exit code 1 if anything was found."""
    data, server = tempfile.mkdtemp(prefix="concord-lint-"), new_folder()
    os.environ |= {
        "CONCORD_DATA_DIR": data,
        "DATABASE_URL": database_url(server),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    try:
        with running_postgres(server):
            import django
            from django.core.management import call_command
            from django.db import connection
            from django_migration_linter.management.commands.lintmigrations import Command

            django.setup()
            call_command("migrate", verbosity=0)
            call_command(Command(), no_cache=True, quiet=["ok", "ignore"])
            connection.close()
    finally:
        shutil.rmtree(data)


if __name__ == "__main__":
    main()
