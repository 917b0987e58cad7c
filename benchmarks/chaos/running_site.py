"""The whole site as deployed, on this machine alone: durable PostgreSQL, Redis, web server, workers, relay.

What ends is started again, as by `config.processes`; Redis can be kept away.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

from benchmarks.chaos.waiting import wait_until
from benchmarks.served_site import configure_site, free_port
from config.processes import SupervisedProcess, running_site
from tests.postgres_server import PostgresServer, new_folder, running_postgres

if TYPE_CHECKING:
    from deliberation.models import Deliberation

LOOK_SECONDS = 0.5
START_SECONDS = 240.0
WIDE = "1000000/minute"
SETTINGS = {
    "LOG_LEVEL": "WARNING",
    # The limits are counted as always; they are only wide enough for people who vote all the time.
    "VOTE_RATE_LIMIT": WIDE,
    "JOIN_RATE_LIMIT": WIDE,
    "API_RATE_LIMIT": WIDE,
    # More often than a minute, so that workers are killed at work.
    "ANALYSIS_INTERVAL_SECONDS": "15",
    "SEAL_AFTER_SECONDS": "20",
}


@dataclass
class Site:
    """What runs, and what is kept away."""

    port: int
    folder: Path
    postgres: PostgresServer
    processes: list[SupervisedProcess]
    kept_away: set[str] = field(default_factory=set)
    """Names of processes that are not started again for now."""

    def restart_what_ended(self) -> None:
        """Start again what has ended and is not kept away."""
        for process in self.processes:
            if process.name not in self.kept_away:
                process.restart_if_dead()


def fill(slug: str, statements: int) -> Deliberation:
    """Make an open deliberation with statements in the database that DATABASE_URL names."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from benchmarks.web_data import fill_deliberation

    deliberation: Deliberation = fill_deliberation(slug, 1, statements, 0)
    return deliberation


@contextmanager
def whole_site(folder: Path, slug: str, statements: int) -> Iterator[tuple[Site, Deliberation]]:
    """Run the site on a new database while the body runs; the settings are read here, so once per program.

    Raises:
        PostgresMissing: the wheel is not installed.
    """
    place = new_folder()
    configure_site(place, folder, **SETTINGS)
    with running_postgres(place, durable=True) as postgres:
        deliberation = fill(slug, statements)
        from django.conf import settings
        from django.db import connection

        # This program's own connection would not outlive PostgreSQL; the next query opens another.
        connection.close()
        port = free_port()
        with running_site(folder, settings.EMBEDDED_REDIS_SOCKET, f"127.0.0.1:{port}") as processes:
            site = Site(port, folder, postgres, processes)
            with _supervised(site):
                _wait_until_it_works(site, slug)
                yield site, deliberation


@contextmanager
def _supervised(site: Site) -> Iterator[None]:
    """Start again what ends, as `config.processes` does, until the body ends."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(LOOK_SECONDS):
            site.restart_what_ended()

    supervisor = threading.Thread(target=look, name="supervisor")
    supervisor.start()
    try:
        yield
    finally:
        over.set()
        supervisor.join()


def _wait_until_it_works(site: Site, slug: str) -> None:
    """Wait until pages come and every worker takes tasks.

    Raises:
        RuntimeError: that takes more than some minutes.
    """
    from celery import current_app

    workers = sum("worker" in process.name for process in site.processes)
    page = f"http://127.0.0.1:{site.port}/d/{slug}/"
    works = wait_until(
        lambda: _is_answered(page) and len(current_app.control.ping(timeout=1)) == workers, START_SECONDS
    )
    if works is None:
        raise RuntimeError(f"The site did not start; see the logs in {site.folder / 'logs'}.")


def _is_answered(page: str) -> bool:
    try:
        with urlopen(page, timeout=START_SECONDS) as answer:  # noqa: S310 - our own page
            return bool(answer.status == 200)
    except OSError:
        return False
