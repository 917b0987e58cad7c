"""The description of the interface as a file, for programs and for the tools that read it."""

from typing import Any, ClassVar

from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from rest_framework.request import Request
from rest_framework.response import Response

from deliberation.api.base_view import ApiView
from deliberation.api.conditional import unless_unchanged
from deliberation.api.schema import described_hash, description


class SchemaJsonView(ApiView):
    """The description as JSON."""

    schema = None
    renderer_classes: ClassVar[list[Any]] = [OpenApiJsonRenderer2, OpenApiJsonRenderer]

    def get(self, request: Request) -> Any:
        """Return the description."""
        described = description()
        return unless_unchanged(request, lambda: Response(described), described_hash())


class SchemaYamlView(SchemaJsonView):
    """The description as YAML."""

    renderer_classes: ClassVar[list[Any]] = [OpenApiYamlRenderer2, OpenApiYamlRenderer]
