"""Named people: their names explain what they may do in ``deliberation``."""

from collections.abc import Callable

import pytest
from django.test import Client

from deliberation.models import Deliberation, Participant, Role, Statement, User
from tests.factories import (
    DeliberationFactory,
    MembershipFactory,
    ParticipantFactory,
    StatementFactory,
    UserFactory,
)


@pytest.fixture
def deliberation(db: None) -> Deliberation:
    """An open deliberation without statements."""
    return DeliberationFactory()


@pytest.fixture
def statement(deliberation: Deliberation) -> Statement:
    """An accepted statement of ``deliberation``."""
    return StatementFactory(deliberation=deliberation)


@pytest.fixture
def participant(deliberation: Deliberation) -> Participant:
    """Somebody who joined ``deliberation``."""
    return ParticipantFactory(deliberation=deliberation)


@pytest.fixture
def owner(deliberation: Deliberation) -> User:
    """The account that runs ``deliberation``."""
    return _member(deliberation, Role.OWNER, "owner@example.org")


@pytest.fixture
def moderator(deliberation: Deliberation) -> User:
    """An account that decides about statements of ``deliberation``."""
    return _member(deliberation, Role.MODERATOR, "moderator@example.org")


@pytest.fixture
def observer(deliberation: Deliberation) -> User:
    """An account that may read the moderation panel of ``deliberation`` and decide nothing."""
    return _member(deliberation, Role.OBSERVER, "observer@example.org")


@pytest.fixture
def translator(deliberation: Deliberation) -> User:
    """An account that may translate in ``deliberation``."""
    return _member(deliberation, Role.TRANSLATOR, "translator@example.org")


@pytest.fixture
def stranger(db: None) -> User:
    """An account that owns another deliberation and has no role in ``deliberation``."""
    user = UserFactory(email="stranger@example.org", name="Stranger")
    MembershipFactory(user=user, role=Role.OWNER)
    return user


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A function that returns a browser in which the account is signed in."""

    def browser(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return browser


def _member(deliberation: Deliberation, role: Role, email: str) -> User:
    user = UserFactory(email=email, name=email.partition("@")[0].capitalize())
    MembershipFactory(user=user, deliberation=deliberation, role=role)
    return user
