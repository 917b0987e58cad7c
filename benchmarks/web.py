"""How fast the website votes: ``python -m benchmarks.web [--json]``.

A deliberation with 10,000 participants, 1,000 statements and 350,000 votes lies in a PostgreSQL that waits
for the disk at each commit. gunicorn serves it as deployed (`config/gunicorn.py`, two processes), with the
middleware, limits, log and templates of the site, and 16 people vote at once over HTTP as the vote page does
with its script: each vote is a request of its own (`deliberation:cast_vote`), and after every seventeenth
the statements that come next are fetched (`api:next_statements`), which counts as time and not as a vote.

Three ratios, each against a baseline in the same run, in turns, served by the same gunicorn:

- `hello_ratio`: requests per second of a page of one word through our middleware, by a bare Django's.
- `votes_ratio`: durable votes per second through the whole stack, by those of a view with no middleware that
  writes an event and the current vote in one transaction and answers "ok".
- `batch_ratio`: votes per second sent 50 at a time, by those sent one by one.

`forms` are votes as a browser without the script sends them, each answered with the next statement as HTML.
`cpu_ms` is the processor time per act of everything here (clients, server, database, Redis);
`votes_cpu_ratio` is `votes_ratio` in it, and the better figure where others use the machine. `p50_ms` and
`p99_ms` are of requests one at a time, as the client sees them; `p50_ms_busy` and `p99_ms_busy` with all 16
clients at work.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import secrets
import statistics
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.measurement import TICKS_PER_SECOND, finish, measured_machine, show, show_machine
from benchmarks.served_site import configured_site, embedded_redis, served
from benchmarks.votes import BARE_TABLES, disk_syncs_per_second
from benchmarks.web_clients import Steps, all_at_once, body_of

SLUG = "benchmark"
BATCH = 50
CLIENTS = 16
ENOUGH = 4
"""With fewer statements ahead the page fetches more, as `static/js/vote_upcoming.js` does."""
NEXT = f"/api/v1/deliberations/{SLUG}/statements/next/"
LOG_SHOWINGS = """
INSERT INTO deliberation_exposure (participant_id, statement_id, reason, seed, shown_at)
SELECT vote.participant_id, statement_id, '', '', recorded_at
FROM deliberation_vote AS vote JOIN deliberation_event AS event ON event.id = event_id
"""
"""Whoever has voted on a statement was shown it."""
NUMBER = re.compile(rb'name="statement" value="(\d+)"')


@dataclass(frozen=True)
class Size:
    """How much lies in the database."""

    participants: int
    statements: int
    votes: int


@dataclass
class Person:
    """Somebody who votes: what their browser sends, and the statements they have not voted on.

    `shown` is what stands on their screen, `ahead` what was fetched for later, `sent` how many were batched.
    """

    number: int
    cookie: str
    left: tuple[int, ...]
    shown: int = 0
    ahead: list[dict[str, Any]] = field(default_factory=list)
    sent: int = 0

    def __post_init__(self) -> None:
        token = secrets.token_hex(16)
        self.always = (
            f"Host: localhost\r\nAccept-Encoding: gzip\r\nCookie: csrftoken={token}; {self.cookie}\r\n"
        )
        self.token = f"X-CSRFToken: {token}\r\n"

    def get(self, path: str) -> bytes:
        """Return the request for a page."""
        return f"GET {path} HTTP/1.1\r\n{self.always}\r\n".encode()

    def post(self, path: str, body: str, headers: str = "") -> bytes:
        """Return the request that sends a form or JSON, with a CSRF token as every page has one."""
        kind = "application/json" if body.startswith("{") else "application/x-www-form-urlencoded"
        return (
            f"POST {path} HTTP/1.1\r\n{self.always}{self.token}{headers}"
            f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        ).encode()


Act = Callable[[Person, int], Steps]
"""What somebody does so many times."""


def fill(size: Size, clients: int) -> list[Person]:
    """Fill the database that DATABASE_URL names; return people to vote as."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from django.db import connection

    from benchmarks.web_data import analyse, fill_deliberation

    deliberation = fill_deliberation(SLUG, size.participants, size.statements, size.votes)
    analyse(deliberation)
    with connection.cursor() as cursor:
        cursor.execute(LOG_SHOWINGS)
        for table in BARE_TABLES:
            cursor.execute(table)
        cursor.execute("VACUUM (ANALYZE)")
    return people_of(deliberation, clients)


