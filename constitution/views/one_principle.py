"""One principle at an address of its own, and the statements that became none."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from constitution.models import ConstitutionVersion
from constitution.reading.addresses import permanent_address
from constitution.reading.divided import contested_lines
from constitution.reading.left_out import PER_PAGE, LeftOut, left_out
from constitution.reading.why import neighbours, why_of
from constitution.views.public import readable_version
from deliberation.results.kept_pages import kept_for_readers


@require_safe
@kept_for_readers
def principle(request: HttpRequest, slug: str, number: int, principle: int) -> HttpResponse:
    """One principle of a version with everything behind it; with htmx only what is behind it."""
    version = readable_version(slug, number)
    why = why_of(version, principle)
    if why is None:
        raise Http404("This version has no such principle.")
    context = {
        "deliberation": version.deliberation,
        "version": version,
        "why": why,
        "principle": why.principle,
        "address": permanent_address(request, version, why.principle.label),
    }
    if request.htmx:
        return render(request, "constitution/_why.html", context)
    context["before"], context["after"] = neighbours(version, why.principle)
    return render(request, "constitution/principle.html", context)


@require_safe
@kept_for_readers
def other_statements(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The statements that are no principle of a version, by reason, a page at a time."""
    version = readable_version(slug, number)
    parts = [part for part in left_out(version, with_divided=True) if part.is_listed]
    chosen = next(
        (part for part in parts if part.slug == request.GET.get("why")), parts[0] if parts else None
    )
    rows = _rows(version, chosen) if chosen else []
    context = {
        "deliberation": version.deliberation,
        "version": version,
        "parts": parts,
        "chosen": chosen,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "is_divided": chosen is not None and chosen.reason == "divided",
    }
    return render(request, "constitution/other_statements.html", context)


def _rows(version: ConstitutionVersion, chosen: LeftOut) -> list[Any]:
    return list(contested_lines(version) if chosen.reason == "divided" else chosen.statements)
