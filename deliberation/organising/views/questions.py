"""The questionnaire, quotas and the population: what is asked about people, and what it is used for."""

from typing import Any

import numpy as np
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from deliberation.models import Deliberation, Question, Role
from deliberation.organising.access import for_owners, for_reading
from deliberation.organising.question_forms import PopulationForm, QuestionForm, QuotasForm
from deliberation.organising.questions import (
    add_quotas,
    answers_given,
    cells_of,
    marks_of_quotas,
    move_question,
    remove_question,
    remove_quota,
    save_question,
    set_seats,
)
from deliberation.organising.services import (
    ChangedMeanwhile,
    StepRefused,
    configure_deliberation,
    marks_of,
)
from deliberation.organising.subjects import frame
from deliberation.people.questionnaire import described_cell, questions_in_order
from deliberation.results.population import population_weights

MOST_DIGITS = 7
"""Of a number of places."""


@for_reading
def questions(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """All questions in their order; the buttons beside them move one."""
    if request.method == "POST":
        question = get_object_or_404(deliberation.questions, key=request.POST.get("question", ""))
        up = request.POST.get("move") == "up"
        move_question(deliberation=deliberation, question=question, up=up, user=request.user)
        return redirect("deliberation:organise_questions", deliberation.slug)
    context = frame(deliberation, role, "questions") | {"questions": deliberation.questions.all()}
    return render(request, "deliberation/organising/questions.html", context)


@for_owners
def new_question(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Add a question."""
    return _question(request, deliberation, None)


@for_owners
def edit_question(request: HttpRequest, deliberation: Deliberation, key: str) -> HttpResponse:
    """Change a question."""
    return _question(request, deliberation, get_object_or_404(deliberation.questions, key=key))


@require_POST
@for_owners
def delete_question(request: HttpRequest, deliberation: Deliberation, key: str) -> HttpResponse:
    """Remove a question that nothing rests on yet."""
    question = get_object_or_404(deliberation.questions, key=key)
    try:
        remove_question(deliberation=deliberation, question=question, user=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The question is removed."))
    return redirect("deliberation:organise_questions", deliberation.slug)


def _question(request: HttpRequest, deliberation: Deliberation, question: Question | None) -> HttpResponse:
    form = QuestionForm(request.POST or None, deliberation=deliberation, question=question)
    context: dict[str, Any] = {"form": form, "question": question}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            save_question(
                deliberation=deliberation,
                question=question,
                values=form.values(),
                marks=form.cleaned_data["marks"],
                user=request.user,
            )
        except StepRefused as refusal:
            form.add_error("options", str(refusal))
        except ChangedMeanwhile as change:
            now = deliberation.questions.get(pk=question.pk) if question else None
            if now is not None:
                form.renew_marks(now)
                said = "\n".join([now.text, *now.options])
                context["change"] = {"by": change.by, "rows": [(_("The question"), said)]}
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect("deliberation:organise_questions", deliberation.slug)
    if question is not None:
        context["answered"] = sum(answers_given(deliberation, question).values())
    context |= frame(deliberation, Role.OWNER, "questions") | {"next_subject": None}
    status = 422 if form.errors else status
    return render(request, "deliberation/organising/question.html", context, status=status)


@for_reading
def quotas(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """How many people of each kind may join by invitation."""
    if "remove" in request.POST:
        return _remove_quota(request, deliberation)
    if request.method == "POST" and "add" not in request.POST:
        return _save_seats(request, deliberation, role)
    choices = deliberation.questions.filter(kind=Question.Kind.CHOICE)
    form = QuotasForm(request.POST or None, questions=choices, initial={"everybody_else": True})
    if request.method == "POST" and form.is_valid():
        chosen = [one for one in choices if one.key in form.cleaned_data["questions"]]
        cells = cells_of(chosen) if chosen else []
        if form.cleaned_data["everybody_else"]:
            cells.append({})
        try:
            count = add_quotas(
                deliberation=deliberation, cells=cells, seats=form.cleaned_data["seats"], user=request.user
            )
        except StepRefused as refusal:
            form.add_error("questions", str(refusal))
        else:
            words = ngettext("%(count)d quota is added.", "%(count)d quotas are added.", count)
            messages.success(request, words % {"count": count})
            return redirect("deliberation:organise_quotas", deliberation.slug)
    return _show_quotas(request, deliberation, role, {"form": form}, status=422 if form.errors else 200)


def _show_quotas(
    request: HttpRequest, deliberation: Deliberation, role: Role, extra: dict[str, Any], *, status: int
) -> HttpResponse:
    asked = questions_in_order(deliberation)
    choices = deliberation.questions.filter(kind=Question.Kind.CHOICE)
    rows = [
        (
            quota,
            described_cell(quota.cell, asked),
            quota.taken,
            request.POST.get(f"seats_{quota.pk}", quota.seats),
        )
        for quota in deliberation.quotas.annotate(taken=Count("participants"))
    ]
    context = frame(deliberation, role, "quotas") | {
        "form": QuotasForm(questions=choices, initial={"everybody_else": True}),
        "rows": rows,
        "marks": marks_of_quotas(deliberation),
        "has_choices": choices.exists(),
        "by_invitation": deliberation.access == Deliberation.Access.INVITATION,
    }
    return render(request, "deliberation/organising/quotas.html", context | extra, status=status)


def _remove_quota(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    wanted = request.POST["remove"]
    quota = get_object_or_404(deliberation.quotas, pk=int(wanted) if wanted.isdecimal() else 0)
    remove_quota(deliberation=deliberation, quota=quota, user=request.user)
    messages.success(request, _("The quota is removed. Whoever joined with it stays."))
    return redirect("deliberation:organise_quotas", deliberation.slug)


def _save_seats(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """Save the places of all quotas or of none; what was typed stays where it cannot be saved."""
    sent = {
        quota.pk: request.POST.get(f"seats_{quota.pk}", "").strip() for quota in deliberation.quotas.all()
    }
    seats = {pk: int(text) for pk, text in sent.items() if text.isdecimal() and len(text) <= MOST_DIGITS}
    if len(seats) < len(sent):
        refused = _("Nothing is saved yet: a number of places is a whole number such as 25.")
        return _show_quotas(request, deliberation, role, {"refused": refused}, status=422)
    try:
        marks = request.POST.get("marks", "")
        set_seats(deliberation=deliberation, seats=seats, marks=marks, user=request.user)
    except StepRefused as refusal:
        return _show_quotas(request, deliberation, role, {"refused": str(refusal)}, status=422)
    except ChangedMeanwhile as change:
        told = {"by": change.by, "rows": []}
        return _show_quotas(request, deliberation, role, {"change": told}, status=409)
    messages.success(request, _("Saved."))
    return redirect("deliberation:organise_quotas", deliberation.slug)


@for_reading
def population(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """For which population the participants stand, by the shares of its answers."""
    choices = list(deliberation.questions.filter(kind=Question.Kind.CHOICE))
    seen = {"population": deliberation.population}
    form = PopulationForm(
        request.POST or None,
        questions=choices,
        population=deliberation.population,
        initial={"marks": marks_of(seen)},
    )
    context: dict[str, Any] = {"form": form, "choices": choices}
    status = 200
    if request.method == "POST" and form.is_valid():
        values = {"population": form.cleaned_data["population"]}
        marks = form.cleaned_data["marks"]
        try:
            configure_deliberation(
                deliberation=deliberation, subject="population", values=values, marks=marks, user=request.user
            )
        except ChangedMeanwhile as change:
            form.data = form.data.copy()
            form.data["marks"] = marks_of({"population": deliberation.population})
            context["change"] = {"by": change.by, "rows": []}
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect("deliberation:organise_population", deliberation.slug)
    context |= frame(deliberation, role, "population") | {"obstacle": _obstacle(deliberation)}
    status = 422 if form.errors else status
    return render(request, "deliberation/organising/population.html", context, status=status)


def _obstacle(deliberation: Deliberation) -> str:
    """Return why the participants of now cannot stand for the population yet; empty where they can."""
    numbers = np.array(list(deliberation.participants.values_list("number", flat=True)), dtype=np.int64)
    if not deliberation.population or not numbers.size:
        return ""
    try:
        population_weights(deliberation, numbers, deliberation.population)
    except ValueError as error:
        return str(error)
    return ""
