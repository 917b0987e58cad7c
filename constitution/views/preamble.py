"""The organiser's page for the preamble of a draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from constitution.access import for_owners
from constitution.models import ConstitutionVersion
from constitution.preamble_form import PreambleForm
from constitution.services.editing import EditConflict, EditRefused
from constitution.services.preamble_editing import edit_preamble, mark_of
from deliberation.models import Deliberation


@for_owners
def preamble(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Give the draft another preamble, and say why."""
    drafts = ConstitutionVersion.objects.of(deliberation).filter(state=ConstitutionVersion.State.DRAFT)
    version = drafts.first()
    if version is None:
        messages.error(request, _("There is no draft to edit."))
        return redirect("constitution:organise", deliberation.slug)
    form = PreambleForm(
        request.POST or None, initial={"text": version.preamble, "seen": mark_of(version.preamble)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            edit_preamble(version=version, edited_by=request.user, **form.cleaned_data)
        except EditConflict as conflict:
            form.add_error("text", str(conflict))
            # What the editor wrote stays in the form; sending it again replaces the other one knowingly.
            version.refresh_from_db()
            form.data = form.data.copy()
            form.data["seen"] = mark_of(version.preamble)
        except EditRefused as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("The preamble is changed."))
            return redirect("constitution:version", deliberation.slug, version.number)
    context = {"deliberation": deliberation, "version": version, "form": form}
    status = 422 if form.errors else 200
    return render(request, "constitution/edit_preamble.html", context, status=status)
