"""How the data of a deliberation are to be cited."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from deliberation.models import Citation, Deliberation, Role
from deliberation.organising.access import for_reading
from deliberation.organising.citation_form import CitationForm, save_citation
from deliberation.organising.subjects import frame


@for_reading
def citation(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """Authors, publisher, licence and DOI."""
    kept = Citation.objects.filter(deliberation=deliberation).first()
    form = CitationForm(request.POST if request.method == "POST" else None, instance=kept)
    if request.method == "POST" and form.is_valid():
        save_citation(deliberation=deliberation, values=form.cleaned_data, user=request.user)
        messages.success(request, _("Saved."))
        return redirect("deliberation:organise_citation", deliberation.slug)
    context = frame(deliberation, role, "citation") | {"form": form}
    status = 422 if form.is_bound else 200
    return render(request, "deliberation/organising/citation.html", context, status=status)
