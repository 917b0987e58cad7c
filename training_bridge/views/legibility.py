"""Whether critiques can be followed: what another model could tell from them alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from training_bridge.pages.legibility import legibility_page
from training_bridge.views.finding import listed_run


@require_safe
def legibility(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Show it, or say that it was not part of the run."""
    run = listed_run(slug, public_id)
    found = ((run.summary or {}).get("stages") or {}).get("legibility") or {}
    context = {
        "deliberation": run.deliberation,
        "run": run,
        "page": legibility_page(run),
        "ended": found.get("ended"),
    }
    return render(request, "training_bridge/legibility.html", context)
