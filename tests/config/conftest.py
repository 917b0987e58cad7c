"""A site whose database can be taken away."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client


@pytest.fixture
def site(transactional_db: None) -> Client:
    """A browser that is answered as people are: errors become answers."""
    return Client(raise_request_exception=False)


@pytest.fixture
def take_database_away(site: Client) -> Iterator[Callable[[], Callable[[], None]]]:
    """A function after which no server listens where the database was; it returns what brings it back."""
    if os.environ.get("TEST_DATABASE") == "sqlite":
        pytest.skip("SQLite has no server that could be away.")
    host = connection.settings_dict["HOST"]

    def bring_back() -> None:
        connection.close()
        connection.settings_dict["HOST"] = host

    def take_away() -> Callable[[], None]:
        connection.close()
        connection.settings_dict["HOST"] = "/nowhere/that/a/socket/could/be"
        return bring_back

    yield take_away
    bring_back()
