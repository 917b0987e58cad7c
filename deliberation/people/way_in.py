"""Where somebody has to go before they can vote or propose: to join, or to read a changed consent text."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from deliberation.models import Deliberation, Participant
from deliberation.people.consent import asks_for_consent_again
from deliberation.people.services import joins_by_acting


def way_in(
    request: HttpRequest, deliberation: Deliberation, participant: Participant | None
) -> HttpResponse | None:
    """Return the answer that leads there, or None where nothing stands in the way.

    What is being sent is never lost to a changed consent text: only pages that are opened lead to it.
    """
    if not deliberation.is_open:
        return None
    if participant is None:
        return None if joins_by_acting(deliberation) else _lead(request, deliberation, "join")
    if request.method in {"GET", "HEAD"} and asks_for_consent_again(participant):
        return _lead(request, deliberation, "consent")
    return None


def _lead(request: HttpRequest, deliberation: Deliberation, page: str) -> HttpResponse:
    address = reverse(f"deliberation:{page}", args=[deliberation.slug])
    if request.method in {"GET", "HEAD"} and not request.htmx:
        address = f"{address}?{urlencode({'next': request.get_full_path()})}"
    return HttpResponseClientRedirect(address) if request.htmx else HttpResponseRedirect(address)
