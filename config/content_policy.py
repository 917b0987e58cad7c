"""The Content-Security-Policy of the site's pages, written once and not anew for each answer."""

from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ContentPolicyMiddleware(CSPMiddleware):
    """Sends the policy of the settings with every answer that does not ask for one of its own."""

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        policy = settings.CONTENT_SECURITY_POLICY
        is_plain = set(policy) == {"DIRECTIVES"} and not settings.DEBUG
        only = not getattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY", None)
        self.usual = build_policy() if is_plain and only else ""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add the header; views change theirs by the library's decorators, which mark the answer."""
        is_changed = any(name.startswith("_csp") for name in vars(response))
        if not self.usual or is_changed or HEADER in response.headers or hasattr(request, "_csp_nonce"):
            return super().process_response(request, response)
        response.headers[HEADER] = self.usual
        return response
