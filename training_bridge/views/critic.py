"""What a critic model found in the training rows, and what people made of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from training_bridge.pages.critic import arms_chart, example_flags, figures_now, unjudged_flags
from training_bridge.reviewed_rows import reviewed_material
from training_bridge.views.finding import listed_run


@require_safe
def critic(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Show it, or say that it was not part of the run."""
    run = listed_run(slug, public_id)
    material = reviewed_material(run)
    found = figures_now(run, material)
    context = {
        "deliberation": run.deliberation,
        "run": run,
        "found": found,
        "chart": arms_chart(found) if found else None,
        "examples": example_flags(material),
        "unjudged": unjudged_flags(material),
    }
    return render(request, "training_bridge/critic.html", context)
