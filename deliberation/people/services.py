"""Joining a deliberation."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.models import Deliberation, Embedding, Event, Participant, ParticipantProfile, Quota, User
from deliberation.models.public_ids import ALPHABET, new_public_id
from deliberation.people.consent import keep_consent_text


class JoinRefused(Exception):
    """Nobody joined; the text says why, in words for the person."""


def joins_by_acting(deliberation: Deliberation) -> bool:
    """Return whether the first vote or statement of a visitor is enough to take part."""
    if deliberation.access != Deliberation.Access.OPEN or deliberation.asks_proof_of_work:
        return False
    return not takes_only_vouched(deliberation)


def takes_only_vouched(deliberation: Deliberation) -> bool:
    """Return whether only people join for whom a site vouches that shows the deliberation."""
    return Embedding.objects.filter(deliberation=deliberation, only_with_identity=True).exists()


@transaction.atomic
def join_deliberation(
    *,
    deliberation: Deliberation,
    answers: dict[str, Any] | None = None,
    visitor_key: str = "",
    has_worked: bool = False,
) -> Participant:
    """Make a new participant of an open deliberation, with the consent text of today.

    `visitor_key` is the random key of the form a visitor sent: sending that form again, before the first
    answer with its cookie has arrived, finds the same participant instead of a second one. `has_worked`
    says that a proof of work was checked, where the deliberation asks for one.

    Raises:
        JoinRefused: people join this deliberation by invitation or account, or the proof of work is missing.
    """
    if deliberation.access != Deliberation.Access.OPEN:
        raise JoinRefused(_("To take part here, please go through the page for joining."))
    if deliberation.asks_proof_of_work and not has_worked:
        raise JoinRefused(_("Your browser has to do a small piece of work first; see the page for joining."))
    return known_visitor(deliberation, visitor_key) or new_participant(
        deliberation, answers=answers, visitor_key=visitor_key
    )


@transaction.atomic
def join_with_account(
    *, deliberation: Deliberation, user: User, answers: dict[str, Any] | None = None
) -> Participant:
    """Make the participant of an account, or return the one it has: one per account and deliberation.

    Raises:
        JoinRefused: this deliberation is not for people who sign in.
    """
    if deliberation.access != Deliberation.Access.ACCOUNT:
        raise JoinRefused(_("People do not join this deliberation with an account."))
    # One at a time: two devices pressing the button together would both find nobody.
    Deliberation.objects.select_for_update().get(pk=deliberation.pk)
    known = deliberation.participants.filter(user=user).first()
    if known is not None:
        known.deliberation = deliberation
        return known
    participant = new_participant(deliberation, answers=answers, user=user)
    record_joining(participant)
    return participant


def known_visitor(deliberation: Deliberation, visitor_key: str) -> Participant | None:
    """Return the participant whom the same form has made before, if any."""
    if not visitor_key:
        return None
    return deliberation.participants.filter(public_id=_public_id_of(deliberation, visitor_key)).first()


def new_participant(
    deliberation: Deliberation,
    *,
    answers: dict[str, Any] | None = None,
    visitor_key: str = "",
    user: User | None = None,
    quota: Quota | None = None,
    is_vouched_for: bool = False,
) -> Participant:
    """Make a participant, whoever may be one; to be called in a transaction, after the way in was checked.

    Raises:
        JoinRefused: people join only by identities of another site, and this is none (`is_vouched_for`).
    """
    if not is_vouched_for and takes_only_vouched(deliberation):
        raise JoinRefused(_("Here people take part through the site that invited them."))
    number = deliberation.reserve_participant_number()
    # The same form sent twice at once: the second waits for the number and finds the first one's participant.
    known = known_visitor(deliberation, visitor_key)
    if known is not None:
        return known
    keep_consent_text(deliberation)
    participant = Participant.objects.create(
        deliberation=deliberation,
        number=number,
        public_id=_public_id_of(deliberation, visitor_key) if visitor_key else new_public_id(),
        consent_version=deliberation.consent_version,
        joined_at=timezone.now(),
        user=user,
        quota=quota,
    )
    if answers:
        ParticipantProfile.objects.create(participant=participant, answers=answers)
    return participant


def record_joining(participant: Participant) -> None:
    """Write into the log that somebody joined, and by which way; nothing about who."""
    deliberation = participant.deliberation
    record_event(
        deliberation,
        EventDraft(
            kind=Event.Kind.PARTICIPANT_JOINED,
            body={"access": str(deliberation.access), "quota": participant.quota_id},
            participant=participant,
            client_key="joined",
        ),
    )


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
