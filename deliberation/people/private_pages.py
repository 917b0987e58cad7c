"""Pages that depend on who asks are kept out of shared caches."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from deliberation.people.participation import COOKIE_PREFIX


class PrivatePagesMiddleware:
    """Marks every answer to or for a known person as private and never stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and mark the answer."""
        response = self.get_response(request)
        known = request.user.is_authenticated if hasattr(request, "user") else False
        asked = any(name.startswith(COOKIE_PREFIX) for name in request.COOKIES)
        if known or asked or settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies:
            add_never_cache_headers(response)
            patch_vary_headers(response, ["Cookie"])
        return response
