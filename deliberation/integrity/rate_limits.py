"""How often someone may do something: counted in Redis, or in this process while Redis cannot be reached.

A limit that cannot be counted in common is still counted, so a lost Redis never means "as often as you
like". For votes that is enough: they are taken while Redis is gone. Where a flood does more harm than a
pause, for signing in and for what people write, nothing is taken until Redis is back (`counted_in_common`):
the answer is 503 and says when to come again.
"""

import ipaddress
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import MovingWindowRateLimiter
from limits.util import WindowStats
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 10
"""How long Redis is left alone after it could not be reached, so that no request waits for it in vain."""
COME_AGAIN_SECONDS = 30
"""When somebody may come again whose request is not taken because it cannot be counted in common."""
USUAL_WAIT_SECONDS = 60
"""What a refusal says that was counted elsewhere, as by the library for accounts."""

_paused_until = 0.0


@dataclass(frozen=True)
class Refusal:
    """Why a request was refused last: how long to wait, and whether it was for want of a common count."""

    seconds: int
    is_uncounted: bool


@dataclass(frozen=True)
class Standing:
    """How much of one window of a limit is left to somebody, after what was just counted."""

    action: str
    amount: int
    window_seconds: int
    left: int
    seconds_to_reset: int


@dataclass(frozen=True)
class _Count:
    """One window in which something was counted, and for whom."""

    storage: Storage
    window: RateLimitItem
    action: str
    who: str

    def left(self) -> WindowStats:
        return MovingWindowRateLimiter(self.storage).get_window_stats(self.window, self.action, self.who)


_refusal: ContextVar[Refusal | None] = ContextVar("rate limit refusal", default=None)
_counted: ContextVar[dict[tuple[str, int], _Count] | None] = ContextVar("rate limit counts", default=None)


def seconds_to_wait(
    limit: str, action: str, *parts: str, times: int = 1, counted_in_common: bool = False
) -> int:
    """Count one more of an action and return 0, or return how many seconds to wait if that is too often.

    Args:
        limit: as in the settings, for example "10/minute", or several, "5/10 minutes;20/day".
        action: what is counted, for example "sign-in".
        parts: who does it; kept only as a keyed hash.
        times: how many are done at once; all of them are counted or none.
        counted_in_common: nothing is taken while Redis cannot be reached.
    """
    global _paused_until
    who = salted_hmac("deliberation.rate_limits", "\x1f".join(parts), algorithm="sha256").hexdigest()
    if time.monotonic() >= _paused_until:
        try:
            return _refused(_hit(_shared_storage(settings.REDIS_URL), limit, action, who, times))
        except RedisError as error:
            _paused_until = time.monotonic() + PAUSE_SECONDS
            logger.warning("Redis cannot be reached; limits are counted per process for now: %s", error)
    if counted_in_common and settings.RATE_LIMITS_FAIL_CLOSED:
        return _refused(COME_AGAIN_SECONDS, is_uncounted=True)
    return _refused(_hit(_local_storage(), limit, action, who, times))


def smallest_amount(limit: str) -> int:
    """Return how often something may be done in that window of a limit which allows the least."""
    return min(window.amount for window in _windows(limit))


def is_uncounted() -> bool:
    """Return whether the request at hand was refused because it cannot be counted in common."""
    refusal = _refusal.get()
    return refusal is not None and refusal.is_uncounted


def standings() -> list[Standing]:
    """Return how the limits stand that were counted for the request at hand; empty while Redis is gone.

    They are read when somebody wants to know: most requests tell nobody, and need not ask Redis twice.
    """
    with suppress(RedisError):
        return [_standing_of(count) for count in (_counted.get() or {}).values()]
    return []


def _standing_of(count: _Count) -> Standing:
    stats = count.left()
    return Standing(
        count.action,
        count.window.amount,
        count.window.get_expiry(),
        max(0, stats.remaining),
        _seconds_to(stats),
    )


class RetryAfterMiddleware:
    """Says when to come again wherever something came too often, and 503 where it could not be counted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and complete a refusal."""
        token, counted = _refusal.set(None), _counted.set({})
        try:
            response = self.get_response(request)
            refusal = _refusal.get()
        finally:
            _refusal.reset(token)
            _counted.reset(counted)
        if response.status_code == 429:
            seconds = refusal.seconds if refusal else USUAL_WAIT_SECONDS
            response.headers.setdefault("Retry-After", str(seconds))
            if refusal is not None and refusal.is_uncounted:
                response.status_code = 503
        return response


def network_of(request: HttpRequest) -> str:
    """Return the network a request comes from: the /24 of an IPv4 address, the /64 of an IPv6 one."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        # Behind our own proxy the last entry is the one that the proxy itself has written.
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    return _network_of_address(address)


@lru_cache(maxsize=10_000)
def _network_of_address(address: str) -> str:
    try:
        version = ipaddress.ip_address(address).version
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((address, 24 if version == 4 else 64), strict=False))


def _refused(seconds: int, *, is_uncounted: bool = False) -> int:
    if seconds:
        _refusal.set(Refusal(seconds, is_uncounted))
    return seconds


def _hit(storage: Storage, limit: str, action: str, who: str, times: int) -> int:
    """Count in every window of the limit, or in none where one of them is full.

    A single window is counted and judged by one question to Redis.
    """
    limiter = MovingWindowRateLimiter(storage)
    counts = [_Count(storage, window, action, who) for window in _windows(limit)]
    if (noted := _counted.get()) is not None:
        noted.update({(action, count.window.get_expiry()): count for count in counts})
    full: list[WindowStats] = []
    if len(counts) > 1:
        full = [stats for count in counts if (stats := count.left()).remaining < times]
    if not full:
        full = [count.left() for count in counts if not limiter.hit(count.window, action, who, cost=times)]
    return max((_seconds_to(stats) for stats in full), default=0)


def _seconds_to(stats: WindowStats) -> int:
    return max(1, round(stats.reset_time - time.time()))


@lru_cache(maxsize=64)
def _windows(limit: str) -> list[RateLimitItem]:
    return parse_many(limit)


@lru_cache(maxsize=4)
def _shared_storage(address: str) -> Storage:
    return RedisStorage(
        address.replace("redis+socket://", "redis+unix://"),
        key_prefix="concord:limits",
        wrap_exceptions=False,
        socket_connect_timeout=0.5,
        socket_timeout=0.5,
    )


@lru_cache(maxsize=1)
def _local_storage() -> Storage:
    return MemoryStorage()
