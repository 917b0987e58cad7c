"""Who is taking part: a signed, HttpOnly cookie per deliberation, or the account where people sign in."""

from functools import lru_cache

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from deliberation.models import Deliberation, Participant, User
from deliberation.people.services import joins_by_acting

COOKIE_PREFIX = "__Host-participant_" if settings.HTTPS_ONLY else "participant_"
COOKIE_SALT = "deliberation.participant"
COOKIE_SECONDS = 400 * 24 * 3600
"""As long as browsers keep a cookie."""


def cookie_name(deliberation: Deliberation) -> str:
    """Return the name of the cookie that holds a person's place in one deliberation."""
    return f"{COOKIE_PREFIX}{deliberation.public_id}"


def participant_from(request: HttpRequest, deliberation: Deliberation) -> Participant | None:
    """Return the participant who asks: by cookie, or by account where people take part with one.

    A missing or tampered cookie is nobody, and so is one whose participant was erased. Where people sign
    in, the participant of an account is found on every device, and nobody else's browser is that account.
    Where another site vouches for the person (`request.is_vouched_for`), that alone says who they are.
    """
    if getattr(request, "is_vouched_for", False):
        vouched: Participant | None = request.vouched_participant  # type: ignore[attr-defined]
        return vouched
    participant = _by_cookie(request, deliberation)
    if deliberation.access == Deliberation.Access.ACCOUNT:
        user = getattr(request, "user", None)
        if participant is not None and participant.user_id not in {None, user and user.pk}:
            participant = None
        if participant is None and isinstance(user, User):
            participant = deliberation.participants.filter(user=user, erased_at=None).first()
    if participant is not None:
        participant.deliberation = deliberation
    return participant


def may_join_by_acting(request: HttpRequest, deliberation: Deliberation) -> bool:
    """Return whether the first vote or statement of who asks is enough to take part."""
    return getattr(request, "is_vouched_for", False) or joins_by_acting(deliberation)


def participants_named_by(request: HttpRequest) -> list[str]:
    """Return the public ids in the signed cookies of a request, one per deliberation."""
    names = sorted(name for name in request.COOKIES if name.startswith(COOKIE_PREFIX))
    return [public_id for name in names if (public_id := _public_id_in(request, name))]


def remember_participant(response: HttpResponse, participant: Participant) -> None:
    """Give the browser the cookie by which the participant is known again; an account needs none."""
    if participant.user_id is not None:
        return
    response.set_signed_cookie(
        cookie_name(participant.deliberation),
        participant.public_id,
        salt=COOKIE_SALT,
        max_age=COOKIE_SECONDS,
        httponly=True,
        secure=settings.HTTPS_ONLY,
        samesite="Lax",
    )


def forget_participant(response: HttpResponse, deliberation: Deliberation) -> None:
    """Take the cookie of a deliberation out of the browser."""
    response.delete_cookie(cookie_name(deliberation), samesite="Lax")


def _public_id_in(request: HttpRequest, name: str) -> str | None:
    try:
        return _signed(name, request.COOKIES[name], settings.SECRET_KEY)
    except (KeyError, BadSignature, UnicodeError):
        return None


@lru_cache(maxsize=10_000)
def _signed(name: str, value: str, _key: str) -> str:
    """Return what a signed cookie says; that is remembered where the signature holds, by this key."""
    request = HttpRequest()
    request.COOKIES = {name: value}
    public_id: str = request.get_signed_cookie(name, salt=COOKIE_SALT)
    return public_id


def _by_cookie(request: HttpRequest, deliberation: Deliberation) -> Participant | None:
    public_id = _public_id_in(request, cookie_name(deliberation))
    if public_id is None:
        return None
    return deliberation.participants.filter(public_id=public_id, erased_at=None).first()
