"""One run at a time on a machine, whatever its deliberation and however many workers there are."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS_BETWEEN_TRIES = 1.0


@contextmanager
def one_at_a_time(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold a lock on a file while the body runs; wait until whoever holds it is done.

    `waiting` is called before every new try and may raise to give up. The operating system lets go of the
    lock of a process that was killed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as held:
        while True:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                waiting()
                time.sleep(SECONDS_BETWEEN_TRIES)
        yield
