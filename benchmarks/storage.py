"""How much room a deliberation takes on PostgreSQL: ``python -m benchmarks.storage [--json]``.

A deliberation of 5,000 people, 1,000 statements and 250,000 votes is written into a PostgreSQL of its own,
each vote with its event, payload and commitment, then analysed and sealed, and its tables are measured with
their indexes after VACUUM. `wal_bytes_per_vote` is what the votes alone add to the server's log of changes:
so much goes to each replica and into each archive of that log.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.measurement import finish, measured_machine, show, show_machine
from tests.postgres_server import PostgresMissing, database_url, new_folder, running_postgres

FULL = {"participants": 5_000, "statements": 1_000, "votes": 250_000}
QUICK = {"participants": 50, "statements": 40, "votes": 1_000}
OF_VOTES = {"Vote", "Event", "EventPayload", "SealedEvent", "LogSeal", "VoteBlock"}
OF_PEOPLE = {"Participant", "ParticipantPlaces"}


def measure_in_this_process(participants: int, statements: int, votes: int) -> dict[str, Any]:
    """Fill the empty database that DATABASE_URL names, and measure its tables."""
    import django
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", verbosity=0)
    from benchmarks.web_data import analyse, fill_deliberation
    from deliberation.integrity.sealing import seal_log

    begun = _asked(connection, "SELECT pg_current_wal_lsn() - '0/0'")
    deliberation = fill_deliberation("storage", participants, statements, votes)
    written = _asked(connection, "SELECT pg_current_wal_lsn() - '0/0'") - begun
    analyse(deliberation)
    seal_log(deliberation=deliberation)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    sizes = {
        model.__name__: int(_asked(connection, "SELECT pg_total_relation_size(%s)", model._meta.db_table))
        for model in apps.get_app_config("deliberation").get_models()
    }
    cast = deliberation.votes.count()
    of_votes = sum(sizes[name] for name in OF_VOTES)
    of_people = sum(sizes[name] for name in OF_PEOPLE)
    return {
        "votes": cast,
        "participants": participants,
        "bytes_per_vote": round(of_votes / cast),
        "bytes_per_participant": round(of_people / participants),
        "other_bytes": sum(sizes.values()) - of_votes - of_people,
        "wal_bytes_per_vote": round(float(written) / cast),
        "tables": [
            {"table": name, "bytes": size, "bytes_per_vote": round(size / cast, 1)}
            for name, size in sorted(sizes.items(), key=lambda entry: -entry[1])[:10]
        ],
    }


def _asked(connection: Any, question: str, *arguments: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question, arguments)
        return cursor.fetchone()[0]


def main() -> int:
    """Start a PostgreSQL, measure in a process of its own, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few votes: shows that the program works")
    parser.add_argument("--json", action="store_true", help="end with the report as one line of JSON")
    parser.add_argument("--in-this-process", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    size = QUICK if options.quick else FULL
    if options.in_this_process:
        finish(measure_in_this_process(**size), as_json=True)
        return 0
    folder = new_folder()
    try:
        with (
            measured_machine("django", "psycopg") as machine,
            tempfile.TemporaryDirectory() as data,
            running_postgres(folder, durable=True),
        ):
            found = _measured_apart(folder, data, quick=options.quick)
    except PostgresMissing as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    show_machine(machine)
    show(found["tables"], ["table", "bytes", "bytes_per_vote"])
    show([found], ["votes", "bytes_per_vote", "participants", "bytes_per_participant", "wal_bytes_per_vote"])
    finish({"program": "storage", **found, "machine": machine}, as_json=options.json)
    return 0


def _measured_apart(folder: Path, data: str, *, quick: bool) -> dict[str, Any]:
    """Measure in a process that knows this database from its start."""
    environment = os.environ | {
        "DATABASE_URL": database_url(folder),
        "CONCORD_DATA_DIR": data,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    command = [sys.executable, "-m", "benchmarks.storage", "--in-this-process", *["--quick"] * quick]
    finished = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(finished.stdout.splitlines()[-1]))


if __name__ == "__main__":
    sys.exit(main())
