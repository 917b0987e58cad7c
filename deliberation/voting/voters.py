"""Who votes, and where: read in one query from the address and the cookie."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from deliberation.models import Deliberation, Participant
from deliberation.people.participation import COOKIE_PREFIX, COOKIE_SALT, participant_from


def voter(request: HttpRequest, slug: str) -> tuple[Deliberation, Participant | None]:
    """Return the deliberation at an address and the participant who asks, if they are one.

    Raises:
        Http404: there is no such deliberation, or it is a draft.
    """
    if public_ids := _public_ids(request):
        found = Participant.objects.select_related("deliberation").filter(
            public_id__in=public_ids, erased_at=None, deliberation__slug=slug
        )
        for participant in found:
            if participant.deliberation.state != Deliberation.State.DRAFT:
                return participant.deliberation, participant
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    return deliberation, None if participant is None or participant.erased_at else participant


def _public_ids(request: HttpRequest) -> list[str]:
    """Return the participants whose signed cookies came with the request, one per deliberation."""
    names = [name for name in request.COOKIES if name.startswith(COOKIE_PREFIX)]
    found = (request.get_signed_cookie(name, default=None, salt=COOKIE_SALT) for name in names)
    return [public_id for public_id in found if public_id]
