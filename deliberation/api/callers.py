"""Who sends a request, as one name: a token, a participant, an account, or the network of a visitor."""

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request

from deliberation.integrity.rate_limits import network_of
from deliberation.models import ApiToken, Participant, User
from deliberation.people.participation import COOKIE_PREFIX, participants_named_by


def caller_of(request: Request) -> str:
    """Return the name under which this caller's requests are counted, kept and tagged.

    A browser that takes part without an account goes by the cookies with which it does.
    """
    if isinstance(request.auth, ApiToken):
        return f"token {request.auth.pk}"
    if isinstance(request.auth, Participant):
        return f"participant {request.auth.public_id}"
    if isinstance(request.user, User):
        return f"account {request.user.pk}"
    if places := participants_named_by(request._request):
        return f"browser {places}"
    return f"network {network_of(request._request)}"


def is_known(request: Request) -> bool:
    """Whether this caller can be told from every other one of the same network."""
    return not caller_of(request).startswith("network ")


def says_who_asks(request: Request | HttpRequest) -> bool:
    """Whether a request carries a key or a cookie, good or bad; what it is answered is then private."""
    return (
        "Authorization" in request.headers
        or settings.SESSION_COOKIE_NAME in request.COOKIES
        or any(name.startswith(COOKIE_PREFIX) for name in request.COOKIES)
    )
