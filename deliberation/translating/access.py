"""Who translates the statements of a deliberation."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from deliberation.models import Deliberation, Role

Page = Callable[..., HttpResponse]


def may_translate(user: Any, deliberation: Deliberation) -> bool:
    """Return whether this account translates in the deliberation."""
    if not getattr(user, "is_authenticated", False):
        return False
    return user.role_in(deliberation) in {Role.TRANSLATOR, Role.MODERATOR, Role.OWNER}


def for_translating(page: Page) -> Page:
    """Open a page to those who translate in the deliberation of the address, and hand it that deliberation.

    Anonymous visitors are sent to sign in; to everyone else without such a role the page does not exist.
    """

    @wraps(page)
    def guarded(request: HttpRequest, slug: str, **parts: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        deliberation = get_object_or_404(Deliberation, slug=slug)
        if not may_translate(request.user, deliberation):
            raise Http404("No such page for this account.")
        return page(request, deliberation, **parts)

    return guarded
