"""How many requests are under way at a time, and when the next may begin.

Additive increase, multiplicative decrease (Chiu and Jain 1989): a busy server halves what may be under way,
every answer adds a little of it back. Rate limits space the beginnings of requests evenly.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from training_bridge.generation.server_settings import ServerSettings

LONGEST_NAP = 1.0
"""Somebody else's answer may free a place, so nobody sleeps longer than this without looking."""


class Pace:
    """Shared by the threads that ask one server."""

    def __init__(
        self,
        settings: ServerSettings,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin with as many as the settings allow."""
        self._settings = settings
        self._sleep = sleep
        self._clock = clock
        self._lock = threading.Lock()
        self._free = threading.Condition(self._lock)
        self._allowed = float(settings.parallel)
        self._under_way = 0
        self._next_start = 0.0
        self._reduced_at = -1.0

    @property
    def allowed(self) -> int:
        """How many requests may be under way now."""
        return max(1, int(self._allowed))

    @contextmanager
    def turn(self, tokens: int) -> Iterator[float]:
        """Wait for a place and a moment for a request of about so many tokens; gives when it began."""
        with self._free:
            while self._under_way >= self.allowed:
                self._free.wait(LONGEST_NAP)
            self._under_way += 1
            now = self._clock()
            begins = max(now, self._next_start)
            self._next_start = begins + self._interval(tokens)
        try:
            if begins > now:
                self._sleep(begins - now)
            yield self._clock()
        finally:
            with self._free:
                self._under_way -= 1
                self._free.notify_all()

    def went_well(self) -> None:
        """Let a little more be under way."""
        with self._lock:
            self._allowed = min(float(self._settings.parallel), self._allowed + 1 / self._allowed)

    def was_busy(self, began: float, hold_all: float | None) -> None:
        """Halve what may be under way, once for all requests that were sent before the last halving.

        With `hold_all`, as a server's Retry-After asks, nobody begins for so many seconds.
        """
        with self._lock:
            if began >= self._reduced_at:
                self._allowed = max(1.0, self._allowed / 2)
                self._reduced_at = self._clock()
            if hold_all is not None:
                self._next_start = max(self._next_start, self._clock() + hold_all)

    def _interval(self, tokens: int) -> float:
        requests, each = self._settings.requests_a_minute, self._settings.tokens_a_minute
        return max(60 / requests if requests else 0.0, 60 * tokens / each if each else 0.0)
