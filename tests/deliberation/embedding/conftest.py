"""Who stands before a frame: a browser that is strict, and something to vote on."""

from typing import Any

import pytest


@pytest.fixture
def statement(deliberation: Any) -> Any:
    """Two statements, of which this is one; nobody has joined yet."""
    from tests.factories import StatementFactory

    StatementFactory(deliberation=deliberation, author=None, is_seed=True)
    return StatementFactory(deliberation=deliberation, author=None, is_seed=True)


@pytest.fixture
def browser() -> Any:
    """A browser as strict about forged requests as a real one."""
    from django.test import Client

    return Client(enforce_csrf_checks=True)
