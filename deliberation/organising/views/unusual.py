"""Unusual voting: the report, its proposals, and the owners' decisions about them."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from deliberation.integrity.anomaly_report import latest_report, request_anomaly_report
from deliberation.integrity.anomaly_words import NAMES
from deliberation.integrity.exclusions import ExclusionRefused, exclude_participants, lift_exclusion
from deliberation.models import Deliberation, Job, Role
from deliberation.organising.access import for_owners, for_reading
from deliberation.organising.subjects import frame
from deliberation.organising.unusual_voting import proposed_numbers, unusual_voting_of
from deliberation.results.csv_response import table_response

UNFINISHED = {Job.State.QUEUED, Job.State.RUNNING}
HEADER = ["participant", "kind", "score", "proposed", "why"]


@never_cache
@for_reading
def unusual(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """What looks unusual about how people took part, and what owners decide about it."""
    refused = ""
    if request.method == "POST":
        try:
            _decide(request, deliberation)
        except ExclusionRefused as refusal:
            refused = str(refusal)
        else:
            return redirect("deliberation:organise_unusual", deliberation.slug)
    found = unusual_voting_of(deliberation)
    context = frame(deliberation, role, "unusual") | {
        "found": found,
        "refused": refused,
        "why": request.POST.get("why", ""),
        "opened": request.POST.get("kind", ""),
        "is_under_way": found.job is not None and found.job.state in UNFINISHED,
    }
    template = "deliberation/organising/unusual.html"
    if request.htmx and request.method != "POST":
        template = "deliberation/organising/_unusual_state.html"
    return render(request, template, context, status=422 if refused else 200)


@never_cache
@require_safe
@for_owners
def unusual_csv(request: HttpRequest, deliberation: Deliberation) -> StreamingHttpResponse:
    """The latest report as a table."""
    report = latest_report(deliberation)
    rows = (
        [found["participant"], found["kind"], found["score"], int(found["is_proposed"]), found["why"]]
        for found in (report.findings if report else [])
    )
    response = table_response(request, f"{deliberation.slug}-unusual-voting", HEADER, rows)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _decide(request: HttpRequest, deliberation: Deliberation) -> None:
    """Do what was asked for.

    Raises:
        ExclusionRefused: there is no reason, or nobody was chosen.
    """
    if "look" in request.POST:
        with transaction.atomic():
            request_anomaly_report(deliberation=deliberation)
        messages.success(request, _("We are looking. You may leave this page; the report waits here."))
    elif "lift" in request.POST:
        _lift(request, deliberation)
    elif "exclude" in request.POST:
        _exclude(request, deliberation)


def _exclude(request: HttpRequest, deliberation: Deliberation) -> None:
    kind = request.POST.get("kind", "")
    if request.POST["exclude"] == "all":
        numbers = proposed_numbers(deliberation, kind)
    else:
        numbers = {
            int(one) for one in request.POST.getlist("participant") if one.isdecimal() and len(one) < 12
        }
    if not numbers:
        raise ExclusionRefused(_("Please tick those whose votes are to be left out."))
    done = exclude_participants(
        deliberation=deliberation,
        numbers=numbers,
        kind=kind if kind in NAMES else "other",
        why=request.POST.get("why", ""),
        decided_by=request.user,
    )
    messages.success(
        request,
        ngettext(
            "%(count)d person is left out from the next analysis on. It was asked for just now.",
            "%(count)d people are left out from the next analysis on. It was asked for just now.",
            done,
        )
        % {"count": done},
    )


def _lift(request: HttpRequest, deliberation: Deliberation) -> None:
    number = request.POST["lift"]
    wanted = int(number) if number.isdecimal() and len(number) < 12 else -1
    participant = get_object_or_404(deliberation.participants, number=wanted)
    participant.deliberation = deliberation
    if lift_exclusion(participant=participant, lifted_by=request.user):
        messages.success(request, _("Their votes count again from the next analysis on."))
