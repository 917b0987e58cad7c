"""Who may set up deliberations, who may change one, and who may look at how it is set up."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from deliberation.models import Deliberation, Role

Page = Callable[..., HttpResponse]


def may_start(user: Any) -> bool:
    """Return whether this account may start a deliberation of its own."""
    if not getattr(user, "is_authenticated", False):
        return False
    if settings.ANYONE_MAY_ORGANISE or user.is_staff or user.is_superuser:
        return True
    return bool(user.memberships.filter(role=Role.OWNER).exists())


def for_starting(page: Page) -> Page:
    """Open a page to accounts that may start a deliberation; to others it does not exist."""

    @wraps(page)
    def guarded(request: HttpRequest, **parts: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not may_start(request.user):
            raise Http404("No such page for this account.")
        return page(request, **parts)

    return guarded


def for_reading(page: Page) -> Page:
    """Open a page to everyone who helps to run the deliberation; only its owners may send anything.

    The page gets the deliberation and the role instead of the slug. Anonymous visitors are sent to sign in,
    moderators and observers may read, and to everyone else the page does not exist.
    """

    @wraps(page)
    def guarded(request: HttpRequest, slug: str, **parts: Any) -> HttpResponse:
        deliberation, role = _entrance(request, slug)
        if deliberation is None:
            return redirect_to_login(request.get_full_path())
        if role is None or not role.may_see_moderation:
            raise Http404("No such page for this account.")
        if request.method not in {"GET", "HEAD"} and role != Role.OWNER:
            raise PermissionDenied
        return page(request, deliberation, role, **parts)

    return guarded


def for_owners(page: Page) -> Page:
    """Open a page to the owners of the deliberation; to everyone else who signed in it does not exist."""

    @wraps(page)
    def guarded(request: HttpRequest, slug: str, **parts: Any) -> HttpResponse:
        deliberation, role = _entrance(request, slug)
        if deliberation is None:
            return redirect_to_login(request.get_full_path())
        if role != Role.OWNER:
            raise Http404("No such page for this account.")
        return page(request, deliberation, **parts)

    return guarded


def _entrance(request: HttpRequest, slug: str) -> tuple[Deliberation | None, Role | None]:
    """Return the deliberation and the visitor's role in it; (None, None) for who has not signed in."""
    if not request.user.is_authenticated:
        return None, None
    deliberation = get_object_or_404(Deliberation, slug=slug)
    return deliberation, request.user.role_in(deliberation)
