"""What changes without one principle or one group, and which rows are nearest to an answer."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from training_bridge.ablation.tracing import NothingToTrace, items_listed, trace_item
from training_bridge.models import TrainingRun
from training_bridge.pages.without import without_page
from training_bridge.views.finding import listed_run

ITEMS_A_PAGE = 20
LONGEST_SEARCH = 200


@require_safe
def without(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Show what changed in the evaluation without each thing that was left out."""
    run = listed_run(slug, public_id)
    context = {
        "deliberation": run.deliberation,
        "run": run,
        "page": without_page(run),
        "ended": _ended(run),
    }
    return render(request, "training_bridge/without.html", context)


@require_safe
def nearest(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """List what was measured, or show one item of it with the training rows nearest to it."""
    run = listed_run(slug, public_id)
    asked = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    wanted = request.GET.get("item", "")[:LONGEST_SEARCH]
    try:
        listed = items_listed(run.artifact_folder, asked)
        item = trace_item(run.artifact_folder, wanted) if wanted else None
    except NothingToTrace as error:
        if wanted:
            raise Http404(str(error)) from error
        listed, item = None, None
    context: dict[str, Any] = {
        "deliberation": run.deliberation,
        "run": run,
        "q": asked,
        "item": item,
        "found": len(listed) if listed is not None else 0,
        "is_there": listed is not None,
        "page": Paginator(listed or [], ITEMS_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "training_bridge/nearest.html", context)


def _ended(run: TrainingRun) -> str:
    figures = ((run.summary or {}).get("stages") or {}).get("ablate") or {}
    return str(figures.get("ended") or "")
