"""Joining a deliberation."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from deliberation.models import Deliberation, Participant, ParticipantProfile
from deliberation.models.public_ids import ALPHABET, new_public_id


@transaction.atomic
def join_deliberation(
    *, deliberation: Deliberation, answers: dict[str, Any] | None = None, visitor_key: str = ""
) -> Participant:
    """Make a new participant, with the consent text of today and what they chose to say of themselves.

    `visitor_key` is the random key of the form a visitor sent: sending that form again, before the first
    answer with its cookie has arrived, finds the same participant instead of a second one.
    """
    number = deliberation.reserve_participant_number()
    public_id = _public_id_of(deliberation, visitor_key) if visitor_key else new_public_id()
    known = deliberation.participants.filter(public_id=public_id).first()
    if known is not None:
        return known
    participant = Participant.objects.create(
        deliberation=deliberation,
        number=number,
        public_id=public_id,
        consent_version=deliberation.consent_version,
        joined_at=timezone.now(),
    )
    if answers:
        ParticipantProfile.objects.create(participant=participant, answers=answers)
    return participant


def _public_id_of(deliberation: Deliberation, visitor_key: str) -> str:
    """Return the public id that belongs to a visitor's key; only this server can work it out."""
    digest = salted_hmac(
        "deliberation.people.services", f"{deliberation.public_id}:{visitor_key}", algorithm="sha256"
    ).digest()
    number = int.from_bytes(digest)
    characters = []
    for _position in range(12):
        number, index = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[index])
    return "".join(characters)
