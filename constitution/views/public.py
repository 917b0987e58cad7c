"""The constitution as a document that everybody may read, check and take away."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from constitution.exports.canonical import canonical_constitution
from constitution.exports.folder import export_files
from constitution.models import ConstitutionVersion, Principle
from constitution.reading import articles_of, contested_lines, holds_back, left_out
from deliberation.models import Analysis, Deliberation, Role

State = ConstitutionVersion.State
CONTENT_TYPES = {"json": "application/json", "md": "text/markdown; charset=utf-8"}


@require_safe
def constitution(request: HttpRequest, slug: str) -> HttpResponse:
    """The version in force; before there is one, the draft; before that, what will be here."""
    deliberation = _deliberation(slug)
    versions = ConstitutionVersion.objects.of(deliberation)
    version = versions.in_force().first() or versions.unfinished().first()
    if version is None:
        context = {
            "deliberation": deliberation,
            "analysis": Analysis.objects.latest_of(deliberation),
            "is_owner": is_owner(request, deliberation),
            "rejected": versions.filter(state=State.REJECTED).first(),
        }
        return render(request, "constitution/nothing_yet.html", context)
    return _show(request, deliberation, version)


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version, at an address that stays."""
    deliberation = _deliberation(slug)
    return _show(request, deliberation, _numbered(deliberation, number))


@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version there was, the newest first."""
    deliberation = _deliberation(slug)
    rows = [
        (version, version.principles.exclude(state=Principle.State.REJECTED).count())
        for version in ConstitutionVersion.objects.of(deliberation)
    ]
    return render(request, "constitution/versions.html", {"deliberation": deliberation, "rows": rows})


@require_safe
def download(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponse:
    """One file of a version's export, byte for byte as the command writes it."""
    version = _numbered(_deliberation(slug), number)
    files = export_files(canonical_constitution(version))
    if name not in files:
        raise Http404("An export has no such file.")
    return HttpResponse(
        files[name],
        content_type=CONTENT_TYPES[name.rpartition(".")[2]],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def is_owner(request: HttpRequest, deliberation: Deliberation) -> bool:
    """Return whether the request comes from an account that owns the deliberation."""
    return request.user.is_authenticated and request.user.role_in(deliberation) == Role.OWNER


def _show(request: HttpRequest, deliberation: Deliberation, version: ConstitutionVersion) -> HttpResponse:
    in_force = [Principle.State.PROPOSED, Principle.State.ADOPTED]
    rejected_as_a_whole = version.state == State.REJECTED
    articles = [] if rejected_as_a_whole else articles_of(version, *in_force)
    rejected = articles_of(version, Principle.State.REJECTED)
    contested = contested_lines(version)
    context: dict[str, Any] = {
        "deliberation": deliberation,
        "version": version,
        "articles": articles,
        "rejected": rejected,
        "contested": contested,
        "holds_back": holds_back([*articles, *rejected], contested),
        "left_out": left_out(version),
        "groups": list(version.analysis.groups.order_by("number")),
        "sha256": canonical_constitution(version)["sha256"],
        "is_owner": is_owner(request, deliberation),
        "next_version": _next(version),
    }
    return render(request, "constitution/constitution.html", context)


def _next(version: ConstitutionVersion) -> ConstitutionVersion | None:
    """Return an unfinished version that may take the place of the one in force."""
    if version.state != State.RATIFIED:
        return None
    return ConstitutionVersion.objects.of(version.deliberation).unfinished().first()


def _deliberation(slug: str) -> Deliberation:
    return get_object_or_404(Deliberation.objects.listed(), slug=slug)


def _numbered(deliberation: Deliberation, number: int) -> ConstitutionVersion:
    return get_object_or_404(ConstitutionVersion.objects.of(deliberation), number=number)
