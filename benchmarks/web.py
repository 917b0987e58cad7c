"""How fast the website votes: ``python -m benchmarks.web [--json]``.

A deliberation with 10,000 participants, 1,000 statements and 350,000 votes lies in a PostgreSQL that waits
for the disk at each commit. gunicorn serves it as deployed (`config.processes`), with the middleware, limits
and templates of the site, and people vote over HTTP as htmx does: each vote is answered with the next
statement.

Three ratios, each against a baseline in the same run, in turns, served by the same gunicorn:

- `hello_ratio`: requests per second of a page of one word through our middleware, by a bare Django's.
- `votes_ratio`: durable votes per second through the whole stack, by those of a view with no middleware that
  writes an event and the current vote in one transaction and answers "ok".
- `batch_ratio`: votes per second sent 50 at a time, by those sent one by one.

`p50_ms` and `p99_ms` are of whole votes, one person at a time, as the client sees them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measurement import finish, measured_machine, show, show_machine
from benchmarks.votes import BARE_TABLES, disk_syncs_per_second
from tests.postgres_server import database_url, new_folder, running_postgres

SLUG = "benchmark"
BATCH = 50
CLIENTS = 4
LENGTH = re.compile(rb"(?i)\r\ncontent-length: (\d+)")
NUMBER = re.compile(rb'name="statement" value="(\d+)"')


@dataclass(frozen=True)
class Size:
    """How much lies in the database."""

    participants: int
    statements: int
    votes: int


@dataclass(frozen=True)
class Person:
    """Somebody who votes: what their browser sends, and the statements they have not voted on."""

    number: int
    cookie: str
    left: tuple[int, ...]


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
        for table in BARE_TABLES:
            cursor.execute(table)
        cursor.execute("ANALYZE")
    return people_of(deliberation, clients)


def people_of(deliberation: Any, count: int) -> list[Person]:
    """Return participants with their cookies, and what they have not voted on."""
    from django.core.signing import get_cookie_signer

    from deliberation.models import Vote
    from deliberation.people.participation import COOKIE_SALT, cookie_name

    name = cookie_name(deliberation)
    signer = get_cookie_signer(salt=name + COOKIE_SALT)
    numbers = set(deliberation.statements.values_list("number", flat=True))
    people = []
    for participant in deliberation.participants.order_by("number")[:count]:
        held = set(Vote.objects.by(participant).values_list("statement__number", flat=True))
        cookie = f"{name}={signer.sign(participant.public_id)}"
        people.append(Person(participant.number, cookie, tuple(sorted(numbers - held))))
    return people


@contextmanager
def served(application: str, folder: Path, *, threads: int = 4) -> Iterator[int]:
    """Run an application in gunicorn as deployed, two processes of four threads, and yield its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", f"{application}:application", "--bind", f"127.0.0.1:{port}",
        "--workers", "2", "--threads", str(threads),
    ]  # fmt: skip
    with (folder / f"{application}.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    try:
        _wait_for(port, server, Path(log.name))
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _attempt in range(600):
        if server.poll() is not None:
            raise RuntimeError(log.read_text(errors="replace"))
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(log.read_text(errors="replace"))


class Browser:
    """One connection that stays open, with the cookies of one person.

    As little as a browser can be: on two cores the client's time is taken from the server.
    """

    def __init__(self, port: int, cookie: str = "") -> None:
        self.token = secrets.token_hex(16)
        self.always = (
            f"Host: localhost\r\nAccept-Encoding: gzip\r\nCookie: csrftoken={self.token}; {cookie}\r\n"
        )
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str) -> bytes:
        """Open a page."""
        return self._send(f"GET {path} HTTP/1.1\r\n{self.always}\r\n")

    def post(self, path: str, body: str, headers: str = "") -> bytes:
        """Send a form or JSON, with a CSRF token as every page has one."""
        kind = "application/json" if body.startswith("{") else "application/x-www-form-urlencoded"
        return self._send(
            f"POST {path} HTTP/1.1\r\n{self.always}X-CSRFToken: {self.token}\r\n{headers}"
            f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        )

    def _send(self, request: str) -> bytes:
        self.connection.sendall(request.encode())
        answer = self.connection.recv(65536)
        while b"\r\n\r\n" not in answer:
            answer += self._more()
        head, _, content = answer.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if length is None or not head.startswith(b"HTTP/1.1 200 "):
            raise RuntimeError(f"{request[:60]!r} was answered with {answer[:600]!r}")
        while len(content) < int(length[1]):
            content += self._more()
        return gzip.decompress(content) if b"gzip" in head else content

    def _more(self) -> bytes:
        if not (more := self.connection.recv(65536)):
            raise RuntimeError("the server closed the connection")
        return more


