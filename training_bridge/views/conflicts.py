"""Principles that pull apart on the same answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from training_bridge.views.finding import listed_run


@require_safe
def conflicts(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Show it, or say that it was not part of the run."""
    run = listed_run(slug, public_id)
    found = ((run.summary or {}).get("stages") or {}).get("conflicts")
    context = {"deliberation": run.deliberation, "run": run, "found": found}
    return render(request, "training_bridge/conflicts.html", context)
