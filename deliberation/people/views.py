from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_safe

from deliberation.models import Deliberation
from deliberation.people.counts import counts_of
from deliberation.people.forms import JoinForm
from deliberation.people.my_data import data_about
from deliberation.people.participation import participant_from, remember_participant
from deliberation.people.services import join_deliberation
from deliberation.voting.forms import new_client_key


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What Concord is, and the deliberations one can take part in or look back on."""
    deliberations = list(Deliberation.objects.listed())
    counts = counts_of(deliberations)
    rows = [(deliberation, counts[deliberation.pk]) for deliberation in deliberations]
    context = {
        "open_rows": [row for row in rows if row[0].is_open],
        "closed_rows": [row for row in rows if not row[0].is_open],
    }
    return render(request, "deliberation/home.html", context)


@require_safe
def deliberation(request: HttpRequest, slug: str) -> HttpResponse:
    """What one deliberation is about, and the way in."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    context = {
        "deliberation": deliberation,
        "participant": participant_from(request, deliberation),
        "counts": counts_of([deliberation])[deliberation.pk],
        "key": new_client_key(),
    }
    return render(request, "deliberation/deliberation.html", context)


def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Take part: the consent in plain words, and one button."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    if participant_from(request, deliberation) or not deliberation.is_open:
        return redirect("deliberation:vote", slug)
    form = JoinForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "deliberation/join.html", {"deliberation": deliberation, "key": new_client_key()}
        )
    participant = join_deliberation(deliberation=deliberation, visitor_key=form.cleaned_data["key"])
    response = redirect("deliberation:vote", slug)
    remember_participant(response, participant)
    return response


@require_GET
def my_data(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a participant everything that is kept about them; with ?format=json, to take away."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    if participant is None:
        return render(request, "deliberation/nobody_yet.html", {"deliberation": deliberation})
    data = data_about(participant)
    if request.GET.get("format") == "json":
        filename = f"{deliberation.slug}-participant-{participant.number}.json"
        return JsonResponse(
            data,
            json_dumps_params={"indent": 2, "ensure_ascii": False},
            headers={"Content-Disposition": f'attachment; filename="{filename}"'},
        )
    context = {
        "deliberation": deliberation,
        "participant": participant,
        "data": data,
    }
    return render(request, "deliberation/my_data.html", context)
