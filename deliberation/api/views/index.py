"""Where programs begin."""

from importlib.metadata import PackageNotFoundError, version

from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from deliberation.api.base_view import ApiView
from deliberation.api.conditional import unless_unchanged
from deliberation.api.contents.addresses import address_of
from deliberation.api.serializers.deliberations import IndexSerializer

PROJECT = "concord"


class IndexView(ApiView):
    """The beginning of the interface."""

    @extend_schema(operation_id="index_read", responses=IndexSerializer, tags=["deliberations"])
    def get(self, request: Request) -> HttpResponseBase:
        """Where to begin: the deliberations, and this interface as a schema and as a page."""
        content = {
            "name": "Concord",
            "version": "1",
            "software_version": _software_version(),
            "deliberations": address_of(request, "api:deliberations"),
            "schema": address_of(request, "api:schema_json"),
            "reference": request.build_absolute_uri("/api/"),
        }
        return unless_unchanged(request, lambda: Response(IndexSerializer(content).data), content)


def _software_version() -> str:
    try:
        return version(PROJECT)
    except PackageNotFoundError:
        return "unknown"
