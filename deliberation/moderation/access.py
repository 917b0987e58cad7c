"""Who may open the moderation panel, and who may decide there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from deliberation.models import Deliberation, Role

Page = Callable[..., HttpResponse]


def for_moderation(page: Page) -> Page:
    """Open a page to those who may see the moderation of the deliberation in the address.

    The page gets the deliberation and the role instead of the slug. Anonymous visitors are sent to sign
    in; to everyone else without such a role the page does not exist.
    """

    @wraps(page)
    def guarded(request: HttpRequest, slug: str, **parts: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        deliberation = get_object_or_404(Deliberation, slug=slug)
        role = request.user.role_in(deliberation)
        if role is None or not role.may_see_moderation:
            raise Http404("No such page for this account.")
        return page(request, deliberation, role, **parts)

    return guarded


def for_deciding(page: Page) -> Page:
    """Open a page to those who decide about statements; observers are told that they may only read."""

    @wraps(page)
    def guarded(request: HttpRequest, deliberation: Deliberation, role: Role, **parts: Any) -> HttpResponse:
        if not role.may_moderate:
            raise PermissionDenied
        return page(request, deliberation, **parts)

    return for_moderation(guarded)
