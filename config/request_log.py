"""One line in the log for each request, and an id by which the lines of one request are found.

The line says which kind of page was asked for (the pattern of its address, for addresses hold keys), how it
was answered and how long that took; never who asked.
"""

import logging
import os
import re
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, get_contextvars, unbind_contextvars

logger = logging.getLogger("concord.request")
HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}")
"""An id as proxies make them: 32 hexadecimal digits, a UUID, or the like."""
NO_PAGE = "(none)"


def request_id() -> str:
    """Return the id of the request at hand; empty outside of one."""
    return str(get_contextvars().get("request_id", ""))


class RequestLogMiddleware:
    """Gives each request an id, answers with it, and logs one line when the answer is ready.

    Behind our own proxy the id is the one that the proxy has given it; otherwise a new one, for what a
    stranger sends is nobody's id.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.trusts_proxy = bool(settings.SECURE_PROXY_SSL_HEADER)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and write its line."""
        began = time.perf_counter()
        given = request.META.get("HTTP_X_REQUEST_ID", "") if self.trusts_proxy else ""
        known_as = given if WELL_FORMED.fullmatch(given) else os.urandom(12).hex()
        bind_contextvars(request_id=known_as)
        try:
            response = self.get_response(request)
            found = request.resolver_match
            logger.info(
                "request",
                extra={
                    "fields": {
                        "request_id": known_as,
                        "method": request.method,
                        "route": found.route if found else NO_PAGE,
                        "status": response.status_code,
                        "milliseconds": round(1000 * (time.perf_counter() - began), 1),
                    }
                },
            )
        finally:
            unbind_contextvars("request_id")
        response.headers[HEADER] = known_as
        return response
