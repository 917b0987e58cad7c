"""How long each step took, added up over all sittings of a run."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from training_bridge.record_files import write_json
from training_bridge.run_settings import Progress, Report


class Stopwatch:
    """Times the steps of a run and passes their progress on."""

    def __init__(self, path: Path, report: Report) -> None:
        """Take the file that earlier sittings left, if any."""
        self._path = path
        self.report = report
        self.seconds: dict[str, float] = json.loads(path.read_bytes()) if path.exists() else {}

    @contextmanager
    def step(self, name: str, total: int) -> Iterator[Callable[[int], None]]:
        """Time a step; the body calls what it is given with the number of items just done."""
        started = time.monotonic()
        earlier = self.seconds.get(name, 0.0)
        done = 0

        def advance(more: int) -> None:
            nonlocal done
            done += more
            self.report(Progress(name, min(done, total), total))

        self.report(Progress(name, 0, total))
        try:
            yield advance
        finally:
            self.seconds[name] = round(earlier + time.monotonic() - started, 2)
            write_json(self._path, self.seconds)
