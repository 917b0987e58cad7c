"""Reading constitutions: versions, principles and files, as they may be seen on the website."""

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from constitution.api.contents import (
    files_content,
    principle_content,
    principle_in_full,
    principles_of,
    version_content,
    version_in_brief,
    versions_of,
)
from constitution.api.serializers import (
    ConstitutionFilesSerializer,
    PrincipleInFullSerializer,
    PrincipleSerializer,
    VersionFilterSerializer,
    VersionInBriefSerializer,
    VersionSerializer,
)
from constitution.models import ConstitutionVersion
from constitution.reading.why import why_of
from deliberation.api.access import deliberation_in
from deliberation.api.base_view import ApiView
from deliberation.api.conditional import unless_unchanged
from deliberation.api.paging import PAGE_PARAMETERS, page_of, page_schema


class VersionsView(ApiView):
    """The versions of a constitution."""

    @extend_schema(
        operation_id="constitution_versions_list",
        parameters=[*PAGE_PARAMETERS, VersionFilterSerializer],
        responses=page_schema(VersionInBriefSerializer, "ConstitutionVersionPage"),
        tags=["constitution"],
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """Every version, the newest first. The one in force has the state `ratified`."""
        deliberation = deliberation_in(request, slug)
        asked = VersionFilterSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)

        def write(rows: list[ConstitutionVersion]) -> list[Any]:
            contents = [version_in_brief(request, version) for version in rows]
            return VersionInBriefSerializer(contents, many=True).data

        versions = versions_of(deliberation).filter(**asked.validated_data)
        page = page_of(request, versions, write, order="-number")
        return unless_unchanged(request, lambda: page, page.data)


class VersionView(ApiView):
    """One version."""

    @extend_schema(
        operation_id="constitution_version_read", responses=VersionSerializer, tags=["constitution"]
    )
    def get(self, request: Request, slug: str, number: int) -> HttpResponseBase:
        """One version: its state and hash, how it was chosen, and what the vote on it gave.

        Once it is ratified only its state can change any more, to `superseded`.
        """
        content = VersionSerializer(version_content(request, _version(request, slug, number))).data
        return unless_unchanged(request, lambda: Response(content), content)


class PrinciplesView(ApiView):
    """The principles of a version."""

    @extend_schema(
        operation_id="constitution_principles_list",
        parameters=PAGE_PARAMETERS,
        responses=page_schema(PrincipleSerializer, "PrinciplePage"),
        tags=["constitution"],
    )
    def get(self, request: Request, slug: str, number: int) -> HttpResponseBase:
        """The principles with the statements and votes behind each; with those that were not adopted."""
        version = _version(request, slug, number)

        def write(rows: list[dict[str, Any]]) -> list[Any]:
            contents = [principle_content(request, version, principle) for principle in rows]
            return PrincipleSerializer(contents, many=True).data

        page = page_of(request, principles_of(version), write)
        return unless_unchanged(request, lambda: page, page.data)


class PrincipleView(ApiView):
    """One principle."""

    @extend_schema(
        operation_id="constitution_principle_read",
        responses=PrincipleInFullSerializer,
        tags=["constitution"],
    )
    def get(self, request: Request, slug: str, number: int, principle: str) -> HttpResponseBase:
        """One principle with its statements, its lineage, and in words why it is there."""
        version = _version(request, slug, number)
        found = next((one for one in principles_of(version) if one["id"] == principle), None)
        why = why_of(version, int(principle[1:])) if found else None
        if found is None or why is None:
            raise Http404
        content = PrincipleInFullSerializer(principle_in_full(request, why, found)).data
        return unless_unchanged(request, lambda: Response(content), content, in_languages=True)


class VersionFilesView(ApiView):
    """The files of a version."""

    @extend_schema(
        operation_id="constitution_files_list", responses=ConstitutionFilesSerializer, tags=["constitution"]
    )
    def get(self, request: Request, slug: str, number: int) -> HttpResponseBase:
        """The files that a lab takes: each with size, SHA-256 and address. The website gives the same."""
        version = _version(request, slug, number)

        def answer() -> Response:
            return Response(ConstitutionFilesSerializer(files_content(request, version)).data)

        if version.is_ratified:
            deliberation = version.deliberation
            named = (deliberation.slug, deliberation.title, version.state, version.content_sha256)
            return unless_unchanged(request, answer, *named, in_languages=True)
        content = answer()
        return unless_unchanged(request, lambda: content, content.data, in_languages=True)


def _version(request: Request, slug: str, number: int) -> ConstitutionVersion:
    versions = ConstitutionVersion.objects.of(deliberation_in(request, slug))
    return get_object_or_404(versions, number=number)
