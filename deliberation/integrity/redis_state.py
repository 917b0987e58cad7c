"""Whether Redis can be reached, asked at most once in a few seconds by each process.

Votes need no Redis, and no vote asks. Pages that say how fresh results are do, and those who watch the site.
"""

import time
from functools import lru_cache

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

LOOK_AGAIN_SECONDS = 5.0
PATIENCE_SECONDS = 0.5

_looked_at = float("-inf")
_was_away = False


def is_redis_away() -> bool:
    """Return whether the Redis of the queue could not be reached a moment ago."""
    global _looked_at, _was_away
    if time.monotonic() - _looked_at >= LOOK_AGAIN_SECONDS:
        # Noted before the answer is there: while one thread waits for it, the others go on with the last one.
        _looked_at = time.monotonic()
        _was_away = not _answers(settings.REDIS_URL)
    return _was_away


def _answers(address: str) -> bool:
    try:
        return bool(_client(address).ping())
    except RedisError:
        return False


@lru_cache(maxsize=1)
def _client(address: str) -> Redis:
    return Redis.from_url(
        address.replace("redis+socket://", "unix://"),
        socket_connect_timeout=PATIENCE_SECONDS,
        socket_timeout=PATIENCE_SECONDS,
    )
