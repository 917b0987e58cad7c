"""How fast moderators work through a full queue: ``python -m benchmarks.moderation [--json]``.

10,000 statements wait in a PostgreSQL that waits for the disk at each commit, a tenth of them in groups that
say about the same, beside a thousand that people vote on. gunicorn serves the panel as deployed, and a
moderator opens the queue, opens items, decides and decides together over HTTP, as htmx does.

All figures are milliseconds as the client sees them, one request at a time: medians, and the slowest of each.
`place_seconds` is how long the worker takes to put the whole queue in order anew.
"""

from __future__ import annotations

import argparse
import random
import re
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.measurement import finish, measured_machine, show, show_machine
from benchmarks.served_site import configured_site, embedded_redis, served
from benchmarks.votes import disk_syncs_per_second
from benchmarks.web_browser import Browser

SLUG = "benchmark"
TOGETHER = 50
GROUPS_OF_FEW, FEW = 100, 5
NEXT = re.compile(rf"/d/{SLUG}/moderation/(\d+)/decide/".encode())


def fill(waiting: int, accepted: int, together: int) -> tuple[str, float]:
    """Fill the database that DATABASE_URL names; return a moderator's cookie and the seconds of placing."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from django.db import connection

    from deliberation.models import Deliberation, Membership, Role, User
    from deliberation.moderation.grouping import place_waiting

    deliberation = Deliberation.objects.create(slug=SLUG, title="Benchmark", language="en")
    _statements(deliberation, waiting, accepted, together)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    start = time.perf_counter()
    placed = place_waiting(deliberation)
    seconds = time.perf_counter() - start
    if placed != waiting:
        raise RuntimeError(f"{placed} of {waiting} statements were placed")
    user = User.objects.create_user("moderator@example.org", "a password nobody uses")
    Membership.objects.create(user=user, deliberation=deliberation, role=Role.MODERATOR)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return _session_of(user), seconds


def _statements(deliberation: Any, waiting: int, accepted: int, together: int) -> None:
    """Make the statements with their vectors, the pairs that look alike, and the topics of the accepted."""
    import numpy as np

    from deliberation.models import (
        DuplicateCandidate,
        Statement,
        StatementTopic,
        Topic,
        TopicMap,
    )
    from deliberation.results.semantic_index import encoder_for
    from deliberation.semantics.encoders import unit_length

    encoder = encoder_for(deliberation)
    sizes = [together] * 8 + [FEW] * GROUPS_OF_FEW
    group_of = [group for group, size in enumerate(sizes) for _ in range(size)]
    group_of += range(len(sizes), len(sizes) + waiting + accepted - len(group_of))
    group_of = group_of[: waiting + accepted]
    chance = np.random.default_rng(1)
    topics = chance.normal(size=(12, 384))
    centres = topics[np.arange(max(group_of) + 1) % 12] * 0.8 + chance.normal(size=(max(group_of) + 1, 384))
    vectors = unit_length(
        (centres[group_of] + 0.2 * chance.normal(size=(len(group_of), 384))).astype(np.float32)
    )
    texts = [
        f"An AI should keep promise {group} to everybody, as {number} of us ask."
        for number, group in enumerate(group_of)
    ]
    rows = Statement.objects.bulk_create(
        [
            Statement(
                deliberation=deliberation,
                number=number + 1,
                text=text,
                state=Statement.State.PENDING if number < waiting else Statement.State.ACCEPTED,
            )
            for number, text in enumerate(texts)
        ],
        batch_size=2000,
    )
    _embed(rows, vectors, encoder)
    firsts: dict[int, Any] = {}
    pairs = []
    for row, group in zip(rows, group_of, strict=True):
        first = firsts.setdefault(group, row)
        if first is not row:
            pairs.append(
                DuplicateCandidate(deliberation=deliberation, first=first, second=row, similarity=0.95)
            )
    DuplicateCandidate.objects.bulk_create(pairs, batch_size=2000)
    topic_map = TopicMap.objects.create(deliberation=deliberation, encoder=encoder, input_hash="benchmark")
    made = [Topic.objects.create(topic_map=topic_map, number=n, name=f"Topic {n}") for n in range(12)]
    StatementTopic.objects.bulk_create(
        StatementTopic(topic=made[group_of[number] % 12], statement=rows[number])
        for number in range(waiting, len(rows))
    )
    deliberation.next_statement_number = len(rows) + 1
    deliberation.save()


def _embed(rows: list[Any], vectors: Any, encoder: str) -> None:
    from deliberation.integrity.evidence import content_hash
    from deliberation.models import StatementEmbedding, TextVector

    kept = TextVector.objects.bulk_create(
        [
            TextVector(encoder=encoder, text_hash=content_hash(row.text), vector=vector.tobytes())
            for row, vector in zip(rows, vectors, strict=True)
        ],
        batch_size=2000,
    )
    StatementEmbedding.objects.bulk_create(
        [
            StatementEmbedding(statement=row, encoder=encoder, text_vector=vector, is_compared=True)
            for row, vector in zip(rows, kept, strict=True)
        ],
        batch_size=2000,
    )


def _session_of(user: Any) -> str:
    """Sign an account in and return the cookie."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


