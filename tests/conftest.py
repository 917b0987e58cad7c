"""Servers and people for the tests: a real PostgreSQL, a real Redis, a real worker, named people.

The tests run on PostgreSQL: the embedded one, started when the first test asks for the database, or the
one that ``TEST_POSTGRES_URL`` names. ``TEST_DATABASE=sqlite`` runs them on SQLite, in a file and in WAL
mode as in the demonstration. Nothing of the tests is written into the project's ``var/``.
"""

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests.celery_worker import running_worker, worker_database_url
from tests.postgres_server import PostgresMissing, database_url, new_folder, running_postgres
from tests.redis_server import RedisMissing, running_redis

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# How long an example takes on a busy machine says nothing about the code.
hypothesis.settings.register_profile("concord", deadline=None)
hypothesis.settings.load_profile("concord")

DATA_DIR = Path(tempfile.mkdtemp(prefix="concord-tests-"))
ON_SQLITE = os.environ.get("TEST_DATABASE", "postgresql") == "sqlite"
POSTGRES_FOLDER = None if ON_SQLITE or os.environ.get("TEST_POSTGRES_URL") else new_folder()


def pytest_configure(config: pytest.Config) -> None:
    """Load the settings, now that the environment says where the tests may write."""
    if POSTGRES_FOLDER is not None:
        url = database_url(POSTGRES_FOLDER)
    else:
        url = f"sqlite:///{DATA_DIR}/unused.sqlite3" if ON_SQLITE else os.environ["TEST_POSTGRES_URL"]
    os.environ.pop("REDIS_URL", None)
    os.environ |= {
        "CONCORD_DATA_DIR": str(DATA_DIR),
        "DATABASE_URL": url,
        "SECRET_KEY": "for the tests, and for nothing else at all",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    import django
    from django.conf import settings

    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    # All tests come from one network, and many begin with somebody's first vote.
    settings.JOIN_RATE_LIMIT = "100000/minute"
    # Many tests change rows without the event that goes with it, and look at a page before and after.
    settings.PAGES_KEPT_SECONDS = 0
    # Most tests have no Redis, and sign in and propose all the same.
    settings.RATE_LIMITS_FAIL_CLOSED = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Each test client loads the middleware, which would look at every static file there is.
    settings.WHITENOISE_AUTOREFRESH = True
    if ON_SQLITE:
        settings.DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "tests.sqlite3")}
    django.setup()
    # Left in the environment, it would make the workers of pytest-xdist load the settings before this file.
    del os.environ["DJANGO_SETTINGS_MODULE"]
    config.pluginmanager.import_plugin("tests.people")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Spare the collector what all tests have loaded: it took a seventh of their time."""
    from config.lasting_objects import set_lasting_objects_apart

    set_lasting_objects_apart()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    shutil.rmtree(DATA_DIR, ignore_errors=True)
    if POSTGRES_FOLDER is not None:
        shutil.rmtree(POSTGRES_FOLDER, ignore_errors=True)


@pytest.fixture(autouse=True)
def nothing_kept_from_other_tests() -> None:
    """Give each test a cache and limits of its own, in a Redis that another test has started as well."""
    from django.conf import settings
    from django.core.cache import caches
    from redis.exceptions import RedisError

    from deliberation.integrity import rate_limits
    from deliberation.results import late_results

    settings.CACHES["default"]["KEY_PREFIX"] = f"tests:{uuid.uuid4().hex}"
    with suppress(AttributeError):
        del caches["default"]
    # Tests without Redis would all be told that results come later, and those with it ask now and then.
    late_results._looked_at, late_results._was_late = float("inf"), False
    rate_limits._local_storage.cache_clear()
    if settings.EMBEDDED_REDIS_SOCKET.exists():
        with suppress(RedisError):
            rate_limits._shared_storage(settings.REDIS_URL).reset()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """Start PostgreSQL before pytest-django makes the test database."""
    with ExitStack() as servers:
        if POSTGRES_FOLDER is not None:
            try:
                servers.enter_context(running_postgres(POSTGRES_FOLDER))
            except PostgresMissing as missing:
                pytest.skip(str(missing))
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Let tests that commit empty the tables afterwards; nothing else of the log's protection is lifted."""
    from tests.emptying import empty_only_what_is_filled
    from tests.final_tables import let_tests_empty_tables

    empty_only_what_is_filled()
    with django_db_blocker.unblock():
        let_tests_empty_tables()


@pytest.fixture(scope="session")
def kept_site(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The site on which everything has happened, to be brought back by a test."""
    from tests.browser.kept_site import KeptSite

    return KeptSite(tmp_path_factory.mktemp("filled"))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Begin each test in English: the language of a test's last request stays active in its thread."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """A running Redis, where the settings look for it; yields its address."""
    from django.conf import settings

    try:
        with running_redis(DATA_DIR / "redis.sock"):
            yield settings.REDIS_URL
    except RedisMissing as missing:
        pytest.skip(str(missing))


@pytest.fixture
def start_worker(
    redis_server: str, transactional_db: None, tmp_path: Path
) -> Callable[..., AbstractContextManager[Any]]:
    """A function that runs a worker process in a with block, for tests that kill it."""
    from django.db import connection

    return partial(running_worker, worker_database_url(connection.settings_dict), tmp_path / "worker.log")


@pytest.fixture
def celery_worker_process(start_worker: Callable[..., AbstractContextManager[Any]]) -> Iterator[Any]:
    """A real worker process on the test database and Redis; the test commits its transactions."""
    with start_worker() as worker:
        yield worker
