"""The panel beside the desk: what has been decided, likely duplicates, background work."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from deliberation.models import Deliberation, Role
from deliberation.moderation.access import for_deciding, for_moderation
from deliberation.moderation.decided import TITLES, counts_of_tabs, page_of_decided, page_of_pairs
from deliberation.moderation.deciding_rules import DecisionRefused, Outcome
from deliberation.moderation.forms import CandidateForm
from deliberation.moderation.panel_jobs import Retried, failed_jobs, job_groups, retry_jobs
from deliberation.moderation.services import dismiss_candidate, moderate_statement
from deliberation.results.services import request_analysis
from deliberation.voting.forms import new_client_key


@require_safe
@for_moderation
def decided(request: HttpRequest, deliberation: Deliberation, role: Role, tab: str) -> HttpResponse:
    """The accepted, rejected or merged statements, each with its decision."""
    words = request.GET.get("q", "")
    page = page_of_decided(deliberation, tab, words, request.GET.get("page"))
    context = _panel(deliberation, role, tab) | {"page": page, "words": words, "title": TITLES[tab]}
    return render(request, "deliberation/moderation/decided.html", context | {"key": new_client_key()})


@require_safe
@for_moderation
def duplicates(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """Pairs of statements that may say the same, for a person to decide."""
    page = page_of_pairs(deliberation, request.GET.get("page"))
    context = _panel(deliberation, role, "duplicates") | {"page": page, "key": new_client_key()}
    return render(request, "deliberation/moderation/duplicates.html", context)


@require_POST
@for_deciding
def settle_pair(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Merge one statement of a proposed pair into the other, or say that they are not the same."""
    form = CandidateForm(request.POST)
    if not form.is_valid():
        raise Http404("No such pair.")
    sent = form.cleaned_data
    candidate = get_object_or_404(
        deliberation.duplicate_candidates.select_related("first", "second"),
        first__number=sent["first"],
        second__number=sent["second"],
    )
    if sent["verdict"] == CandidateForm.DISMISS:
        dismiss_candidate(candidate=candidate)
        messages.success(request, _("This pair will not be offered again."))
        return redirect("deliberation:moderation_duplicates", deliberation.slug)
    merged, target = candidate.first, candidate.second
    if sent["verdict"] == CandidateForm.MERGE_SECOND:
        merged, target = target, merged
    try:
        moderate_statement(
            statement=merged,
            outcome=Outcome.DUPLICATE,
            decided_by=request.user,
            duplicate_of=target,
            client_key=form.client_key,
        )
    except DecisionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        words = {"merged": merged.number, "target": target.number}
        messages.success(request, _("No. %(merged)s is merged into no. %(target)s.") % words)
    return redirect("deliberation:moderation_duplicates", deliberation.slug)


@require_safe
@for_moderation
def jobs(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """The background work of this deliberation: how far it is, and what went wrong."""
    groups = job_groups(deliberation)
    context = _panel(deliberation, role, "jobs") | {"groups": groups}
    context["failed"] = sum(len(group.failed) for group in groups)
    context["is_under_way"] = any(group.under_way for group in groups)
    template = "_jobs.html" if request.htmx else "jobs.html"
    return render(request, f"deliberation/moderation/{template}", context)


@require_POST
@for_deciding
def analyse(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Ask for a new analysis now."""
    with transaction.atomic():
        request_analysis(deliberation=deliberation)
    messages.success(request, _("A new analysis is on its way."))
    return redirect("deliberation:moderation_jobs", deliberation.slug)


@require_POST
@for_deciding
def retry_job(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Have a failed job tried again; a second press, or one that comes too late, changes nothing."""
    job = get_object_or_404(deliberation.jobs, key=request.POST.get("job", ""))
    still_failed = failed_jobs(deliberation).filter(pk=job.pk)
    _tell(request, retry_jobs(jobs=still_failed, retried_by=request.user))
    return redirect("deliberation:moderation_jobs", deliberation.slug)


@require_POST
@for_deciding
def retry_all_jobs(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Have everything tried again that failed in this deliberation."""
    _tell(request, retry_jobs(jobs=failed_jobs(deliberation), retried_by=request.user))
    return redirect("deliberation:moderation_jobs", deliberation.slug)


def _tell(request: HttpRequest, retried: Retried) -> None:
    if retried.jobs:
        words = ngettext("It will be tried again.", "%(jobs)s jobs will be tried again.", retried.jobs)
        messages.success(request, words % {"jobs": retried.jobs})
    if retried.for_owners:
        messages.warning(request, _("Only an owner of this deliberation may have training tried again."))
    for refusal in retried.refusals:
        messages.error(request, refusal)
    if retried == Retried(0, 0, []):
        messages.info(request, _("Nothing that failed is left to be tried again."))


def _panel(deliberation: Deliberation, role: Role, tab: str) -> dict[str, Any]:
    return {
        "deliberation": deliberation,
        "may_decide": role.may_moderate,
        "tab": tab,
        "counts": counts_of_tabs(deliberation),
    }
