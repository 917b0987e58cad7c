"""The site as it is served, for programs that measure it: a database of its own, Redis, gunicorn."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres_server import database_url, new_folder, running_postgres


def configure_site(place: Path, folder: Path, **settings: str) -> None:
    """Let the environment name the PostgreSQL in `place`, the data folder, and other settings as given."""
    os.environ.pop("REDIS_URL", None)
    os.environ |= {
        "DATABASE_URL": database_url(place),
        "CONCORD_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "ERROR",
    }
    os.environ |= settings


@contextmanager
def configured_site(folder: Path, **settings: str) -> Iterator[Path]:
    """Run an empty PostgreSQL that waits for the disk, configure the site for it, and yield its folder."""
    place = new_folder()
    configure_site(place, folder, **settings)
    with running_postgres(place, durable=True):
        yield place


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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


@contextmanager
def served(application: str, folder: Path, *, threads: int = 4) -> Iterator[int]:
    """Run an application in gunicorn as deployed, two processes of four threads, and yield its port."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", f"{application}:application", "--bind", f"127.0.0.1:{port}",
        "--config", "config/gunicorn.py", "--workers", "2", "--threads", str(threads),
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
