"""Principles that pull apart on the same answers, and proposing which of them goes first."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation, Role
from deliberation.organising.access import for_owners
from training_bridge import services
from training_bridge.forms.order import OrderForm
from training_bridge.models import TrainingRun
from training_bridge.pages.conflicts import conflicts_page, why_it_ended
from training_bridge.views.finding import account_of, listed_run, own_run, role_of


@require_safe
def conflicts(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Show them, or say that they were not part of the run."""
    return _page(request, listed_run(slug, public_id))


@require_POST
@for_owners
def order(request: HttpRequest, deliberation: Deliberation, public_id: str) -> HttpResponse:
    """Propose in the next draft that one of two principles goes first."""
    run, form = own_run(deliberation, public_id), OrderForm(request.POST)
    if not form.is_valid():
        return _page(request, run, form=form, status=422)
    prevails, gives_way = form.names
    try:
        decided = services.propose_order_of(
            run=run,
            prevails=prevails,
            gives_way=gives_way,
            why=form.cleaned_data["why"],
            proposed_by=account_of(request),
            client_key=form.cleaned_data["key"],
        )
    except WorkRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, run, form=form, status=409)
    messages.success(
        request,
        _("Proposed in version %(number)d, with your reason. People vote on it with the version.")
        % {"number": decided.version.number},
    )
    there = reverse("training_bridge:conflicts", args=[deliberation.slug, public_id])
    return redirect(f"{there}#{form.anchor}")


def _page(
    request: HttpRequest, run: TrainingRun, *, form: OrderForm | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "deliberation": run.deliberation,
        "run": run,
        "page": conflicts_page(run),
        "ended": why_it_ended(run),
        "is_owner": role_of(request, run.deliberation) == Role.OWNER,
        "form": form,
    }
    return render(request, "training_bridge/conflicts.html", context, status=status)
