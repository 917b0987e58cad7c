"""The second tap: what a pass means, what is important, and why."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deliberation.integrity.event_log import KeyReused
from deliberation.integrity.rate_limits import seconds_to_wait
from deliberation.models import Deliberation, Participant, Statement, Vote, VoteReason
from deliberation.voting.ballot_pages import refuse, refuse_hurry, statement_numbered, vote_address
from deliberation.voting.forms import MarkForm, ReasonForm, new_client_key
from deliberation.voting.marks import give_reason as give_reason_service
from deliberation.voting.marks import mark_vote
from deliberation.voting.services import VoteRefused
from deliberation.voting.voters import voter


@require_POST
def mark(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what a pass means, or that a statement is important."""
    deliberation, participant = voter(request, slug)
    form = MarkForm(request.POST)
    if participant is None or not form.is_valid():
        return refuse(request, deliberation, participant, _("The mark did not arrive whole."), status=400)
    if wait := seconds_to_wait(settings.VOTE_RATE_LIMIT, "mark", participant.public_id):
        return refuse_hurry(request, deliberation, participant, wait)
    statement = statement_numbered(deliberation, form.cleaned_data["statement"])

    def act() -> None:
        mark_vote(participant=participant, statement=statement, client_key=form.client_key, **form.marks)

    return _act(request, deliberation, participant, statement, act, template="deliberation/_marks.html")


@require_POST
def give_reason(request: HttpRequest, slug: str) -> HttpResponse:
    """Say in one sentence why one voted so, or take that back."""
    deliberation, participant = voter(request, slug)
    form = ReasonForm(request.POST)
    if participant is None or not form.is_valid():
        return refuse(request, deliberation, participant, _("The reason did not arrive whole."), status=400)
    if wait := _seconds_to_wait_for_a_reason(participant):
        return refuse_hurry(request, deliberation, participant, wait)
    statement = statement_numbered(deliberation, form.cleaned_data["statement"])

    def act() -> None:
        give_reason_service(
            participant=participant,
            statement=statement,
            text=form.cleaned_data["text"],
            language=get_language() or deliberation.language,
            client_key=form.client_key,
        )

    return _act(request, deliberation, participant, statement, act, template="deliberation/_reason.html")


def _seconds_to_wait_for_a_reason(participant: Participant) -> int:
    return seconds_to_wait(
        settings.REASON_RATE_LIMIT, "reason", participant.public_id, counted_in_common=True
    )


def _act(
    request: HttpRequest,
    deliberation: Deliberation,
    participant: Participant,
    statement: Statement,
    act: Callable[[], None],
    *,
    template: str,
) -> HttpResponse:
    """Do it and show what is marked now, or say why it was not taken."""
    refusal = ""
    try:
        act()
    except VoteRefused as refused:
        refusal = str(refused)
    except KeyReused:
        refusal = _("This page was out of date.")
    if not request.htmx:
        if refusal:
            return refuse(request, deliberation, participant, refusal, status=409)
        return _back(request, deliberation, statement)
    mine = {"participant": participant, "statement": statement}
    context = {
        "deliberation": deliberation,
        "statement": statement,
        "vote": Vote.objects.filter(**mine).first(),
        "reason": VoteReason.objects.filter(**mine).first(),
        "key": new_client_key(),
        "refusal": refusal,
        "typed": request.POST.get("text", "") if refusal else "",
    }
    return render(request, template, context, status=409 if refusal else 200)


def _back(request: HttpRequest, deliberation: Deliberation, statement: Statement) -> HttpResponseRedirect:
    if request.POST.get("from") == "my_votes":
        page = reverse("deliberation:my_votes", args=[deliberation.slug])
        return redirect(f"{page}#statement-{statement.number}")
    return redirect(vote_address(deliberation))
