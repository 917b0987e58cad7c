"""Addresses for whoever watches over the site, answered before anything else looks at the request.

A load balancer asks by IP address and without TLS, and a page for people would send it away for either. So
these come before ALLOWED_HOSTS, the redirect to HTTPS, sessions, cookies and the log of requests; they say
nothing that depends on who asks or under which name.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from config.health import health, ready
from config.metrics import metrics

ADDRESSES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/health/": health,
    "/ready/": ready,
    "/metrics/": metrics,
}


class MonitoringMiddleware:
    """Answers these addresses and passes every other request on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        answer = ADDRESSES.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        response = answer(request) if request.method in {"GET", "HEAD"} else HttpResponseNotAllowed(["GET"])
        response["Cache-Control"] = "no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response
