"""Pages that depend on who asks are kept out of shared caches."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from deliberation.people.participation import COOKIE_PREFIX

NAMES = (settings.SESSION_COOKIE_NAME, "messages")
"""Cookies beside those of participants by which an answer can be for one person alone."""

NEVER_KEPT = "max-age=0, no-cache, no-store, must-revalidate, private"
"""What Django writes for such pages, part by part for each answer."""


def may_be_known(request: HttpRequest) -> bool:
    """Whether a browser sends anything by which this site may know somebody, be it true or not."""
    return any(name in NAMES or name.startswith(COOKIE_PREFIX) for name in request.COOKIES)


class PrivatePagesMiddleware:
    """Marks every answer to or for a known person as private and never stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and mark the answer."""
        response = self.get_response(request)
        # In this order, since finding out who is signed in takes longest.
        if may_be_known(request) or response.cookies or _is_signed_in(request):
            if "Cache-Control" in response.headers:
                add_never_cache_headers(response)
            else:
                response.headers["Cache-Control"] = NEVER_KEPT
            patch_vary_headers(response, ["Cookie"])
        return response


def _is_signed_in(request: HttpRequest) -> bool:
    return hasattr(request, "user") and bool(request.user.is_authenticated)
