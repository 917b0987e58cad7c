"""A version as files: each for itself, all together, and what each is for."""

from collections.abc import Iterator
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from constitution.downloads import ARCHIVE, described_files, media_type_of
from constitution.exports import verify
from constitution.exports.archive import zip_pieces
from constitution.exports.origin import export_of
from constitution.models import ConstitutionVersion
from deliberation.models import Deliberation

PROGRAM = "verify_export.py"


@require_safe
def files(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Every file of a version: what it is for, how large it is, its digest; and how to check them."""
    version = _version(slug, number)
    export = export_of(version)
    context = {
        "deliberation": version.deliberation,
        "version": version,
        "files": described_files(export),
        "log": export.provenance.log,
        "program": PROGRAM,
    }
    return render(request, "constitution/files.html", context)


@require_safe
def download(request: HttpRequest, slug: str, number: int, name: str) -> StreamingHttpResponse:
    """One file of a version's export, byte for byte as the command writes it; or all of them as a zip."""
    version = _version(slug, number)
    export = export_of(version)
    if name == ARCHIVE:
        folder = f"constitution-v{version.number}"
        return _sent(zip_pieces(export.files, folder), f"{folder}.zip")
    file = export.file(name)
    if file is None:
        raise Http404("An export has no such file.")
    return _sent(file.pieces(), name)


@require_safe
def program(request: HttpRequest) -> HttpResponse:
    """The program with which anybody checks an export on their own machine."""
    return HttpResponse(
        Path(verify.__file__).read_bytes(),
        content_type=media_type_of(PROGRAM),
        headers={"Content-Disposition": f'attachment; filename="{PROGRAM}"'},
    )


def _sent(pieces: Iterator[bytes], name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        pieces,
        content_type=media_type_of(name),
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _version(slug: str, number: int) -> ConstitutionVersion:
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    return get_object_or_404(ConstitutionVersion.objects.of(deliberation), number=number)
