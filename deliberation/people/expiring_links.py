"""Links to files about people: good for ten minutes, and only for the one person they were made for."""

from enum import Enum

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

from deliberation.models import Deliberation, Participant, User

LINK_SECONDS = 600

Holder = Participant | User


class LinkState(Enum):
    """What a link is worth to who opens it."""

    GOOD = "good"
    EXPIRED = "expired"
    FOREIGN = "foreign"
    """Made for somebody else, for another file or deliberation, or not by this site."""


def expiring_token(purpose: str, deliberation: Deliberation, holder: Holder) -> str:
    """Return the part of a link that lets this person have this file of this deliberation from now on."""
    return _signer(purpose, deliberation, holder).sign("file")


def state_of_link(token: str, purpose: str, deliberation: Deliberation, holder: Holder) -> LinkState:
    """Return whether a token lets this person have this file now.

    Whoever uses it still has to check what the person may have; the link adds to that and replaces nothing.
    """
    try:
        _signer(purpose, deliberation, holder).unsign(token, max_age=LINK_SECONDS)
    except SignatureExpired:
        return LinkState.EXPIRED
    except BadSignature:
        return LinkState.FOREIGN
    return LinkState.GOOD


def _signer(purpose: str, deliberation: Deliberation, holder: Holder) -> TimestampSigner:
    # Who and what are part of the salt alone: the link names nobody.
    kind = "participant" if isinstance(holder, Participant) else "account"
    return TimestampSigner(salt=f"deliberation.file:{purpose}:{deliberation.public_id}:{kind}:{holder.pk}")
