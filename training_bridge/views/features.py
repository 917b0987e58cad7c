"""What changed inside the model, feature by feature."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from training_bridge.pages.features import feature_page, features_page
from training_bridge.views.finding import listed_run


@require_safe
def features(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Show what the dictionary is worth and which features changed most, or that there is none."""
    run = listed_run(slug, public_id)
    found = ((run.summary or {}).get("stages") or {}).get("features") or {}
    context = {
        "deliberation": run.deliberation,
        "run": run,
        "page": features_page(run),
        "ended": found.get("ended"),
    }
    return render(request, "training_bridge/features.html", context)


@require_safe
def feature(request: HttpRequest, slug: str, public_id: str, number: int) -> HttpResponse:
    """Show where one feature is active, what is near it, and what holding it elsewhere does."""
    run = listed_run(slug, public_id)
    page = feature_page(run, number)
    if page is None and features_page(run) is not None:
        raise Http404("This feature is not described.")
    context = {"deliberation": run.deliberation, "run": run, "page": page, "number": number}
    return render(request, "training_bridge/feature.html", context)
