"""What Concord needs for how many people, from the kept measurements: ``python -m benchmarks.capacity``.

Prints the tables of ``docs/scaling.md``: which figures were measured, and what follows from them for ten
thousand, a million and a hundred million participants. Nothing is measured here. Figures are read from the
newest file of each program in ``benchmarks/results``; what has no file yet is left out and said so. ``--write
FILE`` puts the tables between the two marks in that file.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.kept_results import Figure, Measurements

BEGIN, END = "<!-- benchmarks.capacity begins -->", "<!-- benchmarks.capacity ends -->"
SIZES = (10_000, 1_000_000, 100_000_000)
SECONDS_A_DAY = 86_400
FAR_BEYOND = 10
"""How many times as much as was measured a figure may speak of before it is marked as extrapolated."""


@dataclass(frozen=True)
class Assumptions:
    """How people behave; change it for an assembly of one's own."""

    votes_each: int = 50
    days: int = 30
    peak_factor: float = 10.0
    pages_read_each: int = 20
    share_of_measured_speed: float = 0.5


def measured_table(found: Measurements) -> list[str]:
    """Return the table of what was measured, with the file each figure stands in."""
    rows: list[tuple[str, Figure | None, Callable[[float], str]]] = [
        ("durable votes a second, one by one", found.votes_a_second, _count),
        ("durable votes a second, in batches of 50", found.batched_a_second, _count),
        ("pages read a second, from stored results", found.reads_a_second, _count),
        ("bytes on disk for each vote", found.bytes_a_vote, _count),
        ("bytes on disk for each participant", found.bytes_a_person, _count),
        ("bytes of PostgreSQL's log of changes for each vote", found.log_bytes_a_vote, _count),
        ("microseconds of a full analysis for each vote", found.analysis_a_vote, lambda v: f"{v * 1e6:.1f}"),
        ("bytes of memory of a full analysis for each vote", found.memory_a_vote, _count),
        ("cores for analyses while 1,000 votes a minute come in", found.analysis_cores, lambda v: f"{v:.2f}"),
        ("events sealed a second", found.sealed_a_second, _count),
        ("events of the sealed record checked a second of processor time", found.checked_a_second, _count),
        ("votes restored from a backup a second", found.restored_a_second, _count),
    ]
    lines = ["| Measured | Figure | With up to | From |", "|---|---:|---:|---|"]
    for name, figure, shown in rows:
        if figure is None:
            lines.append(f"| {name} | not measured yet | | |")
        else:
            up_to = _count(figure.measured_up_to) if figure.measured_up_to else ""
            lines.append(f"| {name} | {shown(figure.value)} | {up_to} | `{figure.source}` |")
    return lines


def machines_lines(found: Measurements) -> list[str]:
    """Return a sentence on the machine of each file that is used, and how busy others kept it."""
    used = {figure.source for figure in vars(found).values() if isinstance(figure, Figure)}
    reports = {file: report for file, report in found.reports.values() if file in used}
    return [
        f"- `{file}`: {machine['processor']}, {machine['cores']} cores; other processes used "
        f"{machine['other_load_cores']} of them meanwhile."
        for file, machine in sorted((file, report.get("machine", {})) for file, report in reports.items())
        if {"processor", "cores", "other_load_cores"} <= machine.keys()
    ]


@dataclass(frozen=True)
class Need:
    """What so many participants ask of the machines; None where no measurement says it."""

    participants: int
    votes: int
    votes_a_second: float
    peak_votes: float
    peak_reads: float

    @classmethod
    def of(cls, participants: int, assumed: Assumptions) -> Need:
        """Return the load of an assembly: the mean, and at its busiest moment."""
        votes = participants * assumed.votes_each
        seconds = assumed.days * SECONDS_A_DAY
        reads = participants * assumed.pages_read_each / seconds
        mean = votes / seconds
        return cls(participants, votes, mean, mean * assumed.peak_factor, reads * assumed.peak_factor)


