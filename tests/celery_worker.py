"""A real Celery worker process for the tests, on the test database and the test Redis."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

ALL_QUEUES = ("votes", "analysis", "ml", "training", "mail")
READY = " ready."


def worker_database_url(settings: dict[str, Any]) -> str:
    """Return the DATABASE_URL with which another process opens the very database of this test run."""
    if settings["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{settings['NAME']}"
    user = quote(settings["USER"], safe="")
    password = f":{quote(settings['PASSWORD'], safe='')}" if settings["PASSWORD"] else ""
    host = quote(settings["HOST"], safe="")
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    return f"postgresql://{user}{password}@{host}{port}/{settings['NAME']}"


@contextmanager
def running_worker(
    database_url: str, log: Path, *, queues: Sequence[str] = ALL_QUEUES
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run one worker process in a process group of its own while the body runs.

    Kill it in the middle of its work with ``os.killpg(worker.pid, signal.SIGKILL)``.
    """
    environment = os.environ | {"DATABASE_URL": database_url, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "config.worker", *queues, "--processes", "1", "--loglevel", "INFO"]
    with log.open("wb") as output:
        worker = subprocess.Popen(
            command, stdout=output, stderr=output, env=environment, start_new_session=True
        )
    try:
        _wait_until_ready(worker, log)
        yield worker
    finally:
        if worker.poll() is None:
            worker.terminate()
            try:
                worker.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait(timeout=20)


def _wait_until_ready(worker: "subprocess.Popen[bytes]", log: Path) -> None:
    for _attempt in range(600):
        written = log.read_text(errors="replace")
        if worker.poll() is not None:
            raise RuntimeError(f"The worker ended as it started:\n{written}")
        if READY in written:
            return
        time.sleep(0.1)
    raise RuntimeError(f"The worker was not ready within a minute:\n{log.read_text(errors='replace')}")
