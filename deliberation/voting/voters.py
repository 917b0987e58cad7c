"""Who votes, and where: read in one query from the address and the cookie."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from deliberation.models import Deliberation, Participant
from deliberation.people.participation import participant_from, participants_named_by


def voter(request: HttpRequest, slug: str) -> tuple[Deliberation, Participant | None]:
    """Return the deliberation at an address and the participant who asks, if they are one.

    Raises:
        Http404: there is no such deliberation, or it is a draft.
    """
    is_vouched_for = getattr(request, "is_vouched_for", False)
    if not is_vouched_for and (public_ids := participants_named_by(request)):
        found = Participant.objects.select_related("deliberation").filter(
            public_id__in=public_ids, erased_at=None, deliberation__slug=slug
        )
        for participant in found:
            if participant.deliberation.state != Deliberation.State.DRAFT:
                return participant.deliberation, participant
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    return deliberation, None if participant is None or participant.erased_at else participant
