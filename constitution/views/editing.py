"""Editing a principle of a draft: another wording, what it said before, and putting that back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from constitution.access import for_owners
from constitution.forms import PrincipleForm
from constitution.models import ConstitutionVersion, Principle
from constitution.put_back_form import PutBackForm
from constitution.reading.edit_history import PARTS, Changed, history_of, two_wordings
from constitution.services import EditConflict, EditRefused, edit_principle
from constitution.services.earlier_wordings import past_edits, put_back_wording
from deliberation.models import Deliberation


@for_owners
def edit(request: HttpRequest, deliberation: Deliberation, number: int) -> HttpResponse:
    """Give a principle of the draft another wording, and say why."""
    principle = _principle_of_the_draft(deliberation, number)
    if principle is None:
        return _no_draft(request, deliberation)
    form = PrincipleForm(request.POST or None, initial=_initial(principle))
    both: list[Changed] = []
    if request.method == "POST" and form.is_valid():
        mine = dict(form.cleaned_data)
        try:
            edit_principle(principle=principle, edited_by=request.user, **form.cleaned_data)
        except EditConflict as conflict:
            form.add_error("text", str(conflict))
            both = two_wordings(principle, mine)
            # What the editor wrote stays in the form; sending it again replaces the other wording knowingly.
            form.data = form.data.copy()
            form.data["seen_revision"] = str(principle.revision)
        except EditRefused as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("%(principle)s is changed.") % {"principle": principle.label})
            return redirect("constitution:organise", deliberation.slug)
    return _page(request, deliberation, principle, form, both)


@require_POST
@for_owners
def put_back(request: HttpRequest, deliberation: Deliberation, number: int) -> HttpResponse:
    """Give a principle an earlier wording again; it is kept as one more edit."""
    principle = _principle_of_the_draft(deliberation, number)
    if principle is None:
        return _no_draft(request, deliberation)
    form = PutBackForm(request.POST)
    if not form.is_valid():
        return redirect("constitution:edit", deliberation.slug, number)
    try:
        put_back_wording(principle=principle, put_back_by=request.user, **form.cleaned_data)
    except EditRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The earlier wording of %(name)s is back.") % {"name": principle.label})
    return redirect("constitution:edit", deliberation.slug, number)


def _principle_of_the_draft(deliberation: Deliberation, number: int) -> Principle | None:
    draft = ConstitutionVersion.objects.of(deliberation).filter(state=ConstitutionVersion.State.DRAFT).first()
    return get_object_or_404(draft.principles.with_sources(), number=number) if draft else None


def _no_draft(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    messages.error(request, _("There is no draft to edit."))
    return redirect("constitution:organise", deliberation.slug)


def _initial(principle: Principle) -> dict[str, Any]:
    return {name: getattr(principle, name) for name in PARTS} | {"seen_revision": principle.revision}


def _page(
    request: HttpRequest,
    deliberation: Deliberation,
    principle: Principle,
    form: PrincipleForm,
    both: list[Changed],
) -> HttpResponse:
    context = {
        "deliberation": deliberation,
        "version": principle.version,
        "principle": principle,
        "form": form,
        "both": both,
        "history": history_of(past_edits(principle)),
    }
    return render(request, "constitution/edit_principle.html", context, status=422 if form.errors else 200)
