"""Which files there are to take out, and their bytes."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from deliberation.api.access import account_in, deliberation_in, require_results, require_scope
from deliberation.api.base_view import ApiView
from deliberation.api.conditional import unless_unchanged
from deliberation.api.contents.exports import exports_content, takes_rows, written_file
from deliberation.api.paging import PAGE_PARAMETERS, page_of, page_schema
from deliberation.api.problems import Problem
from deliberation.api.serializers.exports import ExportSerializer
from deliberation.interchange.row_rights import rows_are_public
from deliberation.models import Deliberation, Scope
from deliberation.organising.members import record_rows_taken
from deliberation.research.files import research_files
from deliberation.research.snapshot import snapshot_of


class ExportsView(ApiView):
    """The files of a deliberation."""

    @extend_schema(
        operation_id="exports_list",
        parameters=PAGE_PARAMETERS,
        responses=page_schema(ExportSerializer, "ExportPage"),
        tags=["exports"],
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """The files there are to take out, with the hash of the snapshot each is of, and whether you may."""
        files = exports_content(request, deliberation_in(request, slug))

        def write(rows: list[dict[str, Any]]) -> list[Any]:
            return ExportSerializer(rows, many=True).data

        page = page_of(request, files, write)
        return unless_unchanged(request, lambda: page, page.data, in_languages=True)


class ExportView(ApiView):
    """One file of a deliberation."""

    @extend_schema(operation_id="export_read", responses={(200, "*/*"): OpenApiTypes.ANY}, tags=["exports"])
    def get(self, request: Request, slug: str, name: str) -> HttpResponseBase:
        """One file, the same bytes as on the website.

        Files with single votes are for a token with the scope `export` whose account has the right to them;
        each time is recorded. They are made anew with other pseudonyms each time.
        """
        deliberation = deliberation_in(request, slug)
        snapshot = snapshot_of(deliberation)
        files = {file.name: file for file in research_files(deliberation)}
        file = files.get(name)
        if snapshot is None or file is None:
            raise Http404

        def answer() -> HttpResponse:
            written = written_file(snapshot, file)
            headers = {"Content-Disposition": f'attachment; filename="{slug}-{name.lstrip(".")}"'}
            return HttpResponse(written.data, content_type=written.media_type, headers=headers)

        if file.needs_rows and not rows_are_public(deliberation):
            _require_rows(request, deliberation)
            return answer()
        require_results(request, deliberation)
        if file.needs_rows:
            return answer()
        return unless_unchanged(request, answer, [one.sha256 for one in files.values()])


def _require_rows(request: Request, deliberation: Deliberation) -> None:
    """Refuse whoever has no right to single votes; record who takes them.

    Raises:
        Problem: 401 or 403.
    """
    require_scope(request, Scope.EXPORT)
    account = account_in(request)
    if account is None:
        raise Problem(401, "not-authenticated", _("Sign in, or send a token."))
    if not takes_rows(request, deliberation):
        raise Problem(
            403, "no-right-to-rows", _("Single votes are handed only to an owner with the right to them.")
        )
    if request.method == "GET":
        record_rows_taken(deliberation=deliberation, user=account)
