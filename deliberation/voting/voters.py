"""Who votes, and where: read in one query from the address and the cookie."""

from typing import Final

from django.db import connection
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from deliberation.integrity.joined_rows import JoinedRows
from deliberation.integrity.prepared_statements import prepared_cursor
from deliberation.models import Deliberation, Participant
from deliberation.people.participation import participant_from, participants_named_by

READ: Final = JoinedRows((Participant, "participant", ()), (Deliberation, "deliberation", ()))
WHO_ASKS: Final = f"""
SELECT {READ.columns}
FROM deliberation_participant AS participant
JOIN deliberation_deliberation AS deliberation ON deliberation.id = participant.deliberation_id
WHERE participant.public_id = ANY(%s) AND participant.erased_at IS NULL
    AND deliberation.slug = %s AND deliberation.state <> %s
LIMIT 1
"""  # noqa: S608 - made of the names above  # nosec


def voter(request: HttpRequest, slug: str) -> tuple[Deliberation, Participant | None]:
    """Return the deliberation at an address and the participant who asks, if they are one.

    Raises:
        Http404: there is no such deliberation, or it is a draft.
    """
    is_vouched_for = getattr(request, "is_vouched_for", False)
    if not is_vouched_for and (public_ids := participants_named_by(request)):
        known = _known_by(public_ids, slug)
        if known is not None:
            return known.deliberation, known
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    return deliberation, None if participant is None or participant.erased_at else participant


def _known_by(public_ids: list[str], slug: str) -> Participant | None:
    """Return whom the cookies name in the deliberation at an address, unless that is a draft."""
    if connection.vendor != "postgresql":
        found = Participant.objects.select_related("deliberation").exclude(
            deliberation__state=Deliberation.State.DRAFT
        )
        return found.filter(public_id__in=public_ids, erased_at=None, deliberation__slug=slug).first()
    with prepared_cursor() as cursor:
        cursor.execute(WHO_ASKS, [public_ids, slug, Deliberation.State.DRAFT.value])
        row = cursor.fetchone()
    if row is None:
        return None
    participant: Participant
    participant, participant.deliberation = READ.models(row)
    return participant
