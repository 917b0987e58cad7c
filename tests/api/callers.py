"""Who asks the interface for programs: nobody, a participant, people with a role, programs with a token."""

from typing import NamedTuple

from django.conf import settings
from django.utils.crypto import get_random_string

from deliberation.api.credentials import digest_of_token, new_token, participant_key
from deliberation.models import ApiToken, Deliberation, Participant, Role, Scope, User
from tests.browser.filled_site import known_as
from tests.factories import MembershipFactory


class Caller(NamedTuple):
    """What a caller sends along with each request."""

    headers: dict[str, str] = {}
    cookies: dict[str, str] = {}


ANONYMOUS = Caller()


def bearing(key: str) -> Caller:
    """Return a program that shows this key."""
    return Caller(headers={"Authorization": f"Bearer {key}"})


def browsing(person: User | Participant) -> Caller:
    """Return a browser in which the site knows this person, on a page of the site."""
    cookie = known_as(person)
    secret = get_random_string(32)
    return Caller(
        headers={"X-CSRFToken": secret},
        cookies={cookie["name"]: cookie["value"], settings.CSRF_COOKIE_NAME: secret},
    )


def make_token(deliberation: Deliberation, account: User, *scopes: Scope, **fields: object) -> str:
    """Return a token of this account, as it is shown once; with every scope where none is named."""
    key = new_token()
    ApiToken.objects.create(
        deliberation=deliberation,
        name="a program",
        scopes=[str(scope) for scope in scopes or Scope],
        digest=digest_of_token(key),
        beginning=key[:20],
        created_by=account,
        **fields,
    )
    return key


def callers_in(deliberation: Deliberation, participant: Participant) -> dict[str, Caller]:
    """Return everybody who may ask about one deliberation."""
    moderator = MembershipFactory(deliberation=deliberation, role=Role.MODERATOR).user
    owner = MembershipFactory(deliberation=deliberation, role=Role.OWNER, may_export_rows=True).user
    return {
        "anonymous": ANONYMOUS,
        "participant with a key": bearing(participant_key(participant)),
        "participant with a cookie": browsing(participant),
        "moderator": browsing(moderator),
        "owner": browsing(owner),
        "token": bearing(make_token(deliberation, owner)),
    }
