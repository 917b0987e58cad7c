"""Who is taking part: a signed, HttpOnly cookie per deliberation, with no session row."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from deliberation.models import Deliberation, Participant

COOKIE_PREFIX = "participant_"
COOKIE_SALT = "deliberation.participant"
COOKIE_SECONDS = 400 * 24 * 3600
"""As long as browsers keep a cookie."""


def cookie_name(deliberation: Deliberation) -> str:
    """Return the name of the cookie that holds a person's place in one deliberation."""
    return f"{COOKIE_PREFIX}{deliberation.public_id}"


def participant_from(request: HttpRequest, deliberation: Deliberation) -> Participant | None:
    """Return the participant whose cookie came with the request; a missing or tampered one is nobody."""
    public_id = request.get_signed_cookie(cookie_name(deliberation), default=None, salt=COOKIE_SALT)
    if public_id is None:
        return None
    participant = deliberation.participants.filter(public_id=public_id).first()
    if participant is not None:
        participant.deliberation = deliberation
    return participant


def remember_participant(response: HttpResponse, participant: Participant) -> None:
    """Give the browser the cookie by which the participant is known again."""
    response.set_signed_cookie(
        cookie_name(participant.deliberation),
        participant.public_id,
        salt=COOKIE_SALT,
        max_age=COOKIE_SECONDS,
        httponly=True,
        secure=settings.HTTPS_ONLY,
        samesite="Lax",
    )
