"""A constitution beside others: the public pages, and the organiser's side of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from constitution.access import for_owners
from constitution.comparing.library_of_sources import library
from constitution.comparing_forms import CompareForm
from constitution.comparison_reading import ComparisonPage, as_csv, as_json, comparison_page
from constitution.models import Comparison, ComparisonMatch, ConstitutionVersion
from constitution.services.comparing import (
    decide_matches,
    jobs_of,
    request_comparison,
    start_comparison,
)
from constitution.views.public import is_owner, readable_version
from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation

State = ComparisonMatch.State


@require_safe
def comparisons(request: HttpRequest, slug: str) -> HttpResponse:
    """Every public comparison of this constitution, each in one line."""
    deliberation = _listed(slug)
    rows = Comparison.objects.filter(
        version__constitution__deliberation=deliberation, is_public=True
    ).select_related("version")
    context = {
        "deliberation": deliberation,
        "pages": [comparison_page(row) for row in rows],
        "is_owner": is_owner(request, deliberation),
    }
    return render(request, "constitution/comparisons.html", context)


@require_safe
def comparison(request: HttpRequest, slug: str, number: int, comparison: int) -> HttpResponse:
    """One comparison side by side."""
    page = _public_page(slug, number, comparison)
    context = {
        "deliberation": page.comparison.version.deliberation,
        "version": page.comparison.version,
        "page": page,
        "job": jobs_of(page.comparison).first(),
    }
    return render(request, "constitution/comparison.html", context)


@require_safe
def comparison_json(request: HttpRequest, slug: str, number: int, comparison: int) -> HttpResponse:
    """The same for programs."""
    body = as_json(_public_page(slug, number, comparison))
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 2})


@require_safe
def comparison_csv(request: HttpRequest, slug: str, number: int, comparison: int) -> StreamingHttpResponse:
    """The same as a table."""
    answer = StreamingHttpResponse(
        as_csv(_public_page(slug, number, comparison)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="comparison-{comparison}.csv"'
    return answer


@require_safe
def sources(request: HttpRequest, slug: str) -> HttpResponse:
    """The library: what known sources ask of an AI, in words of this project, each with its citation."""
    deliberation = _listed(slug)
    context = {
        "deliberation": deliberation,
        "sources": library(),
        "is_owner": is_owner(request, deliberation),
    }
    return render(request, "constitution/sources.html", context)


@for_owners
def compare(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Choose what to compare with; below, what was compared already."""
    form = CompareForm(request.POST or None, request.FILES or None)
    version = _newest(deliberation)
    status = 200
    if request.method == "POST":
        if version is None:
            messages.error(request, _("There is no draft to compare. Make one first."))
            return redirect("constitution:compare", deliberation.slug)
        if form.is_valid():
            try:
                made = start_comparison(version=version, compared_by=request.user, **_chosen(form))
            except WorkRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("constitution:confirm_comparison", deliberation.slug, made.pk)
        status = 422
    rows = Comparison.objects.filter(version__constitution__deliberation=deliberation)
    context = {
        "deliberation": deliberation,
        "version": version,
        "form": form,
        "pages": [comparison_page(row) for row in rows.select_related("version").order_by("-id")],
    }
    return render(request, "constitution/compare.html", context, status=status)


@for_owners
def confirm_comparison(request: HttpRequest, deliberation: Deliberation, comparison: int) -> HttpResponse:
    """Say of each proposed pair whether it is one."""
    row = _comparison(deliberation, comparison)
    if request.method == "POST":
        decisions = {
            int(name.removeprefix("match-")): value
            for name, value in request.POST.items()
            if name.removeprefix("match-").isdecimal() and len(name) < 30 and value in State.values
        }
        changed = decide_matches(
            comparison=row,
            decisions=decisions,
            is_public="is_public" in request.POST,
            decided_by=request.user,
        )
        words = ngettext("%(count)d answer is kept.", "%(count)d answers are kept.", changed)
        messages.success(request, words % {"count": changed} if changed else _("It is kept."))
        return redirect("constitution:confirm_comparison", deliberation.slug, row.pk)
    context = {
        "deliberation": deliberation,
        "page": comparison_page(row),
        "states": State.choices,
        "job": jobs_of(row).first(),
    }
    return render(request, "constitution/confirm_comparison.html", context)


@require_safe
@for_owners
def comparison_progress(request: HttpRequest, deliberation: Deliberation, comparison: int) -> HttpResponse:
    """How far a comparison has come."""
    row = _comparison(deliberation, comparison)
    context = {"deliberation": deliberation, "comparison": row, "job": jobs_of(row).first()}
    return render(request, "constitution/_comparison_progress.html", context)


@require_POST
@for_owners
def compare_again(request: HttpRequest, deliberation: Deliberation, comparison: int) -> HttpResponse:
    """Find the pairs anew, after the wording has changed; what a person decided stays."""
    row = _comparison(deliberation, comparison)
    request_comparison(row)
    return redirect("constitution:confirm_comparison", deliberation.slug, row.pk)


def _chosen(form: CompareForm) -> dict[str, object]:
    return {name: form.cleaned_data[name] for name in ("name", "source", "library_key", "principles")}


def _newest(deliberation: Deliberation) -> ConstitutionVersion | None:
    return ConstitutionVersion.objects.of(deliberation).first()


def _comparison(deliberation: Deliberation, number: int) -> Comparison:
    rows = Comparison.objects.filter(version__constitution__deliberation=deliberation)
    return get_object_or_404(rows.select_related("version__constitution__deliberation"), pk=number)


def _listed(slug: str) -> Deliberation:
    return get_object_or_404(Deliberation.objects.listed(), slug=slug)


def _public_page(slug: str, number: int, comparison: int) -> ComparisonPage:
    version = readable_version(slug, number)
    return comparison_page(get_object_or_404(Comparison, version=version, pk=comparison, is_public=True))
