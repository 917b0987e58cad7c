"""People for whom a host site vouches: a signed `xid` instead of a cookie.

The host's server signs who somebody is there, with a secret that it shares with one deliberation:

    expires + "." + HMAC-SHA256(secret, slug + "." + expires + "." + xid) in hexadecimal + "." + xid

`slug` is the last part of the deliberation's address, `expires` the end of its time in seconds since 1970,
and `xid` whatever names the person on the host's site, in UTF-8. The slug is signed but not sent, so that
what was made for one deliberation says nothing in another. Of the `xid` only a keyed digest is kept.
"""

import hmac
import re
import time
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from deliberation.integrity.kept_secrets import SecretUnreadable, open_secret
from deliberation.models import Deliberation, Embedding, HostIdentity, Participant
from deliberation.people.services import JoinRefused, new_participant

PURPOSE: Final = "host identities"
"""What the secret is sealed for."""
LONGEST_SECONDS: Final = 24 * 3600
"""How far ahead the end of a signed identity may lie."""
SKEW_SECONDS: Final = 60
"""How far the clocks of two servers may be apart."""
LONGEST_XID: Final = 200
SIGNED: Final = re.compile(r"(?P<expires>[0-9]{1,12})\.(?P<signature>[0-9a-f]{64})\.(?P<xid>.+)", re.DOTALL)


class IdentityRefused(Exception):
    """The identity is not believed; the text says why."""


@dataclass(frozen=True)
class VouchedIdentity:
    """A person of a host site whose signature was checked: only the keyed digest of the `xid` is known on."""

    digest: str


def read_identity(deliberation: Deliberation, signed: str) -> VouchedIdentity:
    """Return the identity in a signed `xid`.

    Raises:
        IdentityRefused: the signature is wrong, its time is over, or the deliberation takes none.
    """
    secret = _secret_of(deliberation)
    found = SIGNED.fullmatch(signed)
    if found is None or len(found["xid"]) > LONGEST_XID or not found["xid"].isprintable():
        raise IdentityRefused(_("The signed identity did not arrive whole."))
    right = signature_of(secret, deliberation.slug, found["expires"], found["xid"])
    if not hmac.compare_digest(right, found["signature"]):
        raise IdentityRefused(_("The signature of this identity is wrong."))
    left = int(found["expires"]) - time.time()
    if left < -SKEW_SECONDS:
        raise IdentityRefused(_("The time of this identity is over. Please load the page again."))
    if left > LONGEST_SECONDS + SKEW_SECONDS:
        raise IdentityRefused(_("This identity is good for more than a day, which is not believed."))
    return VouchedIdentity(_digest(deliberation, found["xid"]))


def signature_of(secret: str, slug: str, expires: str, xid: str) -> str:
    """Return what the host's server signs an identity with."""
    return hmac.new(secret.encode(), f"{slug}.{expires}.{xid}".encode(), sha256).hexdigest()


def known_participant(deliberation: Deliberation, identity: VouchedIdentity) -> Participant | None:
    """Return the participant whom an identity has, if it has taken part."""
    held = HostIdentity.objects.select_related("participant").filter(
        deliberation=deliberation, digest=identity.digest, participant__erased_at=None
    )
    found = held.first()
    if found is None:
        return None
    found.participant.deliberation = deliberation
    return found.participant


@transaction.atomic
def participant_with(deliberation: Deliberation, identity: VouchedIdentity) -> Participant:
    """Return the participant of an identity, made now if there is none: one person, one participant.

    A host vouches for people where anybody may take part; it gives no invitation and no account.

    Raises:
        JoinRefused: nobody may join this way.
    """
    # One at a time: two devices of one person would both find nobody.
    Deliberation.objects.select_for_update().get(pk=deliberation.pk)
    known = known_participant(deliberation, identity)
    if known is not None:
        return known
    if deliberation.access != Deliberation.Access.OPEN:
        raise JoinRefused(_("To take part here, please go through the page for joining."))
    if not deliberation.is_open:
        raise JoinRefused(_("This deliberation is not open."))
    participant = new_participant(deliberation, is_vouched_for=True)
    HostIdentity.objects.create(deliberation=deliberation, participant=participant, digest=identity.digest)
    return participant


def _secret_of(deliberation: Deliberation) -> str:
    sealed = Embedding.objects.filter(deliberation=deliberation).values_list("identity_secret", flat=True)
    kept = sealed.first()
    if not kept:
        raise IdentityRefused(_("This deliberation takes no identities of other sites."))
    try:
        return open_secret(kept, PURPOSE)
    except SecretUnreadable as unreadable:
        raise IdentityRefused(
            _("The identities of other sites cannot be checked at the moment.")
        ) from unreadable


def _digest(deliberation: Deliberation, xid: str) -> str:
    return salted_hmac(
        "deliberation.embedding.identity", f"{deliberation.public_id}:{xid}", algorithm="sha256"
    ).hexdigest()
