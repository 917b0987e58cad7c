"""What changes without one principle or one group, and which rows are nearest to an answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from training_bridge.views.finding import listed_run


@require_safe
def without(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """To be written."""
    run = listed_run(slug, public_id)
    return render(request, "training_bridge/without.html", {"deliberation": run.deliberation, "run": run})


@require_safe
def nearest(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """To be written."""
    run = listed_run(slug, public_id)
    return render(request, "training_bridge/nearest.html", {"deliberation": run.deliberation, "run": run})
