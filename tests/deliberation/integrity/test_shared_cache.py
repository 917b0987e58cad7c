import logging

import pytest
from redis import Redis

from deliberation.integrity.shared_cache import SharedCache


@pytest.fixture(autouse=True)
def unpaused(monkeypatch):
    monkeypatch.setattr(SharedCache, "_paused_until", 0.0)


def cache_at(address):
    return SharedCache(address.replace("redis+socket://", "unix://"), {"KEY_PREFIX": "concord:test"})


def test_what_one_process_keeps_another_finds(redis_server):
    cache_at(redis_server).set("limit", [1, 2], 60)
    other = cache_at(redis_server)
    other._local.clear()
    assert other.get("limit") == [1, 2]
    assert other.delete("limit")
    assert other.get("limit", "gone") == "gone"


def test_without_redis_a_process_keeps_for_itself_and_complains_once(tmp_path, caplog):
    cache = cache_at(f"unix://{tmp_path}/nothing.sock")
    with caplog.at_level(logging.WARNING):
        assert cache.add("lock", True, 10)
        assert not cache.add("lock", True, 10)
        assert cache.touch("lock", 20)
        cache.set("limit", [1])
    assert cache.get("limit") == [1]
    cache.clear()
    assert cache.get("limit") is None
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_clearing_forgets_what_is_in_redis_and_nothing_else_there(redis_server):
    cache = cache_at(redis_server)
    address = redis_server.replace("redis+socket://", "unix://")
    queue = Redis.from_url(address)
    queue.set("a-queue-in-the-same-redis", "a job")
    cache.set("limit", [1, 2], 60)
    cache.clear()
    assert cache.get("limit") is None
    assert queue.get("a-queue-in-the-same-redis") == b"a job"
    queue.delete("a-queue-in-the-same-redis")


@pytest.mark.parametrize(
    "value",
    [0, -7, True, None, "", "x" * 5000, b"x", b"x" * 5000, ["a drawn map", 1.5] * 2000, "x12", b"7"],
    ids=lambda value: f"{type(value).__name__} of {len(repr(value))}",
)
def test_what_is_kept_comes_back_as_it_was(redis_server, value):
    cache = cache_at(redis_server)
    cache.set("key", value)
    found = cache.get("key", "nothing")
    assert (found, type(found)) == (value, type(value))


def test_what_is_large_takes_little_room(redis_server):
    cache = cache_at(redis_server)
    cache.set("map", [(place, place) for place in range(20_000)])
    queue = Redis.from_url(redis_server.replace("redis+socket://", "unix://"))
    [key] = queue.keys(f"{cache.key_prefix}:*:map")
    assert queue.strlen(key) < 60_000
