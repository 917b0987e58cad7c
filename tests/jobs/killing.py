"""Running work in real processes and killing them where a test says; see `forking_process.py`."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from tests.celery_worker import worker_database_url

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Workers:
    """Processes that do one thing each, on the database and in the folder of a test."""

    process: "subprocess.Popen[str]"

    def finish(self, work: str, name: str, given: Any, *, counted: list[Any] | None = None) -> list[str]:
        """Let a process do its work to the end; return the steps it reported, or the files it touched."""
        done = self._order(work, name, given, [*counted, 0] if counted else None)
        assert done["exit"] == 0, f"{name} failed: {done}"
        return done["seen"]

    def killed(self, work: str, name: str, given: Any, where: list[Any]) -> None:
        """Let a process do its work, and be killed where it says."""
        done = self._order(work, name, given, where)
        assert done["signal"] == signal.SIGKILL, f"{name} never came to {where}: {done}"

    def _order(self, work: str, name: str, given: Any, kill: list[Any] | None) -> dict[str, Any]:
        assert self.process.stdin is not None and self.process.stdout is not None
        order = {"work": work, "name": name, "given": given, "kill": kill}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@contextmanager
def workers() -> Iterator[Workers]:
    """Start the process that forks, on the test's database and in the test's folder."""
    environment = os.environ | {
        "DATABASE_URL": worker_database_url(connection.settings_dict),
        "CONCORD_DATA_DIR": str(settings.DATA_DIR),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
        # Small work by many processes in turn: threads of theirs would only wait for each other.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    command = [sys.executable, "-m", "tests.jobs.forking_process"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline()) == "ready"
        yield Workers(process)
        assert process.stdin is not None
        process.stdin.close()
