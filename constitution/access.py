"""Who may open the organiser's pages of a constitution."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from deliberation.models import Deliberation, Role

Page = Callable[..., HttpResponse]


def for_owners(page: Page) -> Page:
    """Open a page to owners of the deliberation in the address; the page gets it instead of the slug.

    Anonymous visitors are sent to sign in; for every other account the page does not exist.
    """

    @wraps(page)
    def guarded(request: HttpRequest, slug: str, **parts: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        deliberation = get_object_or_404(Deliberation, slug=slug)
        if request.user.role_in(deliberation) != Role.OWNER:
            raise Http404("No such page for this account.")
        return page(request, deliberation, **parts)

    return guarded
