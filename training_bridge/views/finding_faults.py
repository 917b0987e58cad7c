"""Where an invited person looks for faults in training rows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from training_bridge.views.finding import listed_run


@require_safe
def find_faults(request: HttpRequest, slug: str, public_id: str, key: str) -> HttpResponse:
    """To be written."""
    run = listed_run(slug, public_id)
    return render(request, "training_bridge/find_faults.html", {"deliberation": run.deliberation, "run": run})
