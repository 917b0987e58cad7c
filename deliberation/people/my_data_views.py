"""My data: to read, to take away, and to erase."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from deliberation.models import Deliberation, Statement
from deliberation.people.consent import asks_for_consent_again, text_agreed_to
from deliberation.people.erasure import erase_participant
from deliberation.people.expiring_links import LinkState, expiring_token, state_of_link
from deliberation.people.forms import EraseForm
from deliberation.people.introduction import introduction_of
from deliberation.people.my_data import data_about, shown_exposures
from deliberation.people.participation import forget_participant, participant_from
from deliberation.people.qr_codes import qr_code
from deliberation.people.questionnaire import answers_of, questions_in_order
from deliberation.people.recovery import recovery_link, replace_recovery_link

PURPOSE = "my data"


@require_safe
def my_data(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a participant everything that is kept about them; with ?format=json, lead to the file of it."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    if participant is None:
        return render(request, "deliberation/nobody_yet.html", {"deliberation": deliberation})
    token = expiring_token(PURPOSE, deliberation, participant)
    if request.GET.get("format") == "json":
        return redirect("deliberation:my_data_file", slug, token)
    data = data_about(participant)
    answers, questions = answers_of(participant), questions_in_order(deliberation)
    context = {
        "deliberation": deliberation,
        "introduction": introduction_of(deliberation),
        "participant": participant,
        "file_token": token,
        "data": data,
        "exposures": shown_exposures(participant),
        "questions": [(question, question.words_of(answers.get(question.key, ""))) for question in questions],
        "agreed": text_agreed_to(participant),
        "consent_changed": asks_for_consent_again(participant),
    }
    if participant.user_id is None:
        link = recovery_link(request, participant)
        context |= {"recovery_link": link, "qr_code": qr_code(link)}
    return render(request, "deliberation/my_data.html", context)


@require_safe
@never_cache
def my_data_file(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Everything that is kept about a participant as a file, for ten minutes and for nobody else."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    if participant is None:
        raise Http404("No such file for this person.")
    state = state_of_link(token, PURPOSE, deliberation, participant)
    if state is LinkState.FOREIGN:
        raise Http404("No such file for this person.")
    if state is LinkState.EXPIRED:
        messages.warning(request, _("That link was good for ten minutes. Here is a new one."))
        return redirect("deliberation:my_data", slug)
    filename = f"{deliberation.slug}-participant-{participant.number}.json"
    return JsonResponse(
        data_about(participant),
        json_dumps_params={"indent": 2, "ensure_ascii": False},
        headers={
            "Content-Disposition": f'attachment; filename="{filename}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
def new_recovery_link(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a new link to come back, and every earlier one worthless."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    if participant is not None:
        replace_recovery_link(participant=participant)
        messages.success(request, _("This is your new link. The earlier ones no longer work."))
    return redirect("deliberation:my_data", slug)


def erase(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what erasing takes away and what stays; erase when that is confirmed."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    if participant is None:
        return render(request, "deliberation/nobody_yet.html", {"deliberation": deliberation})
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        erase_participant(
            participant=participant, with_accepted_statements=form.cleaned_data["with_accepted_statements"]
        )
        messages.success(request, _("Your data is erased. Thank you for having taken part."))
        response = redirect("deliberation:deliberation", slug)
        forget_participant(response, deliberation)
        return response
    accepted = participant.statements.filter(state=Statement.State.ACCEPTED).count()
    context = {"deliberation": deliberation, "form": form, "accepted": accepted}
    return render(request, "deliberation/joining/erase.html", context, status=422 if form.is_bound else 200)
