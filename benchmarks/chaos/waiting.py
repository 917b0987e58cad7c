"""Waiting for something to become true."""

from __future__ import annotations

import time
from collections.abc import Callable

LOOK_SECONDS = 0.1


def wait_until(condition: Callable[[], bool], seconds: float) -> float | None:
    """Return after how many seconds it was true; None where it was not within so many."""
    start = time.monotonic()
    while not condition():
        if time.monotonic() - start > seconds:
            return None
        time.sleep(LOOK_SECONDS)
    return round(time.monotonic() - start, 2)
