"""How long each step took, added up over all sittings of a run."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from training_bridge.record_files import write_json
from training_bridge.run_settings import Progress, Report, StageName


class Stopwatch:
    """Times the steps of a run and passes their progress on."""

    def __init__(self, path: Path, report: Report) -> None:
        """Take the file that earlier sittings left, if any."""
        self._path = path
        self._report = report
        self._stage: StageName = "prompts"
        self.seconds: dict[str, float] = json.loads(path.read_bytes()) if path.exists() else {}

    def enter(self, stage: StageName) -> None:
        """Go on to a stage: what is reported from now on belongs to it."""
        self._stage = stage

    def report(self, step: str, done: int, total: int) -> None:
        """Tell how far a step is."""
        self._report(Progress(step, done, total, self._stage))

    @contextmanager
    def step(self, name: str, total: int) -> Iterator[Callable[[int], None]]:
        """Time a step; the body calls what it is given with the number of items just done."""
        started = time.monotonic()
        earlier = self.seconds.get(name, 0.0)
        done = 0

        def advance(more: int) -> None:
            nonlocal done
            done += more
            self.report(name, min(done, total), total)

        self.report(name, 0, total)
        try:
            yield advance
        finally:
            self.seconds[name] = round(earlier + time.monotonic() - started, 2)
            write_json(self._path, self.seconds)
