"""Voting: one statement at a time, and all of one's own votes."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deliberation.integrity.event_log import KeyReused
from deliberation.integrity.networks import record_network
from deliberation.integrity.rate_limits import network_of, seconds_to_wait
from deliberation.models import Deliberation, Participant, Vote, VoteReason
from deliberation.people.consent_first import consent_first
from deliberation.people.participation import remember_participant
from deliberation.people.services import joins_by_acting
from deliberation.voting.ballot_pages import (
    last_vote_of,
    newcomer_has_to_wait,
    reason_of,
    refuse,
    refuse_hurry,
    show_turn,
    statement_numbered,
    vote_address,
    why_join_first,
)
from deliberation.voting.forms import (
    BallotForm,
    StatementActionForm,
    new_client_key,
    parse_skipped,
    write_skipped,
)
from deliberation.voting.next_statement import next_turn, turn_after_voting
from deliberation.voting.own_votes import OwnVotesQuery
from deliberation.voting.services import VoteRefused, cast_vote, undo_vote, withdraw_vote
from deliberation.voting.visitors import cast_first_vote
from deliberation.voting.voters import voter

VOTES_PER_PAGE = 50


def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """One statement, three buttons. A vote is answered with the next statement."""
    deliberation, participant = voter(request, slug)
    if request.method == "POST":
        return _take_vote(request, deliberation, participant)
    if changed := consent_first(request, deliberation, participant):
        return changed
    wanted = request.GET.get("statement", "")
    turn = next_turn(
        deliberation,
        participant,
        skipped=parse_skipped(request.GET.get("skipped", "")),
        wanted=int(wanted) if wanted.isdecimal() and len(wanted) < 12 else None,
    )
    return show_turn(
        request, deliberation, turn, participant=participant, last_vote=last_vote_of(participant)
    )


def _take_vote(
    request: HttpRequest, deliberation: Deliberation, participant: Participant | None
) -> HttpResponse:
    """Record the vote in the request and answer with the next statement, or say why it was not taken."""
    form = BallotForm(request.POST)
    if not form.is_valid():
        return refuse(request, deliberation, participant, _("The vote did not arrive whole."), status=400)
    if participant is None and not joins_by_acting(deliberation):
        return refuse(request, deliberation, None, why_join_first(), status=403)
    if participant is None:
        wait = newcomer_has_to_wait(request)
    else:
        wait = seconds_to_wait(settings.VOTE_RATE_LIMIT, "vote", participant.public_id)
    if wait:
        return refuse_hurry(request, deliberation, participant, wait)
    try:
        return _record_vote(request, deliberation, participant, form)
    except VoteRefused as refusal:
        return refuse(request, deliberation, participant, str(refusal), status=409)
    except KeyReused:
        return refuse(request, deliberation, participant, _("This page was out of date."), status=409)


def _record_vote(
    request: HttpRequest, deliberation: Deliberation, participant: Participant | None, form: BallotForm
) -> HttpResponse:
    statement = statement_numbered(deliberation, form.cleaned_data["statement"])
    ballot = {"statement": statement, "value": form.cleaned_data["value"], "client_key": form.client_key}
    if participant is not None and request.htmx and request.POST.get("from") != "my_votes":
        skipped = parse_skipped(request.POST.get("skipped", ""))
        turn, showing = turn_after_voting(deliberation, participant, statement, skipped=skipped)
        last_vote = cast_vote(participant=participant, showing=showing, **ballot)
        record_network(participant, network_of(request))
        return show_turn(request, deliberation, turn, participant=participant, last_vote=last_vote)
    if participant is not None:
        last_vote = cast_vote(participant=participant, **ballot)
        record_network(participant, network_of(request))
        return _after_vote(request, deliberation, last_vote)
    joined, first_vote = cast_first_vote(
        deliberation=deliberation, visitor_key=form.cleaned_data["key"], **ballot
    )
    record_network(joined, network_of(request))
    response = _after_vote(request, deliberation, first_vote)
    remember_participant(response, joined)
    return response


def _after_vote(request: HttpRequest, deliberation: Deliberation, last_vote: Vote) -> HttpResponse:
    """Answer a recorded vote: the next statement, or the list it was changed in."""
    if request.POST.get("from") == "my_votes":
        if request.htmx:
            context = my_vote_context(deliberation, last_vote, reason_of(last_vote))
            return render(request, "deliberation/_my_vote.html", context)
        page = reverse("deliberation:my_votes", args=[deliberation.slug])
        return redirect(f"{page}#statement-{last_vote.statement.number}")
    skipped = parse_skipped(request.POST.get("skipped", ""))
    if request.htmx:
        participant = last_vote.participant
        turn = next_turn(deliberation, participant, skipped=skipped)
        return show_turn(request, deliberation, turn, participant=participant, last_vote=last_vote)
    return redirect(vote_address(deliberation, skipped=write_skipped(skipped)))


@require_POST
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back the vote on one statement and show that statement again."""
    deliberation, participant = voter(request, slug)
    form = StatementActionForm(request.POST)
    if participant is None or not form.is_valid():
        return refuse(request, deliberation, participant, _("There is no vote to take back."), status=400)
    statement = statement_numbered(deliberation, form.cleaned_data["statement"])
    try:
        undo_vote(participant=participant, statement=statement, client_key=form.cleaned_data["key"])
    except VoteRefused as refusal:
        return refuse(request, deliberation, participant, str(refusal), status=409)
    if not request.htmx:
        return redirect(vote_address(deliberation, statement=statement.number))
    turn = next_turn(deliberation, participant, wanted=statement.number)
    return show_turn(
        request, deliberation, turn, participant=participant, last_vote=last_vote_of(participant)
    )


