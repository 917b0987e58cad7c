from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import push_url

from deliberation.models import Deliberation, Event, ModerationDecision, Role, Statement
from deliberation.moderation.access import for_deciding, for_moderation
from deliberation.moderation.decided import TITLES, counts_of_tabs, page_of_decided, page_of_pairs
from deliberation.moderation.desk import find_targets, lay_out, next_in_line
from deliberation.moderation.forms import CandidateForm, DecisionForm, UndoForm
from deliberation.moderation.panel_jobs import jobs_of, latest_jobs
from deliberation.moderation.services import (
    DecisionRefused,
    Outcome,
    dismiss_candidate,
    moderate_statement,
)
from deliberation.moderation.undoing import undo_decision, undoable_decision
from deliberation.results.services import request_analysis
from deliberation.voting.forms import new_client_key


@require_safe
@for_moderation
def queue(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """The statement to decide about, and the ones that come next."""
    return _show_desk(request, deliberation, role, wanted=_number_in(request.GET.get("statement", "")))


@require_POST
@for_deciding
def decide(request: HttpRequest, deliberation: Deliberation, number: int) -> HttpResponse:
    """Decide about one statement and show the next."""
    statement = get_object_or_404(deliberation.statements, number=number)
    statement.deliberation = deliberation
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _refuse(request, deliberation, number, form, _first_error(form))
    if _decided_by_someone_else(statement, form):
        words = _("Somebody else has decided about it in the meantime; nothing was changed.")
        return _refuse(request, deliberation, number, form, words)
    target = deliberation.statements.filter(number=form.cleaned_data["duplicate_of"]).first()
    try:
        moderate_statement(
            statement=statement,
            outcome=form.cleaned_data["outcome"],
            decided_by=request.user,
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            duplicate_of=target,
            is_meta=form.cleaned_data["is_meta"],
            client_key=form.client_key,
        )
    except DecisionRefused as refusal:
        return _refuse(request, deliberation, number, form, str(refusal))
    if form.cleaned_data["outcome"] == Outcome.REOPENED:
        return _go_to(request, deliberation, number)
    return _go_to(request, deliberation, next_in_line(deliberation, number))


@require_POST
@for_deciding
def undo(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Take back this person's last decision and show its statement again."""
    form = UndoForm(request.POST)
    if not form.is_valid():
        raise Http404("No such decision.")
    number = form.cleaned_data["statement"]
    decision = undoable_decision(deliberation=deliberation, decided_by=request.user)
    if decision is None or decision.statement.number != number:
        messages.info(request, _("There is nothing left to take back."))
        return _go_to(request, deliberation, number)
    try:
        undo_decision(decision=decision, decided_by=request.user, client_key=form.cleaned_data["key"])
    except DecisionRefused as refusal:
        return _refuse(request, deliberation, number, None, str(refusal))
    return _go_to(request, deliberation, number)


@require_safe
@for_moderation
def targets(request: HttpRequest, deliberation: Deliberation, role: Role, number: int) -> HttpResponse:
    """Statements to merge this one into, found by words: the part of the desk that htmx asks for."""
    statement = get_object_or_404(deliberation.statements, number=number)
    statement.deliberation = deliberation
    context = {"deliberation": deliberation, "found": find_targets(statement, request.GET.get("find", ""))}
    context["find"] = request.GET.get("find", "")
    return render(request, "deliberation/moderation/_targets.html", context)


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
    lines = latest_jobs(deliberation)
    context = _panel(deliberation, role, "jobs") | {"lines": lines}
    context["is_under_way"] = any(not line.job.is_finished for line in lines)
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
    """Put a failed job back into the queue."""
    job = get_object_or_404(jobs_of(deliberation), key=request.POST.get("job", ""))
    job.retry()
    messages.success(request, _("It will be tried again."))
    return redirect("deliberation:moderation_jobs", deliberation.slug)


def _panel(deliberation: Deliberation, role: Role, tab: str) -> dict[str, Any]:
    return {
        "deliberation": deliberation,
        "may_decide": role.may_moderate,
        "tab": tab,
        "counts": counts_of_tabs(deliberation),
    }


def _show_desk(
    request: HttpRequest,
    deliberation: Deliberation,
    role: Role,
    *,
    wanted: int | None,
    form: DecisionForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    """Answer with the desk alone where htmx asked, else with the whole page."""
    desk = lay_out(deliberation, request.user, wanted)
    find = request.GET.get("find", "")
    context = _panel(deliberation, role, "queue") | {
        "desk": desk,
        "statement": desk.statement,
        "form": form or DecisionForm(),
        "refusal": refusal,
        "reasons": list(enumerate(ModerationDecision.Reason.choices, start=1)),
        "find": find,
        "found": find_targets(desk.statement, find) if desk.statement else [],
        "key": new_client_key(),
        "undo_key": new_client_key(),
    }
    template = "_desk.html" if request.htmx else "queue.html"
    status = 409 if refusal and form is None else 422 if refusal else 200
    return render(request, f"deliberation/moderation/{template}", context, status=status)


def _refuse(
    request: HttpRequest, deliberation: Deliberation, number: int, form: DecisionForm | None, words: str
) -> HttpResponse:
    role = request.user.role_in(deliberation)
    return _show_desk(request, deliberation, role, wanted=number, form=form, refusal=words)


def _go_to(request: HttpRequest, deliberation: Deliberation, number: int | None) -> HttpResponse:
    """Show a statement of the queue under its own address."""
    address = reverse("deliberation:moderation_queue", args=[deliberation.slug])
    if number is not None:
        address += f"?statement={number}"
    if not request.htmx:
        return redirect(address)
    role = request.user.role_in(deliberation)
    return push_url(_show_desk(request, deliberation, role, wanted=number), address)


def _decided_by_someone_else(statement: Statement, form: DecisionForm) -> bool:
    """Whether the statement is no longer in the queue, and not because this very form arrived before."""
    if form.cleaned_data["outcome"] == Outcome.REOPENED:
        return False
    if Statement.objects.awaiting_moderation().filter(pk=statement.pk).exists():
        return False
    return not Event.objects.filter(
        deliberation=statement.deliberation, client_key=form.client_key, participant=None
    ).exists()


def _first_error(form: DecisionForm) -> str:
    return str(next(iter(form.errors.values()))[0])


def _number_in(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 12 else None
