"""Where the consent text has changed, people read and agree to the new one before they go on."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from deliberation.models import Deliberation, Participant
from deliberation.people.consent import asks_for_consent_again


def consent_first(
    request: HttpRequest, deliberation: Deliberation, participant: Participant | None
) -> HttpResponse | None:
    """Return the answer that leads to the new consent text, or None where nothing has changed.

    Only pages that are opened lead there: what is being sent is taken, so that nothing is lost.
    """
    if request.method not in {"GET", "HEAD"} or getattr(request, "htmx", False):
        return None
    if participant is None or not deliberation.is_open or not asks_for_consent_again(participant):
        return None
    address = reverse("deliberation:consent", args=[deliberation.slug])
    return HttpResponseRedirect(f"{address}?{urlencode({'next': request.get_full_path()})}")
