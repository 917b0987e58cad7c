"""How fast readers are sent pages: ``python -m benchmarks.reads [--json]``.

A deliberation with 10,000 participants and 350,000 votes, analysed, with a ratified constitution, lies in a
PostgreSQL that waits for the disk. gunicorn serves it as deployed, two processes of four threads, and 16
readers without cookies ask for the same page over connections that stay open, as fast as they are answered.
All of it, the readers too, on the cores of one machine.

- `results`, `constitution`: pages that are kept (`results/kept_pages.py`), sent whole;
- `results, 304`, `constitution, 304`: to readers who have them already;
- `results, made anew`: what each costs that is not kept, as for people the site knows;
- `bare hello`: a page of one word out of Django without middleware, by the same gunicorn.

`hello_ratio` is the kept results page by the bare hello, `kept_ratio` by the page made anew, requests per
second. `cpu_ms` is the processor time of an answer, readers, server and database together, and
`possible_per_second` what the cores could do in it: the figure to trust where others use the machine.
`queries` counts the queries behind each page as it is made anew, and their milliseconds, in two deliberations
of which one has ten times the votes and the participants. To be met: 500 a second.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.keep_alive_clients import Answers, ask_for, get_request
from benchmarks.measurement import finish, measured_machine, show, show_machine
from benchmarks.process_figures import processor_seconds
from benchmarks.served_site import configured_site, embedded_redis, served

if TYPE_CHECKING:
    from deliberation.models import Deliberation

CLIENTS = 16
LARGE, SMALL = "large", "small"
PAGES = {
    "results": "/d/{slug}/results/",
    "constitution": "/d/{slug}/constitution/",
    "statements": "/d/{slug}/results/statements/",
    "statement": "/d/{slug}/results/statements/1/",
    "participation": "/d/{slug}/results/participation/",
    "principle": "/d/{slug}/constitution/v1/p1/",
    "deliberation": "/d/{slug}/",
    "home": "/",
}


def fill(participants: int, statements: int, votes: int) -> None:
    """Fill the database that DATABASE_URL names with a deliberation and one of a tenth of its size."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from django.db import connection

    for slug, share in ((LARGE, 1), (SMALL, 10)):
        _with_constitution(slug, max(20, participants // share), statements, votes // share)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _with_constitution(slug: str, participants: int, statements: int, votes: int) -> Deliberation:
    from benchmarks.web_data import analyse, fill_deliberation
    from constitution.services import draft_version, ratify_version

    deliberation: Deliberation = fill_deliberation(slug, participants, statements, votes)
    analyse(deliberation)
    ratify_version(version=draft_version(deliberation=deliberation))
    return deliberation


def queries_behind(slug: str, times: int) -> dict[str, dict[str, float]]:
    """Return how many queries each page takes as it is made anew, and their milliseconds (the median)."""
    from django.core.cache import caches
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    found = {}
    for name, address in PAGES.items():
        taken = []
        for _time in range(times):
            caches["pages"].clear()
            with CaptureQueriesContext(
                connection,
            ) as captured:
                answer = Client(SERVER_NAME="localhost").get(address.format(slug=slug))
            if answer.status_code != 200:
                raise RuntimeError(f"{address} was answered with {answer.status_code}")
            taken.append(1000 * sum(float(query["time"]) for query in captured.captured_queries))
        found[name] = {"queries": len(captured), "milliseconds": round(statistics.median(taken), 1)}
    return found


@dataclass(frozen=True)
class Round:
    """What was answered, and the processor time that each answer took: clients, server, database together."""

    answers: Answers
    cpu_ms: float


def measure(site: int, bare: int, *, seconds: float, rounds: int) -> dict[str, list[Round]]:
    """Ask for everything in turns; each round begins with another."""
    results, constitution = (PAGES[name].format(slug=LARGE) for name in ("results", "constitution"))
    work = {
        "results": (site, get_request(results)),
        "results, 304": (site, get_request(results, _tag(site, results))),
        "constitution": (site, get_request(constitution)),
        "constitution, 304": (site, get_request(constitution, _tag(site, constitution))),
        "results, made anew": (site, get_request(results, "Cookie: sessionid=nobody\r\n")),
        "bare hello": (bare, get_request("/hello/")),
    }
    found: dict[str, list[Round]] = {name: [] for name in work}
    for done in range(rounds + 1):
        for name in [*work][done % len(work) :] + [*work][: done % len(work)]:
            port, request = work[name]
            used = processor_seconds([os.getpid()])
            answers = ask_for(port, [lambda request=request: request] * CLIENTS, seconds if done else 1.0)
            expected = 304 if name.endswith("304") else 200
            if set(answers.statuses) != {expected}:
                raise RuntimeError(f"{name} was answered with {dict(answers.statuses)}")
            if done:  # the first round pays for imports, caches and connections
                used = processor_seconds([os.getpid()]) - used
                found[name].append(Round(answers, 1000 * used / len(answers.milliseconds)))
    return found


def _tag(port: int, path: str) -> str:
    """Return the header by which a reader says which page they have."""
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Host": "localhost", "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    return f"If-None-Match: {answer.headers['ETag']}\r\n"


def report_of(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Start everything, measure, and say what was found."""
    with ExitStack() as stack:
        stack.enter_context(configured_site(folder))
        (folder / "static").mkdir()
        fill(options.participants, options.statements, options.votes)
        stack.enter_context(embedded_redis(folder))
        queries = {slug: queries_behind(slug, 5) for slug in (SMALL, LARGE)}
        site = stack.enter_context(served("config.wsgi", folder))
        bare = stack.enter_context(served("benchmarks.web_bare", folder))
        found = measure(site, bare, seconds=options.seconds, rounds=options.rounds)
    rates = {name: _median(runs, lambda run: run.answers.per_second) for name, runs in found.items()}
    cpu = {name: _median(runs, lambda run: run.cpu_ms) for name, runs in found.items()}
    return {
        "reads_per_second": round(min(rates["results"], rates["constitution"]), 1),
        "possible_per_second": round(
            1000 * (os.cpu_count() or 1) / max(cpu["results"], cpu["constitution"]), 1
        ),
        "hello_ratio": round(rates["results"] / rates["bare hello"], 3),
        "kept_ratio": round(rates["results"] / rates["results, made anew"], 2),
        "queries_grow": any(
            queries[SMALL][name]["queries"] < queries[LARGE][name]["queries"] for name in PAGES
        ),
        "pages": {
            name: {
                "per_second": round(rates[name], 1),
                "cpu_ms": round(cpu[name], 2),
                "p50_ms": round(_median(runs, lambda run: run.answers.percentile(50)), 2),
                "p99_ms": round(_median(runs, lambda run: run.answers.percentile(99)), 2),
            }
            for name, runs in found.items()
        },
        "queries": {
            name: {"votes": queries[SMALL][name], "ten times the votes": queries[LARGE][name]}
            for name in PAGES
        },
        "participants": options.participants,
        "statements": options.statements,
        "votes": options.votes,
        "clients": CLIENTS,
        "seconds": options.seconds,
        "rounds": options.rounds,
    }


def _median(runs: list[Round], figure: Callable[[Round], float]) -> float:
    return statistics.median(figure(run) for run in runs)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--participants", type=int, default=10_000)
    parser.add_argument("--statements", type=int, default=1_000)
    parser.add_argument("--votes", type=int, default=350_000)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each page and round (default 5)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="little data, one short round: does it work?")
    options = parser.parse_args()
    if options.quick:
        options.participants, options.statements, options.votes = 200, 50, 4_000
        options.seconds, options.rounds = 1.0, 1
    with (
        measured_machine("django", "psycopg", "gunicorn") as machine,
        tempfile.TemporaryDirectory(prefix="concord-benchmark-") as folder,
    ):
        found = report_of(options, Path(folder))
    show(
        [{"page": name, **figures} for name, figures in found["pages"].items()],
        ["page", "per_second", "cpu_ms", "p50_ms", "p99_ms"],
    )
    print()
    show(
        [
            {
                "page": name,
                **{f"{size}, {what}": value for size, seen in both.items() for what, value in seen.items()},
            }
            for name, both in found["queries"].items()
        ],
        [
            "page",
            "votes, queries",
            "ten times the votes, queries",
            "votes, milliseconds",
            "ten times the votes, milliseconds",
        ],
    )
    show_machine(machine)
    finish({"program": "reads", **found, "machine": machine}, as_json=options.json)


if __name__ == "__main__":
    main()