Act = Callable[[Browser, Person, int], None]
"""One thing somebody does for the how-manieth time."""


def all_at_once(port: int, people: list[Person], times: int, act: Act) -> float:
    """Let everybody act that many times, each on a connection of their own; return the seconds it took."""
    failures: list[BaseException] = []

    def run(person: Person) -> None:
        browser = Browser(port, person.cookie)
        try:
            for turn in range(times):
                act(browser, person, turn)
        except BaseException as failure:  # noqa: BLE001 - raised again below
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(person,)) for person in people]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.perf_counter() - start
    if failures:
        raise failures[0]
    return taken


class Voters:
    """Votes as the pages send them; everybody goes on where they stopped."""

    def __init__(self, people: list[Person]) -> None:
        self.shown = {person.number: person.left[0] for person in people}
        self.batched = {person.number: 0 for person in people}

    def vote(self, browser: Browser, person: Person, turn: int) -> None:
        """Vote on what is shown; the answer shows the next statement."""
        form = (
            f"statement={self.shown[person.number]}&value={turn % 3 - 1}&key={secrets.token_hex(16)}&skipped="
        )
        answer = browser.post(f"/d/{SLUG}/vote/", form, "HX-Request: true\r\n")
        found = NUMBER.search(answer)
        if found is None:
            raise RuntimeError("no statement is left to vote on; measure fewer votes")
        self.shown[person.number] = int(found[1])

    def batch(self, browser: Browser, person: Person, turn: int) -> None:
        """Send 50 votes that were kept."""
        start = self.batched[person.number]
        self.batched[person.number] += 1
        numbers = [person.left[(start * BATCH + offset) % len(person.left)] for offset in range(BATCH)]
        votes = [
            {"statement": number, "value": (turn + number) % 3 - 1, "key": secrets.token_hex(16)}
            for number in numbers
        ]
        answer = json.loads(
            browser.post(f"/api/v1/deliberations/{SLUG}/votes/", json.dumps({"votes": votes}))
        )
        recorded = sum(vote["state"] == "recorded" for vote in answer["votes"])
        if recorded != BATCH:
            raise RuntimeError(f"{recorded} of {BATCH} votes were recorded: {answer['votes'][0]}")


def bare_vote(browser: Browser, person: Person, turn: int) -> None:
    """Vote in the bare view."""
    statement = person.left[turn % len(person.left)]
    browser.post(
        "/vote/", f"participant={person.number}&statement={statement}&value=1&key={secrets.token_hex(16)}"
    )


def hello(browser: Browser, _person: Person, _turn: int) -> None:
    """Open the page of one word."""
    browser.get("/hello/")


