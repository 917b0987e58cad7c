"""A cache in Redis; one in this process while Redis cannot be reached, so that the site goes on."""

import logging
import time
import zlib
from contextlib import suppress
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisSerializer
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 10
"""How long Redis is left alone after it could not be reached, so that no request waits for it in vain."""
WORTH_COMPRESSING = 1000
"""Bytes; a drawn map takes up to 160,000, and a tenth of that compressed."""


class CompressingSerializer(RedisSerializer):
    """Pickles values as Django does, and compresses large ones."""

    def dumps(self, obj: Any) -> bytes | int:
        """Return what is to be stored; whole numbers stay numbers, so that Redis can count with them."""
        kept: bytes | int = super().dumps(obj)
        if isinstance(kept, int) or len(kept) < WORTH_COMPRESSING:
            return kept
        return zlib.compress(kept, level=1)

    def loads(self, data: bytes) -> Any:
        """Return the value. No number and no pickle begins as compressed bytes do."""
        return super().loads(zlib.decompress(data) if data.startswith(b"x") else data)


class SharedCache(BaseCache):
    """What is kept here may be forgotten at any time; limits kept here are then counted per process."""

    _paused_until = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        options = {
            "serializer": CompressingSerializer(),
            "socket_connect_timeout": 0.5,
            "socket_timeout": 0.5,
        } | params.get("OPTIONS", {})
        self._shared = RedisCache(server, {**params, "OPTIONS": options})
        self._local = LocMemCache("concord", {**params, "OPTIONS": {}})

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Store a value unless there is one; return whether it was stored."""
        return bool(self._do("add", key, value, timeout=timeout, version=version))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or the default."""
        return self._do("get", key, default=default, version=version)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Store a value."""
        self._do("set", key, value, timeout=timeout, version=version)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value for longer; return whether it was there."""
        return bool(self._do("touch", key, timeout=timeout, version=version))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value; return whether it was there."""
        return bool(self._do("delete", key, version=version))

    def clear(self) -> None:
        """Forget everything under this cache's prefix; the queue in the same Redis is left alone."""
        self._local.clear()
        if time.monotonic() < self._paused_until:
            return
        with suppress(RedisError):
            redis = self._shared._cache.get_client(write=True)
            for kept in redis.scan_iter(match=f"{self.key_prefix}:*", count=1000):
                redis.unlink(kept)

    def _do(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= self._paused_until:
            try:
                return getattr(self._shared, name)(*args, **kwargs)
            except RedisError as error:
                SharedCache._paused_until = time.monotonic() + PAUSE_SECONDS
                logger.warning("Redis cannot be reached; the cache is per process for now: %s", error)
        return getattr(self._local, name)(*args, **kwargs)
