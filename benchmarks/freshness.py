"""How old the shown results get while votes come in: ``python -m benchmarks.freshness [--json]``.

100,000 participants have cast 3 million votes on 2,000 statements, in a PostgreSQL that waits for the disk.
The whole site runs (`config.processes`): web, relay, workers. Then votes arrive through the vote service,
1,000 a minute, for ten minutes. So many were cast before that halfway through there is one new vote for
each hundred that the opinion groups rest on: they are looked for again once.

- `age_seconds`: every second, how long ago the oldest vote was committed that the shown analysis has not
  seen; 0 where it has seen all. To be met: never over 60.
- `lag_seconds`: for each vote, from its commit to the first analysis with it on a page.
- `analysis_cores`: processor time of the workers, the relay and PostgreSQL (but for the connections that
  vote and look), by the clock: how many cores the analysis kept busy. To be met: 0.5.

Filling takes minutes; `--keep NAME` keeps the filled database behind a link and uses it the next time.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import threading
import time
import uuid
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.measurement import finish, measured_machine, show, show_machine
from benchmarks.process_figures import processor_seconds
from benchmarks.served_site import configure_site, free_port
from tests.postgres_server import PostgresServer, new_folder, running_postgres

if TYPE_CHECKING:
    from config.processes import SupervisedProcess
    from deliberation.models import Deliberation

WORKERS = ("relay", "votes", "analysis")
"""Processes that bring results up to date, by how their names begin."""


@dataclass
class Watched:
    """What was seen while votes came in.

    Attributes:
        committed: event id and moment of each vote that has been seen by no analysis yet.
        ages: the age of the counts on the page, second by second.
        lags: of each vote, until an analysis had seen it.
    """

    committed: list[tuple[int, float]] = field(default_factory=list)
    ages: list[float] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)
    votes: int = 0
    late_seconds: float = 0.0


def fill(participants: int, statements: int, votes: int) -> None:
    """Fill the database that DATABASE_URL names, seal its log and find its groups, unless that was done."""
    from benchmarks.analysis_job import planted_deliberation
    from deliberation.integrity.sealing import seal_log
    from deliberation.models import Analysis, Deliberation
    from deliberation.results.services import run_analysis

    deliberation = Deliberation.objects.filter(slug=f"planted-{participants}").first()
    if deliberation is None:
        deliberation = planted_deliberation(participants, statements, votes)
        seal_log(deliberation=deliberation)
    if not Analysis.objects.filter(deliberation=deliberation).exists():
        run_analysis(deliberation=deliberation)


def vote_nearly_enough(deliberation: Deliberation, then: int) -> None:
    """Cast votes until `then` more make one new vote for each hundred that the groups rest on."""
    from deliberation.models import Analysis, Event
    from deliberation.results.cadence import NEW_VOTES_SHARE
    from deliberation.voting.services import Ballot, record_votes

    full = Analysis.objects.full().filter(deliberation=deliberation).latest("id")
    since = Event.objects.filter(deliberation=deliberation, id__gt=full.event_watermark).count()
    missing = int(full.vote_count * NEW_VOTES_SHARE) - since - then
    people = list(deliberation.participants.order_by("-number")[: max(0, missing)])
    statement = deliberation.statements.open_for_voting().order_by("number").first()
    for start in range(0, len(people), 1000):
        some = people[start : start + 1000]
        ballots = [(person, [Ballot(statement, 1, uuid.uuid4().hex)]) for person in some]
        record_votes(deliberation, ballots, origin=Event.Origin.SIMULATED)


def vote_steadily(deliberation: Deliberation, watched: Watched, a_minute: int, seconds: float) -> None:
    """Cast votes at an even pace and note when each was committed."""
    from deliberation.voting.services import cast_vote

    chance = random.Random(1)
    people = list(deliberation.participants.order_by("number")[:20_000])
    statements = list(deliberation.statements.open_for_voting().order_by("number"))
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        due = started + watched.votes * 60 / a_minute
        time.sleep(max(0.0, due - time.monotonic()))
        watched.late_seconds = max(watched.late_seconds, time.monotonic() - due)
        person, statement = chance.choice(people), chance.choice(statements)
        person.deliberation = statement.deliberation = deliberation
        cast = cast_vote(
            participant=person, statement=statement, value=chance.choice((1, -1)), client_key=uuid.uuid4().hex
        )
        watched.committed.append((cast.event_id, time.monotonic()))
        watched.votes += 1


def look_each_second(
    deliberation: Deliberation, watched: Watched, over: threading.Event, own: list[int]
) -> None:
    """Note each second how old what the page shows is, and which votes are on it by now."""
    from django.db import connection

    from deliberation.models import Analysis

    own.append(_backend(connection))
    while not over.wait(1.0):
        shown = Analysis.objects.latest_of(deliberation)
        now = time.monotonic()
        unseen = [vote for vote in watched.committed if vote[0] > shown.event_watermark]
        seen = watched.committed[: -len(unseen) or None]
        watched.lags += [now - at for _event, at in seen]
        del watched.committed[: len(seen)]
        watched.ages.append(now - unseen[0][1] if unseen else 0.0)
    connection.close()


def _backend(connection: Any) -> int:
    """Return the process in which PostgreSQL serves this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def watch(
    deliberation: Deliberation, processes: list[SupervisedProcess], server: int, options: argparse.Namespace
) -> dict[str, Any]:
    """Let votes come in, look on, and say what was seen."""
    from django.db import connection

    from deliberation.models import Analysis

    # The connection that votes has filled the database before: what it used is counted neither then nor now.
    watched, over, own = Watched(), threading.Event(), [_backend(connection)]
    pids = [
        process.running.pid for process in processes if process.running and process.name.startswith(WORKERS)
    ]
    before = Analysis.objects.filter(deliberation=deliberation).latest("id").pk
    looking = threading.Thread(target=look_each_second, args=(deliberation, watched, over, own))
    looking.start()
    started, used = time.monotonic(), processor_seconds([*pids, server], without=own)
    workers_used = processor_seconds(pids)
    vote_steadily(deliberation, watched, options.votes_a_minute, 60 * options.minutes)
    elapsed = time.monotonic() - started
    used = processor_seconds([*pids, server], without=own) - used
    workers_used = processor_seconds(pids) - workers_used
    _until(lambda: not watched.committed or time.monotonic() - started > elapsed + 120)
    over.set()
    looking.join()
    made = Analysis.objects.filter(deliberation=deliberation, pk__gt=before)
    return {
        "age_seconds": _figures(watched.ages),
        "lag_seconds": _figures(watched.lags),
        "analysis_cores": round(used / elapsed, 3),
        "worker_cores": round(workers_used / elapsed, 3),
        "refreshes": made.refreshes().count(),
        "regroupings": made.full().count(),
        "votes_cast": watched.votes,
        "votes_never_seen": len(watched.committed),
        "latest_vote_late_seconds": round(watched.late_seconds, 2),
        "minutes": options.minutes,
    }


