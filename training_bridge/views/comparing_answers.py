"""Where an invited person compares two answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from training_bridge.views.finding import listed_run


@require_safe
def compare_answers(request: HttpRequest, slug: str, public_id: str, key: str) -> HttpResponse:
    """To be written."""
    run = listed_run(slug, public_id)
    return render(
        request, "training_bridge/compare_answers.html", {"deliberation": run.deliberation, "run": run}
    )
