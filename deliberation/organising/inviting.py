"""Making and taking back invitation codes, with what the log keeps of it."""

import re
from datetime import datetime

from django.db import transaction

from deliberation.models import Deliberation, User
from deliberation.organising.people_forms import MOST_INVITATIONS
from deliberation.organising.services import record_change, recorded
from deliberation.people.invitation_codes import digest_of, written_code
from deliberation.people.invitations import make_invitations, revoke_invitations


@transaction.atomic
def invite(
    *, deliberation: Deliberation, count: int, batch: str, expires_at: datetime | None, user: User
) -> list[str]:
    """Make codes and return them, this once; the log keeps how many there are, never a code."""
    codes = make_invitations(
        deliberation=deliberation, count=count, batch=batch, expires_at=expires_at, user=user
    )
    after = {"batch": batch, "made": count, "expires_at": recorded(expires_at)}
    record_change(deliberation=deliberation, subject="invitations", before={}, after=after, user=user)
    return codes


@transaction.atomic
def revoke_batch(*, deliberation: Deliberation, batch: str, user: User) -> int:
    """Take back the codes of a batch that nobody has used; return how many."""
    count = revoke_invitations(invitations=deliberation.invitations.filter(batch=batch))
    if count:
        after = {"batch": batch, "revoked": count}
        record_change(deliberation=deliberation, subject="invitations", before={}, after=after, user=user)
    return count


def known_codes(deliberation: Deliberation, text: str) -> list[str]:
    """Return those of the codes in a text that are of this deliberation, as they are printed."""
    codes = [written_code(part) for part in re.split(r"\s+", text.strip()) if part][:MOST_INVITATIONS]
    digests = {digest_of(deliberation, code): code for code in codes}
    known = deliberation.invitations.filter(code_digest__in=digests).values_list("code_digest", flat=True)
    there = set(known)
    return [code for digest, code in digests.items() if digest in there]
