"""The preview of a draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from deliberation.models import Deliberation
from deliberation.organising.access import for_owners
from deliberation.organising.previewing import NotRecorded, shown_page


@for_owners
def preview(request: HttpRequest, deliberation: Deliberation, page: str = "") -> HttpResponse:
    """A public page of a draft; what is open already is shown as it is, and other pages are left alone."""
    own = reverse("deliberation:deliberation", args=[deliberation.slug])
    if deliberation.state != Deliberation.State.DRAFT:
        return redirect(own)
    prefix = reverse("deliberation:organise_preview", args=[deliberation.slug])
    if not page:
        return redirect(prefix.rstrip("/") + own)
    try:
        return shown_page(request, deliberation, f"/{page}", prefix)
    except NotRecorded:
        messages.info(request, _("This is a preview: nothing was recorded."))
        address = request.get_full_path()
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
