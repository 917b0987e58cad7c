"""Kills processes of a running site at random, one at a time, as a crash does: with SIGKILL."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import psutil

from config.processes import SupervisedProcess

PATIENCE_SECONDS = 30.0


class Target(Enum):
    """What is killed."""

    WEB_WORKER = "web worker"
    WEB_MASTER = "web master"
    WORKER_CHILD = "child of a Celery worker"
    WORKER = "Celery worker with its children"
    REDIS = "Redis"
    RELAY = "relay"


EACH_ONCE = (
    Target.WEB_WORKER,
    Target.WORKER,
    Target.REDIS,
    Target.WORKER_CHILD,
    Target.RELAY,
    Target.WEB_MASTER,
)
"""The first of these are killed in any run; a run of six kills or more meets each."""
OFTEN = {
    Target.WEB_WORKER: 6,
    Target.WEB_MASTER: 1,
    Target.WORKER_CHILD: 3,
    Target.WORKER: 2,
    Target.REDIS: 2,
    Target.RELAY: 1,
}
"""How often each is chosen besides."""


@dataclass(frozen=True)
class Kill:
    """One kill: what, and after how many seconds."""

    what: str
    after_seconds: float


def plan(kills: int, chance: random.Random) -> list[Target]:
    """Choose what to kill, in which order."""
    more = chance.choices(list(OFTEN), list(OFTEN.values()), k=max(0, kills - len(EACH_ONCE)))
    planned = [*EACH_ONCE[:kills], *more]
    chance.shuffle(planned)
    return planned


def kill(target: Target, processes: Sequence[SupervisedProcess], chance: random.Random) -> str:
    """Kill one process or group of that kind; return which.

    Waits for one where none runs just then: it may be being started again.

    Raises:
        RuntimeError: none ran for half a minute.
    """
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        candidates = [found for process in processes for found in _victims(target, process)]
        if candidates:
            name, victim, is_group = chance.choice(candidates)
            try:
                (os.killpg if is_group else os.kill)(victim, signal.SIGKILL)
            except ProcessLookupError:
                continue
            return name
        time.sleep(0.1)
    raise RuntimeError(f"No {target.value} ran for {PATIENCE_SECONDS:.0f} seconds.")


def _victims(target: Target, process: SupervisedProcess) -> list[tuple[str, int, bool]]:
    """Return what can be killed of one supervised process: name, id, and whether it is a group's id."""
    if process.running is None or process.running.poll() is not None:
        return []
    leader = process.running.pid
    is_worker = "worker" in process.name
    if target is Target.WEB_WORKER and process.name == "web":
        return [("web worker", child, False) for child in _children(leader)]
    if target is Target.WORKER_CHILD and is_worker:
        return [(f"child of the {process.name}", child, False) for child in _children(leader)]
    if target is Target.WORKER and is_worker:
        return [(f"{process.name} with its children", leader, True)]
    named = {Target.WEB_MASTER: "web", Target.REDIS: "redis", Target.RELAY: "relay"}
    if named.get(target) == process.name:
        return [(target.value, leader, False)]
    return []


def _children(leader: int) -> list[int]:
    try:
        return [child.pid for child in psutil.Process(leader).children()]
    except psutil.NoSuchProcess:
        return []