def measure(site: int, bare: int, people: list[Person], *, votes: int, rounds: int) -> dict[str, Any]:
    """Measure all in turns; return the medians of the rounds, as things per second."""
    voters = Voters(people)
    each, batches = max(1, votes // len(people)), max(1, votes // len(people) // BATCH)
    pages = each * 2
    work: dict[str, Callable[[], float]] = {
        "hello": lambda: pages * len(people) / all_at_once(site, people, pages, hello),
        "bare hello": lambda: pages * len(people) / all_at_once(bare, people, pages, hello),
        "votes": lambda: each * len(people) / all_at_once(site, people, each, voters.vote),
        "bare votes": lambda: each * len(people) / all_at_once(bare, people, each, bare_vote),
        "batches": lambda: BATCH * batches * len(people) / all_at_once(site, people, batches, voters.batch),
    }
    per_second: dict[str, list[float]] = {name: [] for name in work}
    for run in work.values():
        run()  # not counted: it pays for imports, caches and connections
    for done in range(rounds):
        names = [*work][done % len(work) :] + [*work][: done % len(work)]
        for name in names:
            per_second[name].append(work[name]())
    return {name: statistics.median(values) for name, values in per_second.items()}


def latencies(site: int, people: list[Person], votes: int) -> list[float]:
    """Milliseconds of votes cast one after the other by changing people, as their client sees them."""
    voters, taken = Voters(people), []
    browsers = {person.number: Browser(site, person.cookie) for person in people}
    for turn in range(votes + len(people)):
        person = people[turn % len(people)]
        start = time.perf_counter()
        voters.vote(browsers[person.number], person, turn)
        if turn >= len(people):
            taken.append(1000 * (time.perf_counter() - start))
    return taken


def report_of(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Start everything, measure, and say what was found."""
    size = Size(options.participants, options.statements, options.votes)
    place = new_folder()
    os.environ.pop("REDIS_URL", None)
    os.environ |= {
        "DATABASE_URL": database_url(place),
        "CONCORD_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "ERROR",
        # The limits are counted as always; they are only wide enough for somebody who votes all the time.
        "VOTE_RATE_LIMIT": "10000000/minute",
    }
    with ExitStack() as stack:
        stack.enter_context(running_postgres(place, durable=True))
        people = fill(size, CLIENTS * 3)
        stack.enter_context(embedded_redis(folder))
        site = stack.enter_context(served("benchmarks.web_site", folder))
        bare = stack.enter_context(served("benchmarks.web_bare", folder))
        rates = measure(site, bare, people[:CLIENTS], votes=options.measured, rounds=options.rounds)
        taken = latencies(site, people[CLIENTS:], options.measured)
    cuts = statistics.quantiles(taken, n=100)
    return {
        "hello_ratio": round(rates["hello"] / rates["bare hello"], 3),
        "votes_ratio": round(rates["votes"] / rates["bare votes"], 3),
        "batch_ratio": round(rates["batches"] / rates["votes"], 3),
        "p50_ms": round(statistics.median(taken), 2),
        "p99_ms": round(cuts[98], 2),
        "per_second": {name: round(rate, 1) for name, rate in rates.items()},
        "participants": size.participants,
        "statements": size.statements,
        "votes": size.votes,
        "clients": CLIENTS,
        "measured_votes": options.measured,
        "rounds": options.rounds,
    }


@contextmanager
def embedded_redis(folder: Path) -> Iterator[None]:
    """Run the Redis in which the limits are counted, as deployed."""
    from django.conf import settings

    from config.processes import redis_process

    (folder / "logs").mkdir(exist_ok=True)
    redis = redis_process(folder, settings.EMBEDDED_REDIS_SOCKET)
    redis.start()
    try:
        yield
    finally:
        redis.stop()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--participants", type=int, default=10_000)
    parser.add_argument("--statements", type=int, default=1_000)
    parser.add_argument("--votes", type=int, default=350_000, help="votes that are there already")
    parser.add_argument("--measured", type=int, default=400, help="votes cast per round (default 400)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="little data, one round: does it work?")
    options = parser.parse_args()
    if options.quick:
        options.participants, options.statements, options.votes = 40, 200, 400
        options.measured, options.rounds = 40, 1
    random.seed(1)
    with (
        measured_machine("django", "psycopg", "gunicorn") as machine,
        tempfile.TemporaryDirectory(prefix="concord-benchmark-") as folder,
    ):
        machine["disk_syncs_per_second"] = disk_syncs_per_second(Path(folder))
        found = report_of(options, Path(folder))
    show(
        [{"measured": name, "per second": rate} for name, rate in found["per_second"].items()],
        ["measured", "per second"],
    )
    print(
        f"hello {found['hello_ratio']}, votes {found['votes_ratio']}, batch {found['batch_ratio']}; "
        f"a vote takes {found['p50_ms']} ms, one in a hundred more than {found['p99_ms']} ms"
    )
    show_machine(machine)
    finish({"program": "web", **found, "machine": machine}, as_json=options.json)


if __name__ == "__main__":
    main()
