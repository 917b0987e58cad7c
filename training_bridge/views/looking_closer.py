"""Adding to a finished run what looks at it more closely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from constitution.models import ConstitutionVersion
from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation
from deliberation.organising.access import for_owners
from training_bridge import services
from training_bridge.forms.closer import CloserForm
from training_bridge.models import TrainingRun
from training_bridge.pages.looking_closer import ABOUT, QUESTIONS
from training_bridge.run_settings import ADDITIONS, Addition, RunSettings
from training_bridge.views.finding import account_of, own_run


@dataclass(frozen=True)
class CloserChoice:
    """One thing that could be looked at in a finished run, and how long that takes."""

    name: str
    question: Promise
    about: Promise
    seconds: float


def closer_choices(run: TrainingRun) -> tuple[CloserChoice, ...]:
    """Return what could be added to a run; nothing while it goes on."""
    names = services.may_be_added(run)
    return choices_of(run.version, RunSettings.from_json(run.settings), names) if names else ()


def choices_of(
    version: ConstitutionVersion, settings: RunSettings, names: Sequence[Addition] = ADDITIONS
) -> tuple[CloserChoice, ...]:
    """Return additions with what they are about and how long they would take with these settings."""
    seconds = services.seconds_of_additions(version=version, settings=settings)
    return tuple(CloserChoice(name, QUESTIONS[name], ABOUT[name], seconds.get(name, 0.0)) for name in names)


@require_POST
@for_owners
def look_closer(request: HttpRequest, deliberation: Deliberation, public_id: str) -> HttpResponse:
    """Let a finished run go on with what was chosen."""
    run = own_run(deliberation, public_id)
    form = CloserForm(request.POST, may_be_added=services.may_be_added(run))
    if not form.is_valid():
        messages.error(request, _("Nothing was started: choose what to look at, in a run that is finished."))
        return redirect("training_bridge:run", deliberation.slug, public_id)
    try:
        services.look_closer(run=run, settings=form.settings_of(run.settings), asked_by=account_of(request))
    except WorkRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("training_bridge:run", deliberation.slug, public_id)
