"""The pages by which a moderator asks somebody else, and answers as the second person."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deliberation.models import Deliberation, PendingDecision, Role, Statement
from deliberation.moderation.access import for_deciding, for_moderation
from deliberation.moderation.company import (
    answered_lately,
    company_for,
    others_who_decide,
    page_of_questions,
)
from deliberation.moderation.decided import counts_of_tabs
from deliberation.moderation.deciding_rules import DecisionRefused
from deliberation.moderation.pending import (
    answer_as_second_person,
    propose_rejection,
    propose_words,
    withdraw_proposal,
)
from deliberation.moderation.pending_forms import AnswerForm, CompanyForm, OtherWordsForm, RejectTogetherForm
from deliberation.voting.forms import new_client_key


@require_safe
@for_moderation
def pending(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """What waits for a second moderator or for its author, and what came of the last ones."""
    context = {
        "deliberation": deliberation,
        "may_decide": role.may_moderate,
        "tab": "pending",
        "counts": counts_of_tabs(deliberation),
        "page": page_of_questions(deliberation, request.user, request.GET.get("page")),
        "answered": answered_lately(deliberation),
        "others": others_who_decide(deliberation, request.user),
        "key": new_client_key(),
    }
    return render(request, "deliberation/moderation/pending.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_deciding
def other_words(request: HttpRequest, deliberation: Deliberation, number: int) -> HttpResponse:
    """Propose other words for a statement: one text, or several parts."""
    statement = _statement(deliberation, number)
    if request.method != "POST":
        form = OtherWordsForm(initial={"text_1": statement.text, "key": new_client_key()})
        return _ask(request, statement, "other_words.html", form)
    form = OtherWordsForm(request.POST)
    if not form.is_valid():
        return _ask(request, statement, "other_words.html", form, status=422)
    try:
        asked = propose_words(
            statement=statement,
            texts=form.texts,
            note=form.cleaned_data["note"],
            proposed_by=request.user,
            client_key=form.client_key,
        )
    except DecisionRefused as refusal:
        form.add_error(None, str(refusal))
        return _ask(request, statement, "other_words.html", form, status=422)
    if asked is None:
        messages.success(request, _("The new words stand; people can vote on them."))
        return redirect("deliberation:moderation_queue", deliberation.slug)
    return _asked(request, deliberation, asked)


@require_http_methods(["GET", "HEAD", "POST"])
@for_deciding
def reject_together(request: HttpRequest, deliberation: Deliberation, number: int) -> HttpResponse:
    """Ask a second moderator to reject what people have voted on."""
    statement = _statement(deliberation, number)
    if request.method != "POST":
        form = RejectTogetherForm(initial={"key": new_client_key()})
        return _ask(request, statement, "reject_together.html", form)
    form = RejectTogetherForm(request.POST)
    if not form.is_valid():
        return _ask(request, statement, "reject_together.html", form, status=422)
    said = {name: form.cleaned_data[name] for name in ("reason", "public_reason", "note")}
    try:
        asked = propose_rejection(
            statement=statement, proposed_by=request.user, client_key=form.client_key, **said
        )
    except DecisionRefused as refusal:
        form.add_error(None, str(refusal))
        return _ask(request, statement, "reject_together.html", form, status=422)
    return _asked(request, deliberation, asked)


@require_POST
@for_deciding
def answer(request: HttpRequest, deliberation: Deliberation, number: int) -> HttpResponse:
    """Agree to or decline what another moderator proposed, or take back one's own proposal."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Http404("No such question.")
    asked = get_object_or_404(
        PendingDecision.objects.select_related("statement"),
        pk=form.cleaned_data["decision"],
        statement__deliberation=deliberation,
        statement__number=number,
    )
    try:
        words = _take_answer(asked, form, request.user)
    except DecisionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words % {"number": number})
    return redirect("deliberation:moderation_pending", deliberation.slug)


def _take_answer(asked: PendingDecision, form: AnswerForm, user: Any) -> str:
    """Take the answer; return what to say about it."""
    sent = form.cleaned_data["answer"]
    if sent == AnswerForm.WITHDRAW:
        withdraw_proposal(asked=asked, withdrawn_by=user, client_key=form.client_key)
        return _("The proposal about no. %(number)s is taken back.")
    answered = answer_as_second_person(
        asked=asked, agrees=sent == AnswerForm.AGREE, answered_by=user, client_key=form.client_key
    )
    if answered.state == PendingDecision.State.WITHDRAWN:
        return _("Who proposed it about no. %(number)s no longer decides here, so nothing was changed.")
    if answered.state == PendingDecision.State.DECLINED:
        return _("You declined; no. %(number)s stays as it was.")
    if answered.kind == PendingDecision.Kind.REJECT:
        return _("No. %(number)s is rejected; the moderation log says why.")
    return _("No. %(number)s is put into other words.")


def _statement(deliberation: Deliberation, number: int) -> Statement:
    statement = get_object_or_404(deliberation.statements.select_related("author"), number=number)
    statement.deliberation = deliberation
    return statement


def _ask(
    request: HttpRequest, statement: Statement, template: str, form: CompanyForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "deliberation": statement.deliberation,
        "statement": statement,
        "form": form,
        "company": company_for(statement, request.user),
    }
    return render(request, f"deliberation/moderation/{template}", context, status=status)


def _asked(request: HttpRequest, deliberation: Deliberation, asked: PendingDecision) -> HttpResponse:
    words = _("No. %(number)s waits for somebody else now; you find it here until it is answered.")
    messages.success(request, words % {"number": asked.statement.number})
    return redirect("deliberation:moderation_pending", deliberation.slug)
