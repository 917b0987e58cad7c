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
