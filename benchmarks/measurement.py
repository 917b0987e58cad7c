"""Timing several ways of doing the same thing side by side, and saying on what machine and how undisturbed.

Absolute seconds hold for one machine at one moment. The programs here therefore run Concord and a baseline
in turns, take the median of each, and report the ratio: how many times as fast as the baseline Concord is.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Work = Callable[[], object]
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Measured:
    """One piece of work: what each counted run took, and the most memory one run held.

    `runs` are seconds by the clock, `cpu_runs` seconds of this process' processor time, of all its threads.
    """

    runs: tuple[float, ...]
    cpu_runs: tuple[float, ...]
    peak_mb: float | None

    @property
    def seconds(self) -> float:
        """The median run by the clock."""
        return statistics.median(self.runs)

    @property
    def cpu_seconds(self) -> float:
        """The median run in processor time, which other processes disturb far less."""
        return statistics.median(self.cpu_runs)


def measure_in_turns(
    work: Mapping[str, Work],
    *,
    least_runs: int = 3,
    most_runs: int = 9,
    seconds: float = 8.0,
    memory: bool = False,
) -> dict[str, Measured]:
    """Run each piece of work once per round and time it; return what each needed.

    Taking turns, each round begun by another, lets a disturbance of the machine meet all of them alike. A
    first round is not counted: it pays for imports and caches, and with `memory` it is the one in which
    allocations are traced. Then come at least `least_runs` rounds, and more until `seconds` have passed or
    there are `most_runs`.
    """
    peaks: dict[str, float | None] = dict.fromkeys(work)
    for name, run in work.items():
        if memory:
            peaks[name] = _peak_megabytes(run)
        else:
            run()
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in work}
    started = time.perf_counter()
    for done in range(max(least_runs, most_runs)):
        if done >= least_runs and time.perf_counter() - started > seconds:
            break
        first = done % len(work)
        for name, run in [*work.items()][first:] + [*work.items()][:first]:
            start, cpu_start = time.perf_counter(), time.process_time()
            run()
            taken[name].append((time.perf_counter() - start, time.process_time() - cpu_start))
    return {name: Measured(*zip(*taken[name], strict=True), peak_mb=peaks[name]) for name in work}


def _peak_megabytes(run: Work) -> float:
    """Most memory held at a time beyond what was there before, in MB of 10^6 bytes.

    Counted by tracemalloc, which sees Python objects and NumPy arrays, not the buffers of BLAS threads.
    """
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


@contextmanager
def measured_machine(*packages: str) -> Iterator[dict[str, Any]]:
    """Describe the machine, and when the body ends how busy others kept it meanwhile.

    `other_load_cores` is the processor time that other processes used, in cores; None where /proc is
    missing. Distrust timings taken with more than a quarter of a core of it.
    """
    machine: dict[str, Any] = {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in packages},
    }
    started, busy, own = time.perf_counter(), _busy_seconds(), _own_seconds()
    yield machine
    elapsed = time.perf_counter() - started
    machine["wall_seconds"] = round(elapsed, 1)
    others = _busy_seconds() - busy - (_own_seconds() - own)
    machine["other_load_cores"] = round(max(0.0, others / elapsed), 2) if busy else None


def show(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> None:
    """Print rows as a table with these columns."""
    cells = [list(columns), *([_text(row.get(column)) for column in columns] for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(columns))]
    for line in cells:
        words = [f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)]
        print("  ".join(words).rstrip())


def show_machine(machine: Mapping[str, Any]) -> None:
    """Print on what machine the figures hold."""
    print(
        f"{machine['processor']}, {machine['cores']} cores, {machine['date']}; "
        f"other processes used {machine['other_load_cores']} cores meanwhile"
    )


def finish(report: Mapping[str, Any], *, as_json: bool) -> None:
    """End the output with the whole report as one line of JSON, where that was asked for."""
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
    sys.stdout.flush()


def _text(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _processor() -> str:
    facts = Path("/proc/cpuinfo")
    if facts.exists():
        for line in facts.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"


def _busy_seconds() -> float:
    """Processor time used by everybody since the start of the machine (proc(5): user nice system)."""
    facts = Path("/proc/stat")
    if not facts.exists():
        return 0.0
    return sum(int(ticks) for ticks in facts.read_text(encoding="utf-8").split()[1:4]) / TICKS_PER_SECOND


def _own_seconds() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system
