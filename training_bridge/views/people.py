"""Inviting people to compare answers and to look for faults, for owners."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deliberation.models import Deliberation
from deliberation.organising.access import for_owners
from training_bridge.forms.invitation import InvitationForm
from training_bridge.models import HumanComparison, TrainingInvitation, TrainingRun
from training_bridge.services.people import (
    ClosingRefused,
    InvitingRefused,
    close_comparing,
    invite_person,
    items_of,
    withdraw_invitation,
)
from training_bridge.views.finding import account_of, own_run

LONGEST_NUMBER = 6


@require_safe
@for_owners
def people(request: HttpRequest, deliberation: Deliberation, public_id: str) -> HttpResponse:
    """Show who is invited, how far each is, and whether the run waits for them."""
    return _page(request, own_run(deliberation, public_id))


@require_POST
@for_owners
def invite(request: HttpRequest, deliberation: Deliberation, public_id: str) -> HttpResponse:
    """Invite one person; the link is shown this once."""
    run = own_run(deliberation, public_id)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _page(request, run, form=form, status=422)
    try:
        invitation, key = invite_person(
            run=run, name=form.cleaned_data["name"], invited_by=account_of(request)
        )
    except InvitingRefused as refusal:
        form.add_error("name", str(refusal))
        return _page(request, run, form=form, status=422)
    return _page(request, run, invited=invitation, links=_links(request, run, key))


@require_POST
@for_owners
def withdraw(request: HttpRequest, deliberation: Deliberation, public_id: str) -> HttpResponse:
    """Take back the link of one person."""
    run = own_run(deliberation, public_id)
    number = request.POST.get("number", "")
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
        raise BadRequest("Say whose link is taken back.")
    try:
        withdraw_invitation(run=run, number=int(number), withdrawn_by=account_of(request))
    except TrainingInvitation.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("The link no longer works, and the name is erased."))
    return redirect("training_bridge:people", deliberation.slug, public_id)


@require_POST
@for_owners
def close(request: HttpRequest, deliberation: Deliberation, public_id: str) -> HttpResponse:
    """Close the comparing, so that the run goes on; where nobody said anything, only if that is confirmed."""
    run = own_run(deliberation, public_id)
    if not _compared(run) and "confirmed" not in request.POST:
        return _page(request, run, problem=_("Nobody has compared anything yet. Confirm it."), status=422)
    try:
        closed = close_comparing(run=run, closed_by=account_of(request))
    except ClosingRefused as refusal:
        return _page(request, run, problem=str(refusal), status=409)
    if closed.is_under_way:
        messages.success(request, _("The comparing is closed, and the run goes on."))
        return redirect("training_bridge:run", deliberation.slug, public_id)
    messages.success(request, _("The comparing is closed."))
    return redirect("training_bridge:people", deliberation.slug, public_id)


def _compared(run: TrainingRun) -> int:
    return HumanComparison.objects.of_run(run).count()


def _links(request: HttpRequest, run: TrainingRun, key: str) -> list[dict[str, str]]:
    """Give the pages that a key opens, with what is done there."""
    additions = run.settings.get("additions", ())
    pages = []
    if "human-feedback" in additions and run.comparing_closed_at is None:
        pages.append((_("To compare answers"), "training_bridge:compare_answers"))
    if "critic" in additions:
        pages.append((_("To look for faults"), "training_bridge:find_faults"))
    parts = (run.deliberation.slug, run.public_id, key)
    return [
        {"label": label, "address": request.build_absolute_uri(reverse(page, args=parts))}
        for label, page in pages
    ]


def _page(
    request: HttpRequest,
    run: TrainingRun,
    *,
    form: InvitationForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    additions = run.settings.get("additions", ())
    compares, reviews = "human-feedback" in additions, "critic" in additions
    context = {
        "deliberation": run.deliberation,
        "run": run,
        "form": form or InvitationForm(),
        "invitations": TrainingInvitation.objects.filter(run=run)
        .annotate(compared=Count("comparisons", distinct=True), reviewed=Count("reviews", distinct=True))
        .order_by("number"),
        "items": len(items_of(run)),
        "comparisons": _compared(run),
        "compares": compares,
        "reviews": reviews,
        "is_closed": run.comparing_closed_at is not None,
        "may_invite": not run.is_imported and (reviews or (compares and run.comparing_closed_at is None)),
        **more,
    }
    return render(request, "training_bridge/people.html", context, status=status)
