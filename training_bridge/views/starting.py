"""Starting a run: settings, then what it will cost, then yes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deliberation.integrity.evidence import content_hash
from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation
from deliberation.organising.access import for_owners
from training_bridge import services
from training_bridge.forms.start import StartForm
from training_bridge.models import TrainingRun
from training_bridge.suspicious_principles import suspicious_principles
from training_bridge.views.finding import account_of, version_in_force
from training_bridge.views.looking_closer import choices_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_owners
def start(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Ask for the settings, show what the run will take, and start it once that is confirmed."""
    version = version_in_force(deliberation)
    if version is None:
        messages.error(request, _("No version is ratified yet."))
        return redirect("training_bridge:run_list", deliberation.slug)
    account = account_of(request)
    configured = services.configured_settings()
    form = StartForm(
        request.POST if request.method == "POST" else None,
        configured=configured,
        may_name_any=account is not None and (account.is_staff or account.is_superuser),
    )
    context: dict[str, Any] = {
        "deliberation": deliberation,
        "version": version,
        "form": form,
        "additions": list(zip(form["additions"], choices_of(version, configured), strict=True)),
        "suspicious": suspicious_principles(version),
        "under_way": TrainingRun.objects.of(deliberation).unfinished().first(),
    }
    if request.method != "POST":
        return render(request, "training_bridge/start.html", context)
    if not form.is_valid():
        return render(request, "training_bridge/start.html", context, status=422)
    settings = form.settings()
    cost = services.cost_of(version=version, settings=settings, prices=form.prices())
    seen = content_hash({"settings": settings.to_json(), "cost": cost})
    if request.POST.get("confirmed") != seen:
        return render(request, "training_bridge/confirm.html", {**context, "cost": cost, "seen": seen})
    try:
        run = services.start_training_run(
            version=version, settings=settings, started_by=account, cost_estimate=cost
        )
    except WorkRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("training_bridge:run_list", deliberation.slug)
    return redirect("training_bridge:run", deliberation.slug, run.public_id)
