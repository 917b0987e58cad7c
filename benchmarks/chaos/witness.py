"""What voters and readers were answered: kept as it happens, from many threads."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain

from benchmarks.chaos.books import CastVote


@dataclass
class Witness:
    """Every vote that was cast, which were acknowledged, and how requests were answered."""

    statuses: Counter[int] = field(default_factory=Counter)
    """How many answers there were of each HTTP status."""
    unanswered: Counter[str] = field(default_factory=Counter)
    """How many requests were not answered, by what happened: refused, reset, timed out."""
    refusals: list[str] = field(default_factory=list)
    """What was said of votes that the site did not take; there should be none."""
    faults: list[str] = field(default_factory=list)
    """What was asked for where the answer was a fault of the site: 5xx other than 503."""
    acknowledged_at: dict[str, float] = field(default_factory=dict)
    """When each key was acknowledged (`time.monotonic`)."""
    last_acknowledged_at: float = float("-inf")
    """When a vote was acknowledged last."""
    away_at: list[float] = field(default_factory=list)
    """When an answer was 503."""
    without_time_to_come_again: int = 0
    """Answers of 503 that did not say when to come again."""
    _cast: dict[int, list[CastVote]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def cast(self, vote: CastVote) -> None:
        """Note a vote before it is sent."""
        with self._lock:
            self._cast.setdefault(vote.voter, []).append(vote)

    def answered(self, request: str, status: int, *, retry_after: str | None) -> None:
        """Note an answer."""
        with self._lock:
            self.statuses[status] += 1
            if status >= 500 and status != 503:
                self.faults.append(f"{status} to {request} at {datetime.now(UTC):%H:%M:%S}")
            if status == 503:
                self.away_at.append(time.monotonic())
                self.without_time_to_come_again += not retry_after

    def not_answered(self, error: Exception) -> None:
        """Note a request that failed."""
        with self._lock:
            self.unanswered[type(error).__name__] += 1

    def acknowledged(self, keys: list[str]) -> None:
        """Note that the site said of these votes that it has them."""
        now = time.monotonic()
        with self._lock:
            self.acknowledged_at.update(dict.fromkeys(keys, now))
            self.last_acknowledged_at = now

    def refused(self, why: str) -> None:
        """Note a vote that was not taken."""
        with self._lock:
            self.refusals.append(why)

    @property
    def votes(self) -> list[CastVote]:
        """All votes, those of each voter in the order in which they were cast."""
        with self._lock:
            return [*chain.from_iterable(self._cast.values())]

    @property
    def server_errors(self) -> int:
        """How many answers were a fault of the site: 5xx other than 503."""
        with self._lock:
            return len(self.faults)

    def seconds_until_well(self, since: float) -> float | None:
        """Return the seconds from a moment until a vote was taken and no answer was 503 any more.

        None where no vote was taken since.
        """
        with self._lock:
            taken = [at for at in self.acknowledged_at.values() if at >= since]
            if not taken:
                return None
            return max([min(taken), *self.away_at]) - since
