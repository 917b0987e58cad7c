"""What changed inside the model, feature by feature."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from training_bridge.views.finding import listed_run


@require_safe
def features(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """To be written."""
    run = listed_run(slug, public_id)
    return render(request, "training_bridge/features.html", {"deliberation": run.deliberation, "run": run})


@require_safe
def feature(request: HttpRequest, slug: str, public_id: str, number: int) -> HttpResponse:
    """To be written."""
    run = listed_run(slug, public_id)
    return render(request, "training_bridge/feature.html", {"deliberation": run.deliberation, "run": run})
