"""The queues of work, and how a worker of each is run: the one place that says so.

A worker of one queue: ``python -m config.worker mail``; of several: ``python -m config.worker ml training``.
Which task goes to which queue is CELERY_TASK_ROUTES in the settings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

FOR_ENDING_SECONDS: Final = 60
"""How long before it is killed a task is told to end, so that the job can keep the reason."""
KILOBYTES: Final = 1_000
"""Thousand, as the memory limit of a worker counts."""


@dataclass(frozen=True)
class Queue:
    """One queue and what its workers need.

    Attributes:
        holds: what is sent there, in a few words.
        processes: how many tasks one worker does at a time, each in a process of its own.
        seconds: how long a task may take before its process is killed; None for the longest limit that the
            site allows (TASK_TIME_LIMIT_SECONDS).
        tasks_per_process: after so many tasks a process is replaced, so that what leaks does not add up.
        megabytes_per_process: a process that has grown past this is replaced after its task; None: no limit.
    """

    holds: str
    processes: int
    seconds: int | None
    tasks_per_process: int
    megabytes_per_process: int | None = None


QUEUES: Final[Mapping[str, Queue]] = MappingProxyType(
    {
        "votes": Queue("what must follow votes soon and is short", 1, 600, 200),
        "analysis": Queue("opinion groups, agreement and reports", 1, 3_600, 200),
        "ml": Queue("sentence encoders and translation", 1, 7_200, 200, megabytes_per_process=1_500),
        # A run leaves the memory of the machine and of its GPU as it found them: one run, one process.
        "training": Queue("training runs", 1, None, 1),
        # It waits for other people's servers more than it works: one that hangs leaves the rest to others.
        "mail": Queue("e-mail and webhooks", 4, 600, 200),
    }
)


class UnknownQueue(ValueError):
    """There is no queue of that name; the text says which there are."""


def worker_options(names: Sequence[str], *, longest_seconds: int, processes: int = 0) -> list[str]:
    """Return the options with which Celery runs one worker of these queues.

    A worker of several queues takes as many processes and as much time as the most demanding of them, and
    the tightest limit of memory that one of them has.

    Args:
        names: queues, the worker takes from all of them in turn.
        longest_seconds: the longest that any task may take.
        processes: how many tasks at a time, in place of what the queue says; 0 leaves it to the queue.

    Raises:
        UnknownQueue: one of the names is none.
    """
    unknown = [name for name in names if name not in QUEUES]
    if unknown or not names:
        raise UnknownQueue(f"No queue {', '.join(unknown) or 'is named'}; there are {', '.join(QUEUES)}.")
    queues = [QUEUES[name] for name in names]
    hard = max(min(queue.seconds or longest_seconds, longest_seconds) for queue in queues)
    options: dict[str, object] = {
        "queues": ",".join(names),
        "hostname": f"{'-'.join(names)}@%h",
        "pool": "prefork",
        "concurrency": processes or max(queue.processes for queue in queues),
        "prefetch-multiplier": 1,
        "time-limit": hard,
        "soft-time-limit": max(hard - FOR_ENDING_SECONDS, hard // 2),
        "max-tasks-per-child": max(queue.tasks_per_process for queue in queues),
    }
    memory = [queue.megabytes_per_process for queue in queues if queue.megabytes_per_process]
    if memory:
        options["max-memory-per-child"] = min(memory) * KILOBYTES
    # Workers need not hear of each other: what they share is in the database.
    return [f"--{name}={value}" for name, value in options.items()] + ["--without-gossip", "--without-mingle"]
