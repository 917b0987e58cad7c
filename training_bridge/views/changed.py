"""What one version of a constitution changed in a model, for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from constitution.models import ConstitutionVersion
from training_bridge.models import TrainingRun
from training_bridge.pages.what_changed import what_changed
from training_bridge.views.finding import listed_deliberation


@require_safe
def changed(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say what it changed by the latest run that was measured; before that, what will be here."""
    deliberation = listed_deliberation(slug)
    version = get_object_or_404(ConstitutionVersion.objects.of(deliberation), number=number)
    if not version.is_ratified:
        raise Http404("Only a ratified version trains a model.")
    runs = TrainingRun.objects.of(deliberation).filter(version=version)
    shown = runs.measured().first()
    context = {
        "deliberation": deliberation,
        "version": version,
        "runs": runs,
        "run": shown,
        "page": what_changed(shown) if shown else None,
    }
    return render(request, "training_bridge/changed.html", context)
