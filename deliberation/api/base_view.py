"""What every address for programs has in common: limits, private answers, other sites' pages, refusals."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from deliberation.api.callers import says_who_asks
from deliberation.api.limits import count_request, count_request_of_stranger, tell_limits
from deliberation.api.problems import Problem

SHOWN_TO_OTHER_SITES = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"


class ApiView(APIView):
    """A view of the interface for programs; its methods return `Response`s and raise `Problem`s.

    Every request is counted and every answer says how the limits stand. Answers to callers who say who they
    are, and all but public reading, are private and never stored. Public reading is open to the pages of
    other sites, without credentials.
    """

    counted_by_what_they_do: frozenset[str] = frozenset()
    """Methods that count each request themselves, by a narrower limit: for them it is not counted twice."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find out who asks and count it; a wrong key counts for the network it comes from."""
        try:
            super().initial(request, *args, **kwargs)
        except APIException:
            count_request_of_stranger(request)
            raise
        if request.method not in self.counted_by_what_they_do:
            count_request(request)
        if any(
            "\x00" in value for values in request.query_params.lists() for value in (values[0], *values[1])
        ):
            raise ParseError(_("The address holds the character NUL."))
        if repeated := [name for name, values in request.query_params.lists() if len(values) > 1]:
            raise ParseError(_("The address says “%(name)s” more than once.") % {"name": repeated[0]})

    def finalize_response(
        self, request: Any, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Say how the limits stand, and who may keep the answer."""
        response = super().finalize_response(request, response, *args, **kwargs)
        tell_limits(response)
        patch_vary_headers(response, ["Authorization", "Cookie"])
        if request.method in SAFE_METHODS and not says_who_asks(request):
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = SHOWN_TO_OTHER_SITES
            response.headers.setdefault("Cache-Control", "no-cache")
        else:
            add_never_cache_headers(response)
        return response

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Say which methods there are, and to browsers that other sites' pages may read what is public."""
        response = Response(status=204)
        response["Allow"] = ", ".join(self.allowed_methods)
        response["Access-Control-Allow-Methods"] = "GET, HEAD"
        response["Access-Control-Allow-Headers"] = "If-None-Match"
        response["Access-Control-Max-Age"] = "86400"
        return response


class UnknownAddress(ApiView):
    """Any address below /api/ that nothing else answers: a problem document, not a page."""

    schema = None
    authentication_classes = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer every method alike."""
        self.http_method_names = [str(request.method).lower()]
        setattr(self, self.http_method_names[0], self.refuse)
        return super().dispatch(request, *args, **kwargs)

    def refuse(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Say that there is nothing here.

        Raises:
            Problem: 404, always.
        """
        raise Problem(
            404, "not-found", _("There is nothing at this address. Addresses end with a slash; see /api/.")
        )
