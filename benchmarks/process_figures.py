"""What running processes have used and hold: processor time, memory, open files and connections."""

from __future__ import annotations

from collections.abc import Iterable

import psutil


def family(pid: int) -> list[psutil.Process]:
    """Return a process and all below it that are alive; an empty list where it is gone."""
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def processor_seconds(pids: Iterable[int], *, without: Iterable[int] = ()) -> float:
    """Return the processor time of processes and of what is or was below them, but for some of them."""
    left_out = set(without)
    members = {process.pid: process for pid in pids for process in family(pid)}
    return sum(_seconds(process) for pid, process in members.items() if pid not in left_out)


def _seconds(process: psutil.Process) -> float:
    """Return what a process used itself, and what those below it used that have ended."""
    try:
        used = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(used.user + used.system + used.children_user + used.children_system)


def resident_megabytes(pid: int) -> float:
    """Return the memory that a process and all below it hold, shared parts counted once per process."""
    return sum(_rss(process) for process in family(pid)) / 1e6


def open_files(pid: int) -> int:
    """Return how many files and connections a process and all below it hold open."""
    return sum(_descriptors(process) for process in family(pid))


def _rss(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _descriptors(process: psutil.Process) -> int:
    try:
        return int(process.num_fds())
    except psutil.Error:
        return 0
