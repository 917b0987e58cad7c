"""The web server as systemd runs it: on a socket handed over by somebody else, who keeps it open."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
HAND_OVER = (
    "import os, sys\n"
    "os.dup2(int(sys.argv[1]), 3)\n"
    "os.environ |= {'LISTEN_PID': str(os.getpid()), 'LISTEN_FDS': '1'}\n"
    "os.execv(sys.argv[2], sys.argv[2:])\n"
)
"""sd_listen_fds(3): the socket is number 3, and LISTEN_PID says whom it is for."""


@contextmanager
def listening(path: Path) -> Iterator[socket.socket]:
    """Listen on a Unix socket as concord-web.socket does while the body runs."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen(2048)
        yield listener


class WebServer:
    """gunicorn with the project's configuration, started as concord-web.service starts it."""

    def __init__(self, listener: socket.socket, environment: dict[str, str], log: Path) -> None:
        self.notices = log.with_name(f"{log.name}.notify")
        self.notices.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified, log.open("ab") as output:
            notified.bind(str(self.notices))
            notified.settimeout(60)
            self.process = subprocess.Popen(
                [
                    sys.executable, "-c", HAND_OVER, str(listener.fileno()),
                    sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py",
                ],
                cwd=ROOT,
                env=os.environ | environment | {"NOTIFY_SOCKET": str(self.notices)},
                pass_fds=[listener.fileno()],
                stdout=output,
                stderr=output,
                start_new_session=True,
            )  # fmt: skip
            self.said = notified.recv(4096).decode()

    @property
    def workers(self) -> set[int]:
        """Process ids of those that answer requests."""
        return {child.pid for child in psutil.Process(self.process.pid).children()}

    def wait_for_workers_other_than(self, earlier: set[int]) -> None:
        """Wait until a reload has replaced all of these."""
        deadline = time.monotonic() + 120
        while not (self.workers and self.workers.isdisjoint(earlier)):
            assert time.monotonic() < deadline, "The old processes did not end."
            time.sleep(0.05)
