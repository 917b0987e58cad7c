"""Who asks: a program with a token, a participant with a key, or a browser with the website's cookies."""

import secrets
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.signing import BadSignature, Signer
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from deliberation.api.problems import Problem
from deliberation.models import ApiToken, Participant, User
from deliberation.people.participation import COOKIE_PREFIX

TOKEN_PREFIX = "concord_token_"  # noqa: S105 - says what it is, opens nothing
PARTICIPANT_PREFIX = "concord_participant_"
PARTICIPANT_SALT = "deliberation.api.participant"
LAST_USED_SECONDS = 60
"""How exactly the time of a token's last use is kept, so that not every request writes."""


def new_token() -> str:
    """Return a fresh token as it is shown once: 256 random bits behind a prefix that scanners know."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def digest_of_token(token: str) -> str:
    """Return the keyed digest under which a token is kept."""
    return salted_hmac("deliberation.api.token", token, algorithm="sha256").hexdigest()


def participant_key(participant: Participant) -> str:
    """Return the key with which a program acts for one participant; as the website does by cookie."""
    return PARTICIPANT_PREFIX + Signer(salt=PARTICIPANT_SALT).sign(participant.public_id)


class BearerCredentials(BaseAuthentication):
    """`Authorization: Bearer …` with a token (`request.auth` is an `ApiToken`) or a participant's key."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """Return who asks; None where no bearer was sent.

        Raises:
            Problem: 401, the token is unknown, has expired or was revoked.
        """
        word, _space, key = request.headers.get("Authorization", "").partition(" ")
        if word.lower() != "bearer":
            return None
        if key.startswith(PARTICIPANT_PREFIX):
            return AnonymousUser(), _participant_with(key)
        return AnonymousUser(), _token(key)

    def authenticate_header(self, request: Request) -> str:
        """Return what a 401 names as the way in."""
        return 'Bearer realm="concord"'


class SiteCookies(SessionAuthentication):
    """A browser on the website: its account, if signed in; a forged request is refused.

    The participant's cookie is read where it is needed (`deliberation.api.access.participant_in`).
    """

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        """Return the account; None for who has none. Whoever sends cookies has to show the CSRF token."""
        user = getattr(request._request, "user", None)
        signed_in = user is not None and user.is_active and user.is_authenticated
        if signed_in or any(name.startswith(COOKIE_PREFIX) for name in request.COOKIES):
            self.enforce_csrf(request)
        return (user, None) if signed_in else None

    def enforce_csrf(self, request: Request) -> None:
        """Refuse a forged request, or one of a page whose token is too old.

        Raises:
            Problem: 403 `csrf-failed`.
        """
        try:
            super().enforce_csrf(request)
        except PermissionDenied as failed:
            detail = _("A browser has to send the token against forged requests (X-CSRFToken).")
            raise Problem(403, "csrf-failed", detail) from failed


def _participant_with(key: str) -> Participant:
    try:
        public_id = Signer(salt=PARTICIPANT_SALT).unsign(key.removeprefix(PARTICIPANT_PREFIX))
    except BadSignature:
        raise _refused("invalid-key", _("This participant key is not one of ours.")) from None
    found = Participant.objects.select_related("deliberation").filter(public_id=public_id, erased_at=None)
    participant = found.first()
    if participant is None:
        raise _refused("invalid-key", _("The participant of this key is gone."))
    return participant


def _token(key: str) -> ApiToken:
    held = (
        ApiToken.objects.select_related("deliberation", "created_by")
        .filter(digest=digest_of_token(key))
        .first()
    )
    if held is None:
        raise _refused("invalid-token", _("There is no such token."))
    if held.revoked_at is not None:
        raise _refused("revoked-token", _("This token was revoked."))
    if not held.created_by.is_active:
        raise _refused("revoked-token", _("The account that made this token is closed."))
    if held.has_expired:
        raise _refused("expired-token", _("This token has expired."))
    now = timezone.now()
    if held.last_used_at is None or (now - held.last_used_at).total_seconds() > LAST_USED_SECONDS:
        ApiToken.objects.filter(pk=held.pk).update(last_used_at=now)
    return held


def _refused(kind: str, detail: str) -> Problem:
    problem = Problem(401, kind, detail)
    problem.auth_header = 'Bearer realm="concord", error="invalid_token"'
    return problem