def people_of(deliberation: Any, count: int) -> list[Person]:
    """Return participants with their cookies, and what they have not voted on."""
    from django.http import HttpResponse

    from deliberation.models import Vote
    from deliberation.people.participation import remember_participant

    numbers = set(deliberation.statements.values_list("number", flat=True))
    people = []
    for participant in deliberation.participants.order_by("number")[:count]:
        held = set(Vote.objects.by(participant).values_list("statement__number", flat=True))
        response = HttpResponse()
        remember_participant(response, participant)
        cookie = response.cookies.output(attrs=[], header="").strip()
        people.append(Person(participant.number, cookie, tuple(sorted(numbers - held))))
    return people


def voting_as_the_page(person: Person, times: int) -> Steps:
    """Vote on statements fetched in advance; the next one is shown while the vote is sent."""
    while times:
        if len(person.ahead) < ENOUGH:
            answer = yield person.get(f"{NEXT}?in_advance=true&count=20")
            person.ahead = json.loads(body_of(answer))["results"]
            if len(person.ahead) < 2:
                raise RuntimeError("no statement is left to vote on; measure fewer votes")
        if not person.shown:
            person.shown = person.ahead.pop(0)["number"]
        following = person.ahead.pop(0)
        vote = (
            f'{{"statement":{person.shown},"value":{times % 3 - 1},"key":"{secrets.token_hex(16)}",'
            f'"shown":"{following["ticket"]}"}}'
        )
        yield person.post(f"/d/{SLUG}/cast/", vote)
        person.shown = following["number"]
        times -= 1


def voting_by_form(person: Person, times: int) -> Steps:
    """Vote by the form, as htmx sends it; the answer shows the next statement."""
    for turn in range(times):
        form = (
            f"statement={person.shown or person.left[0]}&value={turn % 3 - 1}"
            f"&key={secrets.token_hex(16)}&skipped="
        )
        answer = yield person.post(f"/d/{SLUG}/vote/", form, "HX-Request: true\r\n")
        found = NUMBER.search(body_of(answer))
        if found is None:
            raise RuntimeError("no statement is left to vote on; measure fewer votes")
        person.shown = int(found[1])


def voting_in_batches(person: Person, times: int) -> Steps:
    """Send votes that were kept, 50 at once."""
    for _turn in range(times):
        numbers = [person.left[(person.sent + offset) % len(person.left)] for offset in range(BATCH)]
        person.sent += BATCH
        votes = [
            {"statement": number, "value": number % 3 - 1, "key": secrets.token_hex(16)} for number in numbers
        ]
        answer = yield person.post(f"/api/v1/deliberations/{SLUG}/votes/", json.dumps({"votes": votes}))
        told = json.loads(body_of(answer))["votes"]
        recorded = sum(vote["state"] == "recorded" for vote in told)
        if recorded != BATCH:
            raise RuntimeError(f"{recorded} of {BATCH} votes were recorded: {told[0]}")


def bare_votes(person: Person, times: int) -> Steps:
    """Vote in the bare view."""
    for turn in range(times):
        statement = person.left[turn % len(person.left)]
        yield person.post(
            "/vote/", f"participant={person.number}&statement={statement}&value=1&key={secrets.token_hex(16)}"
        )


def hello(person: Person, times: int) -> Steps:
    """Open the page of one word."""
    for _turn in range(times):
        yield person.get("/hello/")


@dataclass
class Rates:
    """What each run of one kind of work found: acts per second, processor milliseconds per act, latencies."""

    per_second: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)