@require_safe
def my_votes(request: HttpRequest, slug: str) -> HttpResponse:
    """Every vote of the person asking; each can be changed or withdrawn."""
    deliberation, participant = voter(request, slug)
    if participant is None:
        return render(request, "deliberation/nobody_yet.html", {"deliberation": deliberation})
    query = OwnVotesQuery.from_request(request.GET)
    votes = query.among(Vote.objects.by(participant).select_related("statement"))
    votes = votes.prefetch_related("statement__replacements__result")
    page = Paginator(votes, VOTES_PER_PAGE).get_page(request.GET.get("page"))
    reasons = VoteReason.objects.filter(
        participant=participant, statement__in=[held.statement_id for held in page]
    )
    reason_of = {reason.statement_id: reason for reason in reasons}
    for held in page:
        held.statement.deliberation = deliberation
    context = {
        "deliberation": deliberation,
        "page": page,
        "query": query,
        "rows": [my_vote_context(deliberation, held, reason_of.get(held.statement_id)) for held in page],
    }
    return render(request, "deliberation/my_votes.html", context)


def my_vote_context(
    deliberation: Deliberation, held: Vote, reason: VoteReason | None = None
) -> dict[str, Any]:
    """What one row of one's own votes is made of."""
    return {
        "deliberation": deliberation,
        "vote": held,
        "statement": held.statement,
        "reason": reason,
        "typed": "",
        "key": new_client_key(),
    }


@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Withdraw a vote, so that none is left on that statement."""
    deliberation, participant = voter(request, slug)
    form = StatementActionForm(request.POST)
    if participant is None or not form.is_valid():
        messages.error(request, _("The request did not arrive whole. Nothing was changed; please try again."))
        return redirect("deliberation:my_votes", slug)
    statement = statement_numbered(deliberation, form.cleaned_data["statement"])
    try:
        withdraw_vote(participant=participant, statement=statement, client_key=form.cleaned_data["key"])
    except VoteRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("deliberation:my_votes", slug)
    messages.success(request, _("Your vote is withdrawn and no longer counts."))
    return redirect("deliberation:my_votes", slug)