class Moderator:
    """Somebody at the panel, who decides about what comes next."""

    def __init__(self, port: int, cookie: str) -> None:
        self.browser = Browser(port, cookie)
        self.panel = f"/d/{SLUG}/moderation/"
        # Behind the groups, so that single statements come one after the other.
        self.number = 8 * TOGETHER + GROUPS_OF_FEW * FEW + 1
        self.group = 0

    def open_queue(self) -> None:
        """Open the list of what waits."""
        self.browser.get(self.panel)

    def open_desk(self) -> None:
        """Open one statement."""
        self.browser.get(f"{self.panel}?statement={self.number}")

    def look_on(self) -> None:
        """Ask what others do meanwhile."""
        self.browser.get(f"{self.panel}{self.number}/live/")

    def accept(self) -> None:
        """Accept one statement; the answer is the next one."""
        self._decide("outcome=accepted")

    def reject(self) -> None:
        """Reject one statement."""
        self._decide("outcome=rejected&reason=spam&note=No+adverts.")

    def _decide(self, form: str) -> None:
        answer = self.browser.post(
            f"{self.panel}{self.number}/decide/",
            f"{form}&key={secrets.token_hex(16)}",
            "HX-Request: true\r\n",
        )
        found = NEXT.search(answer)
        if found is None:
            raise RuntimeError("the next item is no single statement; let fewer wait in groups")
        self.number = int(found[1])

    def merge(self) -> None:
        """Accept one of fifty and merge the others into it."""
        first = self.group * TOGETHER + 1
        self.group += 1
        ticked = "&".join(f"statement={number}" for number in range(first, first + TOGETHER))
        self.browser.post(
            f"{self.panel}together/",
            f"action=merge&keep={first}&opened={first}&{ticked}&key={secrets.token_hex(16)}",
            "HX-Request: true\r\n",
        )


def measure(moderator: Moderator, times: int) -> dict[str, list[float]]:
    """Return the milliseconds of each kind of request."""
    kinds: dict[str, tuple[Callable[[], None], int]] = {
        "open the queue": (moderator.open_queue, times),
        "open a statement": (moderator.open_desk, times),
        "ask for news": (moderator.look_on, times),
        "accept": (moderator.accept, times),
        "reject": (moderator.reject, times),
        f"merge {TOGETHER}": (moderator.merge, min(times, 6)),
    }
    for act, _times in list(kinds.values())[:-1]:
        act()  # not counted: it pays for imports, caches and connections
        act()
    taken: dict[str, list[float]] = {}
    for name, (act, count) in kinds.items():
        for _time in range(count):
            start = time.perf_counter()
            act()
            taken.setdefault(name, []).append(1000 * (time.perf_counter() - start))
    return taken


def report_of(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Start everything, measure, and say what was found."""
    with ExitStack() as stack:
        stack.enter_context(configured_site(folder))
        cookie, seconds = fill(options.waiting, options.accepted, TOGETHER)
        stack.enter_context(embedded_redis(folder))
        port = stack.enter_context(served("config.wsgi", folder))
        taken = measure(Moderator(port, cookie), options.times)
    return {
        "median_ms": {name: round(statistics.median(values), 1) for name, values in taken.items()},
        "slowest_ms": {name: round(max(values), 1) for name, values in taken.items()},
        "place_seconds": round(seconds, 2),
        "waiting": options.waiting,
        "accepted": options.accepted,
        "times": options.times,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--waiting", type=int, default=10_000)
    parser.add_argument("--accepted", type=int, default=1_000)
    parser.add_argument("--times", type=int, default=40, help="requests of each kind (default 40)")
    parser.add_argument("--quick", action="store_true", help="a short queue, few requests: does it work?")
    options = parser.parse_args()
    if options.quick:
        options.waiting, options.accepted, options.times = 1_000, 50, 3
    random.seed(1)
    with (
        measured_machine("django", "psycopg", "gunicorn") as machine,
        tempfile.TemporaryDirectory(prefix="concord-benchmark-") as folder,
    ):
        machine["disk_syncs_per_second"] = disk_syncs_per_second(Path(folder))
        found = report_of(options, Path(folder))
    show(
        [
            {"what": name, "median ms": median, "slowest ms": found["slowest_ms"][name]}
            for name, median in found["median_ms"].items()
        ],
        ["what", "median ms", "slowest ms"],
    )
    print(f"putting {found['waiting']} in order took {found['place_seconds']} s")
    show_machine(machine)
    finish({"program": "moderation", **found, "machine": machine}, as_json=options.json)


if __name__ == "__main__":
    main()
