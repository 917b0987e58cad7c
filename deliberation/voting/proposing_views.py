"""Proposing a statement, and seeing what became of it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deliberation.integrity.plain_text import clean_text
from deliberation.integrity.rate_limits import network_of, seconds_to_wait
from deliberation.models import Deliberation, Participant
from deliberation.people.consent_first import consent_first
from deliberation.people.introduction import introduction_of
from deliberation.people.participation import may_join_by_acting, participant_from, remember_participant
from deliberation.voting.forms import new_client_key, write_skipped
from deliberation.voting.hints import hints_for, worth_asking_about
from deliberation.voting.own_statements import statements_of
from deliberation.voting.proposals import ProposalRefused, propose_statement, why_none_are_taken
from deliberation.voting.proposing_forms import ProposalForm
from deliberation.voting.refusals import please_wait
from deliberation.voting.visitors import propose_first_statement

LONGEST_COMPARED = 2000


def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose a statement; what was typed is kept when it cannot be taken."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    if participant is None and _has_to_join_first(request, deliberation) and deliberation.takes_statements:
        context = {"deliberation": deliberation, "text": request.POST.get("text", "")}
        status = 403 if request.method == "POST" else 200
        return render(request, "deliberation/proposing/join_first.html", context, status=status)
    if changed := consent_first(request, deliberation, participant):
        return changed
    if request.method != "POST":
        form = ProposalForm(deliberation=deliberation, initial={"key": new_client_key()})
        return _show_proposal(request, deliberation, participant, form)
    form = ProposalForm(request.POST, deliberation=deliberation)
    if not form.is_valid():
        return _show_proposal(request, deliberation, participant, form, status=422)
    if "change" in request.POST:
        return _show_proposal(request, deliberation, participant, form)
    return _take_proposal(request, deliberation, participant, form)


def _take_proposal(
    request: HttpRequest, deliberation: Deliberation, participant: Participant | None, form: ProposalForm
) -> HttpResponse:
    """Ask about what is very similar, take the statement, or say why it was not taken."""
    text = form.cleaned_data["text"]
    if "anyway" not in request.POST and deliberation.takes_statements:
        hints = hints_for(deliberation, participant, clean_text(text), language=get_language())
        if worth_asking_about(hints, form.seen_statements):
            return _ask_before_sending(request, deliberation, form, hints)
    wait = _seconds_to_wait_to_propose(request, participant)
    if wait:
        form.add_error(None, please_wait(wait))
        return _show_proposal(request, deliberation, participant, form, status=429)
    proposal = {"deliberation": deliberation, "text": text, "client_key": form.client_key}
    proposal["language"] = form.language_of_text
    author = participant
    try:
        if author is None:
            author, _statement = propose_first_statement(visitor_key=form.cleaned_data["key"], **proposal)
        else:
            propose_statement(author=author, **proposal)
    except ProposalRefused as refusal:
        form.add_error("text", str(refusal))
        return _show_proposal(request, deliberation, participant, form, status=422, vote_on=refusal.vote_on)
    if clean_text(text) != " ".join(text.split()):
        messages.info(request, _("Characters that cannot be seen or that reorder text were taken out."))
    response = redirect("deliberation:my_statements", deliberation.slug)
    if participant is None:
        remember_participant(response, author)
    return response


def _show_proposal(
    request: HttpRequest,
    deliberation: Deliberation,
    participant: Participant | None,
    form: ProposalForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "deliberation": deliberation,
        "participant": participant,
        "form": form,
        "closed_because": why_none_are_taken(deliberation),
        "introduction": introduction_of(deliberation),
    }
    return render(request, "deliberation/propose.html", context | more, status=status)


def _ask_before_sending(
    request: HttpRequest, deliberation: Deliberation, form: ProposalForm, hints: tuple[Any, ...]
) -> HttpResponse:
    """Show who has said about the same before the statement is sent; nothing is recorded yet."""
    hints = tuple(hint for hint in hints if hint.is_very_similar)
    context = {
        "deliberation": deliberation,
        "form": form,
        "hints": hints,
        "language": form.language_of_text,
        "seen": write_skipped(hint.statement.number for hint in hints),
    }
    return render(request, "deliberation/proposing/before_sending.html", context)


def similar(request: HttpRequest, slug: str) -> HttpResponse:
    """What others have said already, as a fragment for the page on which somebody writes."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    sent = request.POST if request.method == "POST" else request.GET
    text = clean_text(sent.get("text", "")[:LONGEST_COMPARED])
    who = participant.public_id if participant else network_of(request)
    context: dict[str, Any] = {"deliberation": deliberation}
    if participant is None and _has_to_join_first(request, deliberation):
        return render(request, "deliberation/proposing/_similar.html", context, status=403)
    if text and seconds_to_wait(settings.HINT_RATE_LIMIT, "hint", who):
        return render(request, "deliberation/proposing/_similar.html", context, status=429)
    context["hints"] = hints_for(deliberation, participant, text, language=get_language())
    context["seen"] = write_skipped(hint.statement.number for hint in context["hints"])
    return render(request, "deliberation/proposing/_similar.html", context)


@require_safe
def my_statements(request: HttpRequest, slug: str) -> HttpResponse:
    """The statements of the person asking, and what became of each."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    if participant is None:
        return render(request, "deliberation/nobody_yet.html", {"deliberation": deliberation})
    rows = statements_of(participant, language=get_language())
    context = {
        "deliberation": deliberation,
        "participant": participant,
        "rows": rows,
        "is_waiting": any(row.is_waiting for row in rows),
    }
    template = "proposing/_own_statements.html" if request.htmx else "my_statements.html"
    return render(request, f"deliberation/{template}", context)


def _has_to_join_first(request: HttpRequest, deliberation: Deliberation) -> bool:
    """Whether proposing cannot be the first thing that somebody does here."""
    return not may_join_by_acting(request, deliberation)


def _seconds_to_wait_to_propose(request: HttpRequest, participant: Participant | None) -> int:
    if participant is None:
        return seconds_to_wait(
            settings.NEW_AUTHOR_RATE_LIMIT, "propose first", network_of(request), counted_in_common=True
        )
    return seconds_to_wait(
        settings.PROPOSAL_RATE_LIMIT, "propose", participant.public_id, counted_in_common=True
    )
