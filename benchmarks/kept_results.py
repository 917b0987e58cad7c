"""The kept measurements in ``benchmarks/results``: the newest of each program, and the figures in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Figure:
    """One measured figure: its value, how much it was measured with, and where it is from."""

    value: float
    measured_up_to: int
    source: str


Report = Mapping[str, Any]


def newest_reports(folder: Path) -> dict[str, tuple[str, Report]]:
    """Return for each program, or variant of one, the file name and the report of its newest file.

    Files are named ``PROGRAM--MACHINE--DATE.json``; the date in the name decides, and on one date the name.
    """
    newest: dict[str, tuple[str, Report]] = {}
    for path in sorted(folder.glob("*--*--*.json"), key=lambda path: (path.stem.rsplit("--", 1)[1], path)):
        program = path.name.partition("--")[0].replace("-", "_")
        newest[program] = (path.name, json.loads(path.read_text(encoding="utf-8")))
    return newest


def numbers(report: Any, name: str) -> Iterator[float]:
    """Yield every number that stands in a report under this name, at any depth."""
    if isinstance(report, Mapping):
        if isinstance(report.get(name), int | float):
            yield float(report[name])
        for inner in report.values():
            yield from numbers(inner, name)
    elif isinstance(report, list):
        for inner in report:
            yield from numbers(inner, name)


class Measurements:
    """The figures that the tables need, each None where no file has it yet."""

    def __init__(self, folder: Path = RESULTS) -> None:
        self.reports = newest_reports(folder)
        web_votes = self._number("web", "votes")
        self.votes_a_second = self._figure("web", lambda web: web["per_second"]["votes"], web_votes)
        self.batched_a_second = self._figure("web", lambda web: web["per_second"]["batches"], web_votes)
        self.reads_a_second = self._figure(
            "reads", lambda reads: reads["reads_per_second"], self._number("reads", "votes")
        )
        stored = self._number("storage", "votes")
        self.bytes_a_vote = self._figure("storage", lambda storage: storage["bytes_per_vote"], stored)
        self.log_bytes_a_vote = self._figure("storage", lambda storage: storage["wal_bytes_per_vote"], stored)
        self.bytes_a_person = self._figure(
            "storage", lambda storage: storage["bytes_per_participant"], stored
        )
        sealed = self._number("log", "events")
        self.sealed_a_second = self._figure("log", lambda log: log["results"][0]["sealed_per_second"], sealed)
        self.checked_a_second = self._figure(
            "log", lambda log: sealed / log["results"][0]["verify_cpu_seconds"], sealed
        )
        self.analysis_a_vote, self.memory_a_vote = self._analysis()
        self.analysis_cores = self._figure(
            "freshness", lambda seen: seen["analysis_cores"], self._number("freshness", "votes")
        )
        backed_up = self._number("backup", "votes")
        self.restored_a_second = self._figure(
            "backup", lambda backup: backed_up / backup["results"][-1]["restore_seconds"], backed_up
        )

    def _number(self, program: str, name: str) -> int:
        """Return the largest number of that name in a program's report, 0 without one."""
        _file, report = self.reports.get(program, ("", {}))
        return int(max(numbers(report, name), default=0))

    def _figure(self, program: str, read: Callable[[Any], float], measured_up_to: int) -> Figure | None:
        file, report = self.reports.get(program, ("", None))
        if report is None:
            return None
        try:
            return Figure(float(read(report)), measured_up_to, file)
        except (KeyError, IndexError, TypeError, ValueError, ZeroDivisionError):
            return None

    def _analysis(self) -> tuple[Figure | None, Figure | None]:
        """Return seconds and bytes that a full analysis takes for each vote, by the largest reading."""
        rows = [
            (row, file)
            for program, (file, report) in self.reports.items()
            if program.startswith("analysis_job")
            for row in report["results"]
            if row["name"].endswith("first")
        ]
        if not rows:
            return None, None
        row, file = max(rows, key=lambda found: found[0]["votes"])
        votes = int(row["votes"])
        return (
            Figure(row["seconds"] / votes, votes, file),
            Figure(row["peak_mb"] * 1e6 / votes, votes, file),
        )
