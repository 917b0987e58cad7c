"""The link by which somebody without an account comes back on another device."""

from django.core.signing import BadSignature, Signer
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse

from deliberation.models import Deliberation, Participant


class LinkDamaged(Exception):
    """The link is not one that this site has made for this deliberation."""


class LinkReplaced(Exception):
    """The link was good once; a newer one has replaced it, or its participant was erased."""


def recovery_token(participant: Participant) -> str:
    """Return the part of a recovery link that names the participant; only this server can make it."""
    return _signer(participant.deliberation).sign(f"{participant.public_id}.{participant.recovery_number}")


def recovery_link(request: HttpRequest, participant: Participant) -> str:
    """Return the whole address of a participant's recovery link; it leads out of a frame on another site."""
    token = recovery_token(participant)
    address = reverse("deliberation:come_back", args=[participant.deliberation.slug, token])
    frame = getattr(request, "frame", None)
    if frame is not None:
        address = f"{frame.root}{address.removeprefix(frame.prefix)}"
    return request.build_absolute_uri(address)


def participant_of_token(deliberation: Deliberation, token: str) -> Participant:
    """Return the participant whom a token of this deliberation names.

    Raises:
        LinkDamaged: it was changed, cut off, or made for another deliberation.
        LinkReplaced: it is an old one.
    """
    try:
        public_id, number = _signer(deliberation).unsign(token).split(".")
    except (BadSignature, UnicodeError, ValueError) as damage:
        raise LinkDamaged from damage
    participant = deliberation.participants.filter(
        public_id=public_id, recovery_number=int(number), erased_at=None
    ).first()
    if participant is None:
        raise LinkReplaced
    participant.deliberation = deliberation
    return participant


def replace_recovery_link(*, participant: Participant) -> None:
    """Make every earlier recovery link of a participant worthless."""
    Participant.objects.filter(pk=participant.pk).update(recovery_number=F("recovery_number") + 1)
    participant.refresh_from_db(fields=["recovery_number"])


def _signer(deliberation: Deliberation) -> Signer:
    return Signer(sep=".", salt=f"deliberation.people.recovery:{deliberation.public_id}")
