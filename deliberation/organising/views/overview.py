"""Starting a deliberation, seeing where it stands, opening and closing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deliberation.models import Deliberation, Role
from deliberation.organising.access import for_owners, for_reading, for_starting
from deliberation.organising.checklist import doubts_about_dates, points_before_opening
from deliberation.organising.services import StepRefused, change_state, create_deliberation
from deliberation.organising.settings_forms import NewDeliberationForm
from deliberation.organising.subjects import frame, subjects_for
from deliberation.organising.summaries import summaries_of
from deliberation.people.counts import counts_of

State = Deliberation.State


@for_starting
def start(request: HttpRequest) -> HttpResponse:
    """Start a deliberation: its title, and everything else later."""
    form = NewDeliberationForm(request.POST or None, initial={"language": get_language()})
    if request.method != "POST" or not form.is_valid():
        owned = Deliberation.objects.filter(
            memberships__user=request.user, memberships__role=Role.OWNER
        ).order_by("-created_at", "-id")
        context = {"form": form, "owned": owned}
        return render(
            request, "deliberation/organising/start.html", context, status=422 if form.errors else 200
        )
    deliberation = create_deliberation(owner=request.user, **form.cleaned_data)
    messages.success(request, _("Your draft is made. Only you can see it until you open it."))
    return redirect("deliberation:organise", deliberation.slug)


@require_safe
@for_reading
def overview(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """Where the deliberation stands, what is missing, and the way to everything else."""
    said = summaries_of(deliberation)
    context = frame(deliberation, role) | {
        "points": points_before_opening(deliberation),
        "doubts": doubts_about_dates(deliberation),
        "counts": counts_of([deliberation])[deliberation.pk],
        "waiting": deliberation.statements.awaiting_moderation().count(),
        "rows": [(subject, said.get(subject.key, "")) for subject in subjects_for(role)],
    }
    return render(request, "deliberation/organising/overview.html", context)


@require_POST
@for_owners
def state(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Open, close or open again."""
    wanted = request.POST.get("state", "")
    words = {
        State.OPEN: _("It is open. Give people the link, and they can begin."),
        State.CLOSED: _("It is closed. The results stay, and you can open it again."),
    }
    if wanted not in words:
        messages.error(request, _("Nothing was changed: the request did not arrive whole."))
        return redirect("deliberation:organise", deliberation.slug)
    try:
        change_state(deliberation=deliberation, state=wanted, user=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words[State(wanted)])
    return redirect("deliberation:organise", deliberation.slug)