def measure(site: int, bare: int, people: Sequence[Person], *, votes: int, rounds: int) -> dict[str, Rates]:
    """Measure all in turns, each kind of voting by people of its own."""
    by_page, by_form, in_batches = (people[start * CLIENTS : (start + 1) * CLIENTS] for start in range(3))
    each, forms, batches = (
        max(1, votes // CLIENTS),
        max(1, votes // CLIENTS // 8),
        max(1, votes // CLIENTS // 25),
    )
    work: dict[str, tuple[int, Sequence[Person], Act, int, int]] = {
        "hello": (site, by_page, hello, 2 * each, 1),
        "bare hello": (bare, by_page, hello, 2 * each, 1),
        "votes": (site, by_page, voting_as_the_page, each, 1),
        "bare votes": (bare, by_page, bare_votes, each, 1),
        "forms": (site, by_form, voting_by_form, forms, 1),
        "batches": (site, in_batches, voting_in_batches, batches, BATCH),
    }
    found = {name: Rates() for name in work}
    for done in range(rounds + 1):
        names = [*work][done % len(work) :] + [*work][: done % len(work)]
        for name in names:
            port, who, act, times, worth = work[name]
            before = seconds_of_all()
            seconds, taken = all_at_once(port, [partial(act, person, times) for person in who])
            acts = times * len(who) * worth
            if done:  # the first round is not counted: it pays for imports, caches and connections
                found[name].per_second.append(acts / seconds)
                found[name].cpu_ms.append(1000 * (seconds_of_all() - before) / acts)
                found[name].taken += taken
    return found


def seconds_of_all() -> float:
    """Return the processor time of this process and of all that descend from it and are alive."""
    parents: dict[int, int] = {}
    seconds: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rpartition(") ")[2].split()
            except OSError:
                continue  # it has ended meanwhile
            parents[int(entry.name)] = int(fields[1])
            seconds[int(entry.name)] = (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND
    return sum(spent for process, spent in seconds.items() if _descends(process, parents))


def _descends(process: int, parents: dict[int, int]) -> bool:
    while process not in {0, os.getpid()}:
        process = parents.get(process, 0)
    return process != 0


def latencies(site: int, people: Sequence[Person], votes: int) -> list[float]:
    """Seconds of requests one after the other, as their client sees them, as the page votes."""
    taken = []
    for person in people:
        _seconds, found = all_at_once(site, [partial(voting_as_the_page, person, votes // len(people))])
        taken += found[2:]
    return taken


def report_of(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Start everything, measure, and say what was found."""
    size = Size(options.participants, options.statements, options.votes)
    settings = {
        "LOG_LEVEL": "INFO",
        # The limits are counted as always; they are only wide enough for somebody who votes all the time.
        "VOTE_RATE_LIMIT": "10000000/minute",
    }
    with ExitStack() as stack:
        stack.enter_context(configured_site(folder, **settings))
        people = fill(size, CLIENTS * 4)
        stack.enter_context(embedded_redis(folder))
        site = stack.enter_context(served("benchmarks.web_site", folder))
        bare = stack.enter_context(served("benchmarks.web_bare", folder))
        rates = measure(site, bare, people, votes=options.measured, rounds=options.rounds)
        taken = latencies(site, people[CLIENTS * 3 :], options.measured)
    per_second = {name: statistics.median(found.per_second) for name, found in rates.items()}
    cpu_ms = {name: statistics.median(found.cpu_ms) for name, found in rates.items()}
    return {
        "hello_ratio": round(per_second["hello"] / per_second["bare hello"], 3),
        "votes_ratio": round(per_second["votes"] / per_second["bare votes"], 3),
        "votes_cpu_ratio": round(cpu_ms["bare votes"] / cpu_ms["votes"], 3),
        "batch_ratio": round(per_second["batches"] / per_second["votes"], 3),
        "p50_ms": _milliseconds(taken, 50),
        "p99_ms": _milliseconds(taken, 99),
        "p50_ms_busy": _milliseconds(rates["votes"].taken, 50),
        "p99_ms_busy": _milliseconds(rates["votes"].taken, 99),
        "per_second": {name: round(rate, 1) for name, rate in per_second.items()},
        "cpu_ms": {name: round(spent, 3) for name, spent in cpu_ms.items()},
        "participants": size.participants,
        "statements": size.statements,
        "votes": size.votes,
        "clients": CLIENTS,
        "measured_votes": options.measured,
        "rounds": options.rounds,
    }


def _milliseconds(taken: Sequence[float], percent: int) -> float:
    return round(1000 * statistics.quantiles(taken, n=100)[percent - 1], 2)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--participants", type=int, default=10_000)
    parser.add_argument("--statements", type=int, default=1_000)
    parser.add_argument("--votes", type=int, default=350_000, help="votes that are there already")
    parser.add_argument("--measured", type=int, default=1600, help="votes cast per round (default 1600)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="little data, one round: does it work?")
    options = parser.parse_args()
    if options.quick:
        options.participants, options.statements, options.votes = 80, 200, 400
        options.measured, options.rounds = 80, 1
    random.seed(1)
    with (
        measured_machine("django", "psycopg", "gunicorn") as machine,
        tempfile.TemporaryDirectory(prefix="concord-benchmark-") as folder,
    ):
        machine["disk_syncs_per_second"] = disk_syncs_per_second(Path(folder))
        found = report_of(options, Path(folder))
    show(
        [
            {"measured": name, "per second": rate, "cpu ms": found["cpu_ms"][name]}
            for name, rate in found["per_second"].items()
        ],
        ["measured", "per second", "cpu ms"],
    )
    print(
        f"hello {found['hello_ratio']}, votes {found['votes_ratio']} (by processor time "
        f"{found['votes_cpu_ratio']}), batch {found['batch_ratio']}; "
        f"a vote takes {found['p50_ms']} ms, one in a hundred more than {found['p99_ms']} ms; "
        f"with {CLIENTS} clients {found['p50_ms_busy']} and {found['p99_ms_busy']} ms"
    )
    show_machine(machine)
    finish({"program": "web", **found, "machine": machine}, as_json=options.json)


if __name__ == "__main__":
    main()
