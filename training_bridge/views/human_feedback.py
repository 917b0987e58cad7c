"""How people compared answers, and how far the judge agrees with them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from training_bridge.pages.human_feedback import human_feedback_page
from training_bridge.views.finding import listed_run


@require_safe
def human_feedback(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Show it, or say that it was not part of the run."""
    run = listed_run(slug, public_id)
    context = {"deliberation": run.deliberation, "run": run, "page": human_feedback_page(run)}
    return render(request, "training_bridge/human_feedback.html", context)
