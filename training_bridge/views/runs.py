"""All runs of a deliberation, one run while it goes and after it, its files, and stopping it."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation, Role
from deliberation.organising.access import for_owners
from training_bridge import services
from training_bridge.artifacts import artifacts_of
from training_bridge.models import DataSignOff, Standing, TrainingRun
from training_bridge.pages.change import change_of
from training_bridge.pages.looking_closer import looking_closer
from training_bridge.pages.watching import watch
from training_bridge.views.finding import (
    account_of,
    listed_deliberation,
    listed_run,
    own_run,
    role_of,
    version_in_force,
)
from training_bridge.views.looking_closer import closer_choices


@require_safe
def run_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What the latest run that came to the end has changed, in short, and all runs."""
    deliberation = listed_deliberation(slug)
    runs = TrainingRun.objects.of(deliberation)
    version = version_in_force(deliberation)
    context = {
        "deliberation": deliberation,
        "runs": runs,
        "measured": list(runs.measured()[:2]),
        "run": runs.measured().first(),
        "version": version,
        "under_way": runs.unfinished().first(),
        "may_start": version is not None and role_of(request, deliberation) == Role.OWNER,
    }
    return render(request, "training_bridge/run_list.html", context)


@require_safe
def run(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One run: how far it is, what it came to, and its files."""
    found = listed_run(slug, public_id)
    context = {
        **_progress_context(request, found),
        "change": change_of(found) if found.is_measured else None,
        "artifacts": artifacts_of(found),
        "sign_offs": DataSignOff.objects.filter(run=found).order_by("id"),
        "additions": looking_closer(found),
    }
    if context["is_owner"]:
        context["closer"] = closer_choices(found)
    return render(request, "training_bridge/run.html", context)


@require_safe
def progress(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """How far a run has come: the part of its page that htmx asks for again and again."""
    context = _progress_context(request, listed_run(slug, public_id))
    return render(request, "training_bridge/_progress.html", context)


@require_safe
def artifact(request: HttpRequest, slug: str, public_id: str, name: str) -> FileResponse:
    """One file of a run; only what the manifest lists is given out."""
    found = {each.name: each for each in artifacts_of(listed_run(slug, public_id))}
    if name not in found:
        raise Http404
    return FileResponse(found[name].path.open("rb"), as_attachment=True, filename=found[name].download_name)


@require_POST
@for_owners
def stop(request: HttpRequest, deliberation: Deliberation, public_id: str) -> HttpResponse:
    """Ask a run to stop."""
    account = account_of(request)
    assert account is not None  # noqa: S101 - for_owners lets nobody else in.
    stopped = services.stop_training_run(run=own_run(deliberation, public_id), stopped_by=account)
    if stopped.standing == Standing.STOPPING:
        messages.info(request, _("The run stops at the end of what it is doing. Nothing is lost."))
    return redirect("training_bridge:run", deliberation.slug, public_id)


@require_POST
@for_owners
def resume(request: HttpRequest, deliberation: Deliberation, public_id: str) -> HttpResponse:
    """Let a run go on where it was."""
    try:
        services.resume_training_run(run=own_run(deliberation, public_id), resumed_by=account_of(request))
    except WorkRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("training_bridge:run", deliberation.slug, public_id)


def _progress_context(request: HttpRequest, found: TrainingRun) -> dict[str, Any]:
    role = role_of(request, found.deliberation)
    helps = role is not None and role.may_see_moderation
    return {
        "deliberation": found.deliberation,
        "run": found,
        "job": found.job,
        "is_owner": role == Role.OWNER,
        "helps": helps,
        # What a model is writing is shown to those who will sign it; to everybody once it is there.
        "watched": watch(found, with_samples=helps) if found.standing in WATCHED else None,
    }


WATCHED = {Standing.QUEUED, Standing.RUNNING, Standing.STOPPING, Standing.STOPPED, Standing.FAILED}