def _until(holds: Any) -> None:
    while not holds():
        time.sleep(0.5)


def _figures(values: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(values, n=100)
    return {
        "median": round(statistics.median(values), 1),
        "p95": round(cuts[94], 1),
        "max": round(max(values), 1),
    }


def report_of(options: argparse.Namespace, stack: ExitStack) -> dict[str, Any]:
    """Start everything, let votes come in, and say what was seen."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="concord-benchmark-")))
    place = _database_folder(options)
    configure_site(place, folder)
    if options.keep:
        server = PostgresServer(place, durable=True)
        server.start()
        stack.callback(server.stop)
    else:
        stack.enter_context(running_postgres(place, durable=True))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from django.conf import settings
    from django.db import connection

    from config.processes import running_site
    from config.static_files import collect_static_files
    from deliberation.models import Deliberation, Job

    Job.objects.all().delete()  # of an earlier run
    fill(options.participants, options.statements, options.votes)
    deliberation = Deliberation.objects.get(slug=f"planted-{options.participants}")
    vote_nearly_enough(deliberation, int(options.votes_a_minute * options.minutes / 2))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    collect_static_files()
    address = f"127.0.0.1:{free_port()}"
    processes = stack.enter_context(running_site(folder, settings.EMBEDDED_REDIS_SOCKET, address))
    found = watch(
        deliberation, processes, int((place / "data" / "postmaster.pid").read_text().split()[0]), options
    )
    return found | {
        "participants": options.participants,
        "statements": options.statements,
        "votes": deliberation.votes.count(),
        "votes_a_minute": options.votes_a_minute,
    }


def _database_folder(options: argparse.Namespace) -> Path:
    """Return the folder of the database: the one that is kept, or a new one."""
    if not options.keep:
        return new_folder()
    named = Path(options.keep)
    if named.is_symlink():
        return named.resolve()
    place = new_folder()
    named.symlink_to(place)
    return place


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--participants", type=int, default=100_000)
    parser.add_argument("--statements", type=int, default=2_000)
    parser.add_argument("--votes", type=int, default=3_000_000, help="votes that are there already")
    parser.add_argument("--votes-a-minute", type=int, default=1_000)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument(
        "--keep", metavar="NAME", help="a link to make to the filled database, for another run"
    )
    parser.add_argument("--quick", action="store_true", help="little data, under a minute: does it work?")
    options = parser.parse_args()
    if options.quick:
        options.participants, options.statements, options.votes = 800, 40, 20_000
        options.minutes, options.votes_a_minute = 0.5, 300
    with measured_machine("django", "psycopg", "celery") as machine, ExitStack() as stack:
        found = report_of(options, stack)
    show(
        [{"what": name, **found[name]} for name in ("age_seconds", "lag_seconds")],
        ["what", "median", "p95", "max"],
    )
    print(
        f"{found['refreshes']} refreshes, {found['regroupings']} regroupings, "
        f"{found['analysis_cores']} cores for them"
    )
    show_machine(machine)
    finish({"program": "freshness", **found, "machine": machine}, as_json=options.json)


if __name__ == "__main__":
    main()
