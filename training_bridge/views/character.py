"""What training on traits did, each of them alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from training_bridge.pages.character import character_page
from training_bridge.views.finding import listed_run


@require_safe
def character(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Show it, or say that it was not part of the run."""
    run = listed_run(slug, public_id)
    found = ((run.summary or {}).get("stages") or {}).get("character") or {}
    context = {
        "deliberation": run.deliberation,
        "run": run,
        "page": character_page(run),
        "ended": found.get("ended"),
    }
    return render(request, "training_bridge/character.html", context)
