"""What is different between any two versions, to read and as JSON."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from constitution.comparing_versions import as_json, compare_versions, why_dropped
from constitution.models import ConstitutionVersion
from deliberation.models import Deliberation
from deliberation.results.kept_pages import kept_for_readers


@require_safe
def differences(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the two versions that were chosen, or to the newest two; one alone has nothing beside it."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    versions = list(ConstitutionVersion.objects.of(deliberation))
    numbers = {str(version.number): version.number for version in versions}
    chosen = [numbers.get(request.GET.get(name, "")) for name in ("from", "to")]
    if all(chosen):
        return redirect("constitution:difference", slug, *chosen)
    if len(versions) > 1:
        newest = versions[0]
        before = newest.parent.number if newest.parent else versions[1].number
        return redirect("constitution:difference", slug, before, newest.number)
    return render(
        request, "constitution/one_version.html", {"deliberation": deliberation, "versions": versions}
    )


@require_safe
@kept_for_readers
def difference(request: HttpRequest, slug: str, earlier: int, later: int) -> HttpResponse:
    """Two versions, principle by principle and word by word."""
    deliberation, before, after = _two(slug, earlier, later)
    found = compare_versions(before, after)
    context = {
        "deliberation": deliberation,
        "versions": list(ConstitutionVersion.objects.of(deliberation)),
        "earlier": before,
        "later": after,
        "choices": [("from", before), ("to", after)],
        "found": found,
        "dropped": [(one, why_dropped(one, after)) for one in found.dropped],
        "voted_otherwise": [one for one in found.kept if one.changes],
    }
    return render(request, "constitution/difference.html", context)


@require_safe
def difference_json(request: HttpRequest, slug: str, earlier: int, later: int) -> HttpResponse:
    """The same for programs."""
    _deliberation, before, after = _two(slug, earlier, later)
    body = as_json(compare_versions(before, after), before, after)
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _two(
    slug: str, earlier: int, later: int
) -> tuple[Deliberation, ConstitutionVersion, ConstitutionVersion]:
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    versions = {
        version.number: version
        for version in ConstitutionVersion.objects.of(deliberation).filter(number__in=[earlier, later])
    }
    if not {earlier, later} <= versions.keys():
        raise Http404("No such version.")
    return deliberation, versions[earlier], versions[later]
