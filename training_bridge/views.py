from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from constitution.models import ConstitutionVersion
from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation, Role, User
from deliberation.organising.access import for_owners
from training_bridge import services
from training_bridge.artifacts import artifacts_of
from training_bridge.change import change_of
from training_bridge.models import TrainingRun
from training_bridge.suspicious_principles import suspicious_principles


@require_safe
def run_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed in the model, by the latest run that came to the end, and all runs."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    runs = TrainingRun.objects.of(deliberation)
    shown = runs.measured().first()
    version = ConstitutionVersion.objects.of(deliberation).in_force().first()
    may_start = version is not None and _owns(request, deliberation)
    context = {
        "deliberation": deliberation,
        "runs": runs,
        "run": shown,
        "change": change_of(shown) if shown else None,
        "version": version,
        "under_way": runs.unfinished().first(),
        "may_start": may_start,
        "suspicious": suspicious_principles(version) if version and may_start else [],
    }
    return render(request, "training_bridge/run_list.html", context)


@require_safe
def run(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One run: how far it is, what it came to, and its files."""
    return render(request, "training_bridge/run.html", _run_context(slug, public_id))


@require_safe
def progress(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """How far a run has come: the part of its page that htmx asks for again and again."""
    return render(request, "training_bridge/_progress.html", _run_context(slug, public_id))


@require_safe
def artifact(request: HttpRequest, slug: str, public_id: str, name: str) -> FileResponse:
    """One file of a run; only what the manifest lists is given out."""
    found = {each.name: each for each in artifacts_of(_run(slug, public_id))}
    if name not in found:
        raise Http404
    return FileResponse(found[name].path.open("rb"), as_attachment=True, filename=found[name].download_name)


@require_POST
@for_owners
def start(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Start a run on the version in force."""
    version = ConstitutionVersion.objects.of(deliberation).in_force().first()
    if version is None:
        messages.error(request, _("No version is ratified yet."))
        return redirect("training_bridge:run_list", deliberation.slug)
    try:
        started = services.start_training_run(version=version, started_by=_account(request))
    except WorkRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("training_bridge:run_list", deliberation.slug)
    return redirect("training_bridge:run", deliberation.slug, started.public_id)


def _run_context(slug: str, public_id: str) -> dict[str, Any]:
    found = _run(slug, public_id)
    return {
        "deliberation": found.deliberation,
        "run": found,
        "job": found.job,
        "change": change_of(found) if found.is_measured else None,
        "artifacts": artifacts_of(found),
    }


def _run(slug: str, public_id: str) -> TrainingRun:
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    return get_object_or_404(TrainingRun.objects.of(deliberation), public_id=public_id)


def _owns(request: HttpRequest, deliberation: Deliberation) -> bool:
    account = _account(request)
    return account is not None and account.role_in(deliberation) == Role.OWNER


def _account(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