def capacity_table(found: Measurements, assumed: Assumptions) -> list[str]:
    """Return the table of what each size needs; ≈ marks what lies far beyond what was measured."""
    needs = [Need.of(size, assumed) for size in SIZES]
    share = assumed.share_of_measured_speed
    days = assumed.days

    def row(title: str, figure: Figure | None, value: Callable[[Need, float], str]) -> str:
        if figure is None:
            return _row(title, ["not measured yet"] * len(needs))
        return _row(title, [_marked(value(need, figure.value), need, figure) for need in needs])

    return [
        _row("Participants", [_count(need.participants) for need in needs]),
        "|---|---:|---:|---:|",
        _row("Votes", [_count(need.votes) for need in needs]),
        _row("Votes a second, mean", [_count(need.votes_a_second) for need in needs]),
        _row("Votes a second, at the busiest", [_count(need.peak_votes) for need in needs]),
        row(
            "Machines like the measured one for them, web and database together",
            found.votes_a_second,
            lambda need, rate: _whole(need.peak_votes / (rate * share)),
        ),
        _row("Pages read a second, at the busiest", [_count(need.peak_reads) for need in needs]),
        row(
            "Machines like the measured one for reading",
            found.reads_a_second,
            lambda need, rate: _whole(need.peak_reads / (rate * share)),
        ),
        row("Votes, events and seals on disk", found.bytes_a_vote, lambda need, of: _bytes(need.votes * of)),
        row(
            "Participants and their places on disk",
            found.bytes_a_person,
            lambda need, of: _bytes(need.participants * of),
        ),
        row(
            "Log of changes a day, to each replica and archive",
            found.log_bytes_a_vote,
            lambda need, of: _bytes(need.votes * of / days),
        ),
        row(
            "One full analysis",
            found.analysis_a_vote,
            lambda need, seconds: _time(need.votes * seconds),
        ),
        row("Memory for it", found.memory_a_vote, lambda need, of: _bytes(need.votes * of)),
        row(
            "Sealing at the busiest, share of one sealer's time",
            found.sealed_a_second,
            lambda need, rate: f"{need.peak_votes / rate:.0%}",
        ),
        row(
            "Checking the whole record, processor time",
            found.checked_a_second,
            lambda need, rate: _time(need.votes / rate),
        ),
        row(
            "Restoring a backup",
            found.restored_a_second,
            lambda need, rate: _time(need.votes / rate),
        ),
    ]


def assumption_lines(assumed: Assumptions) -> list[str]:
    """Return what the table takes for granted."""
    return [
        f"- Within {assumed.days} days each participant casts {assumed.votes_each} votes, one by one, and\n"
        f"  reads {assumed.pages_read_each} pages of results and constitution.",
        f"- The busiest moment has {assumed.peak_factor:g} times the mean.",
        f"- A machine is given {assumed.share_of_measured_speed:.0%} of the load it was measured with.",
        "- Everything grows in proportion to votes or people. That holds for what was measured; ≈ stands\n"
        f"  where there are more than {FAR_BEYOND} times as many votes as were measured with.",
        "- “Machines” are those the figures were measured on, see below. With several of them the database\n"
        "  stands apart, so take their number for an order of magnitude.",
    ]


def text(found: Measurements, assumed: Assumptions) -> str:
    """Return the part of ``docs/scaling.md`` that is computed."""
    parts = [
        "What is assumed:",
        "\n".join(assumption_lines(assumed)),
        "What follows:",
        "\n".join(capacity_table(found, assumed)),
        "What was measured (`benchmarks/results/`):",
        "\n".join(measured_table(found)),
        "\n".join(machines_lines(found)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def write_into(file: Path, computed: str) -> None:
    """Put the computed part between the marks of a file.

    Raises:
        ValueError: the file lacks the marks.
    """
    before, begin, rest = file.read_text(encoding="utf-8").partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{file} has no lines “{BEGIN}” and “{END}”.")
    file.write_text(f"{before}{BEGIN}\n\n{computed}\n{END}{after}", encoding="utf-8")


def _marked(value: str, need: Need, figure: Figure) -> str:
    """Mark what speaks of far more votes than were measured."""
    return f"≈ {value}" if need.votes > FAR_BEYOND * figure.measured_up_to else value


def _row(title: str, cells: list[str]) -> str:
    return f"| {title} | {' | '.join(cells)} |"


def _count(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _whole(value: float) -> str:
    """Return how many machines that takes, at least one."""
    return f"{max(1, -int(-value // 1)):,}"


def _bytes(value: float) -> str:
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if value < 1000 or unit == "TB":
            return f"{value:.2g} {unit}" if value < 10 else f"{value:,.0f} {unit}"
        value /= 1000
    raise AssertionError


def _time(seconds: float) -> str:
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.2g} s" if seconds < 10 else f"{seconds:.0f} s"


def main() -> int:
    """Print the tables, or put them into a document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the tables between the marks of FILE")
    options = parser.parse_args()
    computed = text(Measurements(), Assumptions())
    if options.write is None:
        print(computed, end="")
        return 0
    try:
        write_into(options.write, computed)
    except (OSError, ValueError) as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
