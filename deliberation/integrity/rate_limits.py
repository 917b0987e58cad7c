"""How often someone may do something: counted in Redis, or in this process while Redis cannot be reached.

A limit that cannot be counted in common is still counted, so a lost Redis never means "as often as you like".
"""

import ipaddress
import logging
import time
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from limits import parse
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 10
"""How long Redis is left alone after it could not be reached, so that no request waits for it in vain."""

_paused_until = 0.0


def seconds_to_wait(limit: str, action: str, *parts: str, times: int = 1) -> int:
    """Count one more of an action and return 0, or return how many seconds to wait if that is too often.

    Args:
        limit: as in the settings, for example "10/minute".
        action: what is counted, for example "sign-in".
        parts: who does it; kept only as a keyed hash.
        times: how many are done at once; all of them are counted or none.
    """
    global _paused_until
    who = salted_hmac("deliberation.rate_limits", "\x1f".join(parts), algorithm="sha256").hexdigest()
    if time.monotonic() >= _paused_until:
        try:
            return _hit(_shared_storage(settings.REDIS_URL), limit, action, who, times)
        except RedisError as error:
            _paused_until = time.monotonic() + PAUSE_SECONDS
            logger.warning("Redis cannot be reached; limits are counted per process for now: %s", error)
    return _hit(_local_storage(), limit, action, who, times)


def network_of(request: HttpRequest) -> str:
    """Return the network a request comes from: the /24 of an IPv4 address, the /64 of an IPv6 one."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        # Behind our own proxy the last entry is the one that the proxy itself has written.
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    try:
        version = ipaddress.ip_address(address).version
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((address, 24 if version == 4 else 64), strict=False))


def _hit(storage: Storage, limit: str, action: str, who: str, times: int) -> int:
    limiter, item = MovingWindowRateLimiter(storage), parse(limit)
    if limiter.hit(item, action, who, cost=times):
        return 0
    return max(1, round(limiter.get_window_stats(item, action, who).reset_time - time.time()))


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
