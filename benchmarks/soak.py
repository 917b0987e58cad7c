"""What running for long does to the site: ``python -m benchmarks.soak [--minutes 30] [--json]``.

The whole site runs as `make run` runs it (`config.processes`), on a PostgreSQL that waits for the disk. First
it is measured for a short while how many votes and reads a second it takes together, as fast as 16 clients
ask: eight readers of the results and the constitution, eight people who vote over HTTP. Then half as many
come for the given time. Memory, open files and connections of every process are noted every few seconds.

`growth` compares the median of the last fifth of the time with that of the second fifth; the first is left
out, for caches fill. To be met: under 5 % for each process, no more connections to PostgreSQL and Redis, and
no answer but 200.
"""

from __future__ import annotations

import argparse
import random
import secrets
import statistics
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.keep_alive_clients import Answers, Ask, ask_for, get_request
from benchmarks.measurement import finish, measured_machine, show, show_machine
from benchmarks.process_figures import open_files, resident_megabytes
from benchmarks.reads import LARGE, PAGES, fill
from benchmarks.served_site import configured_site, free_port

if TYPE_CHECKING:
    from benchmarks.web import Person
    from config.processes import SupervisedProcess

READERS = VOTERS = 8
READ = ("results", "constitution", "statements", "principle")
Sample = dict[str, float]


def readers_and_voters(people: Sequence[Person]) -> list[Ask]:
    """Return what each client asks for: pages at random, and votes that come in as a browser sends them."""
    chance = random.Random(1)
    pages = [get_request(PAGES[name].format(slug=LARGE)) for name in READ]
    return [lambda: chance.choice(pages)] * READERS + [_votes_of(person, chance) for person in people]


def _votes_of(person: Person, chance: random.Random) -> Ask:
    token = secrets.token_hex(16)

    def vote() -> bytes:
        form = (
            f"statement={chance.choice(person.left)}&value={chance.choice((-1, 0, 1))}"
            f"&key={secrets.token_hex(16)}&skipped="
        )
        return (
            f"POST /d/{LARGE}/vote/ HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n"
            f"Cookie: csrftoken={token}; {person.cookie}\r\nX-CSRFToken: {token}\r\nHX-Request: true\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(form)}\r\n\r\n{form}"
        ).encode()

    return vote


def sample(processes: Sequence[SupervisedProcess], server: int, redis: Any) -> Sample:
    """Return what each process holds now, and how many connections there are."""
    from django.db import connection

    found: Sample = {}
    for process in processes:
        if process.running is not None:
            found[f"{process.name} MB"] = resident_megabytes(process.running.pid)
            found[f"{process.name} files"] = open_files(process.running.pid)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")
        found["postgres connections"] = float(cursor.fetchone()[0])
    found["redis connections"] = float(redis.info("clients")["connected_clients"])
    return found


def watch(take: Callable[[], Sample], over: threading.Event, every: float) -> list[Sample]:
    """Take samples until it is over."""
    samples = [take()]
    while not over.wait(every):
        samples.append(take())
    return samples


def growth(samples: Sequence[Sample]) -> dict[str, dict[str, float]]:
    """Compare the median of the last fifth of the samples with that of the second fifth, in per cent."""
    fifth = max(1, len(samples) // 5)
    early, late = samples[fifth : 2 * fifth], samples[-fifth:]
    found = {}
    for name in samples[-1]:
        before, after = (statistics.median(one.get(name, 0.0) for one in part) for part in (early, late))
        per_cent = 100 * (after - before) / before if before else 0.0
        found[name] = {"early": round(before, 1), "late": round(after, 1), "growth": round(per_cent, 2)}
    return found


def report_of(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Start everything, let it run, and say what was found."""
    # Wide enough for somebody who votes all the time, and no wider: Redis keeps as many moments for each.
    wide = {"VOTE_RATE_LIMIT": "2000/minute"}
    with ExitStack() as stack:
        place = stack.enter_context(configured_site(folder, **wide))
        fill(options.participants, options.statements, options.votes)
        import redis
        from django.conf import settings

        from benchmarks.web import people_of
        from config.processes import running_site
        from config.static_files import collect_static_files
        from deliberation.models import Deliberation

        collect_static_files()
        asks = readers_and_voters(people_of(Deliberation.objects.get(slug=LARGE), VOTERS))
        port = free_port()
        processes = stack.enter_context(
            running_site(folder, settings.EMBEDDED_REDIS_SOCKET, f"127.0.0.1:{port}")
        )
        ask_for(port, asks, options.trial_seconds / 4)  # not counted: imports, caches and connections
        most = ask_for(port, asks, options.trial_seconds)
        server = int((place / "data" / "postmaster.pid").read_text().split()[0])
        watched = redis.Redis(unix_socket_path=str(settings.EMBEDDED_REDIS_SOCKET))
        answers, samples = _soak(
            port, asks, most.per_second / 2, options, lambda: sample(processes, server, watched)
        )
    return _found(most, answers, samples) | {
        "minutes": options.minutes,
        "samples": len(samples),
        "participants": options.participants,
        "votes": options.votes,
    }


def _soak(
    port: int, asks: Sequence[Ask], a_second: float, options: argparse.Namespace, take: Callable[[], Sample]
) -> tuple[Answers, list[Sample]]:
    """Let clients come at half the pace for the given time, and look on."""
    over, samples = threading.Event(), []
    looking = threading.Thread(target=lambda: samples.extend(watch(take, over, options.every)))
    looking.start()
    try:
        answers = ask_for(port, asks, 60 * options.minutes, a_second=a_second)
    finally:
        over.set()
        looking.join()
    return answers, samples


def _found(most: Answers, answers: Answers, samples: Sequence[Sample]) -> dict[str, Any]:
    grown = growth(samples)
    memory = {name: figures for name, figures in grown.items() if name.endswith(" MB")}
    connections = {name: figures for name, figures in grown.items() if name.endswith("connections")}
    return {
        "memory_growth_per_cent": max(figures["growth"] for figures in memory.values()),
        "connections_growth": max(figures["late"] - figures["early"] for figures in connections.values()),
        "most_per_second": round(most.per_second, 1),
        "per_second": round(answers.per_second, 1),
        "p50_ms": round(answers.percentile(50), 1),
        "p99_ms": round(answers.percentile(99), 1),
        "answers": {str(status): count for status, count in sorted(answers.statuses.items())},
        "growth": grown,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--participants", type=int, default=10_000)
    parser.add_argument("--statements", type=int, default=1_000)
    parser.add_argument("--votes", type=int, default=350_000, help="votes that are there already")
    parser.add_argument("--trial-seconds", type=float, default=20.0, help="for the most that it takes")
    parser.add_argument("--every", type=float, default=5.0, help="seconds between samples (default 5)")
    parser.add_argument("--quick", action="store_true", help="little data, half a minute: does it work?")
    options = parser.parse_args()
    if options.quick:
        options.participants, options.statements, options.votes = 200, 50, 4_000
        options.minutes, options.trial_seconds, options.every = 0.3, 3.0, 1.0
    with (
        measured_machine("django", "psycopg", "gunicorn", "celery") as machine,
        tempfile.TemporaryDirectory(prefix="concord-benchmark-") as folder,
    ):
        found = report_of(options, Path(folder))
    show(
        [{"what": name, **figures} for name, figures in found["growth"].items()],
        ["what", "early", "late", "growth"],
    )
    print(f"{found['per_second']} answers a second of {found['most_per_second']}; {found['answers']}")
    show_machine(machine)
    finish({"program": "soak", **found, "machine": machine}, as_json=options.json)


if __name__ == "__main__":
    main()
