"""What researchers take out: a page of files, and the files."""

import io

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from deliberation.interchange.row_rights import rows_are_public
from deliberation.models import Deliberation
from deliberation.organising.access import for_owners
from deliberation.organising.members import record_rows_taken
from deliberation.organising.row_downloads import state_of_rows_link
from deliberation.people.expiring_links import LinkState
from deliberation.research import files
from deliberation.research.data_package import WrittenFile
from deliberation.research.page import page_of
from deliberation.research.snapshot import Snapshot, snapshot_of
from deliberation.research.writing import row_files
from deliberation.results.visibility import for_readers_of_results

FOR_A_WHILE = "public, max-age=300"


@require_safe
@for_readers_of_results
def research_data(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Which files there are, what is in them, and how to cite them."""
    snapshot = snapshot_of(deliberation)
    if snapshot is None:
        return redirect("deliberation:results", deliberation.slug)
    context = {"deliberation": deliberation, **page_of(snapshot, request.user)}
    return render(request, "deliberation/results/research_data.html", context)


@require_safe
@for_readers_of_results
def research_file(request: HttpRequest, deliberation: Deliberation, name: str) -> HttpResponseBase:
    """Return one of the files, or all of them as one."""
    snapshot = snapshot_of(deliberation)
    if snapshot is None:
        raise Http404("There is no analysis yet.")
    file = _file_called(snapshot, name)
    tag = f'"{file.sha256}"'
    headers = {
        "ETag": tag,
        "Cache-Control": FOR_A_WHILE if _is_for_everybody(request) else "private, no-store",
    }
    answer = _download(snapshot, file, headers)
    return get_conditional_response(request, etag=tag, response=answer) or answer


@require_safe
@never_cache
@for_owners
def research_rows(request: HttpRequest, deliberation: Deliberation, token: str) -> HttpResponseBase:
    """Return everything with the votes of single people, to an owner with the right to them."""
    user = request.user
    state = state_of_rows_link(token, user, deliberation)
    snapshot = snapshot_of(deliberation)
    if state is LinkState.FOREIGN or snapshot is None:
        raise Http404("No such file for this account.")
    too_many = files.has_too_many_rows(snapshot)
    if state is LinkState.EXPIRED or too_many:
        expired = _("That link was good for ten minutes. Here is a new one.")
        large = _("These are too many votes for the website. Take them out with the command export_research.")
        messages.warning(request, large if too_many else expired)
        return redirect("deliberation:research_data", deliberation.slug)
    if request.method == "GET":
        record_rows_taken(deliberation=deliberation, user=user)
    return _download(snapshot, _zip_with_rows(snapshot), {})


def _file_called(snapshot: Snapshot, name: str) -> WrittenFile:
    if name == files.PACKAGE:
        return _zip(files.PACKAGE, snapshot, files.package_files(snapshot))
    found = next((file for file in files.package_files(snapshot) if file.name == name), None)
    if found is not None:
        return found
    if name not in {file.name for file in files.offered_rows(snapshot)}:
        raise Http404("There is no such file.")
    if not rows_are_public(snapshot.deliberation):
        raise PermissionDenied
    if name == files.ROW_PACKAGE:
        return _zip_with_rows(snapshot)
    return next(file for file in row_files(snapshot) if file.name == name)


def _zip_with_rows(snapshot: Snapshot) -> WrittenFile:
    return _zip(files.ROW_PACKAGE, snapshot, files.files_with_rows(snapshot))


def _zip(name: str, snapshot: Snapshot, packed: list[WrittenFile]) -> WrittenFile:
    return WrittenFile(name, "", "", files.ZIP, files.zipped(snapshot, packed))


def _download(snapshot: Snapshot, file: WrittenFile, headers: dict[str, str]) -> FileResponse:
    return FileResponse(
        io.BytesIO(file.data),
        as_attachment=True,
        filename=f"{files.folder_name(snapshot)}-{file.name.lstrip('.')}",
        content_type=file.media_type,
        headers={**headers, "X-Content-Type-Options": "nosniff"},
    )


def _is_for_everybody(request: HttpRequest) -> bool:
    return bool(getattr(request, "results_are_public", False))
