import unicodedata
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deliberation.integrity.event_log import KeyReused
from deliberation.integrity.rate_limits import seconds_to_wait
from deliberation.models import Deliberation, Participant, Statement, Vote
from deliberation.people.participation import participant_from, remember_participant
from deliberation.voting.forms import (
    BallotForm,
    StatementActionForm,
    new_client_key,
    parse_skipped,
    write_skipped,
)
from deliberation.voting.next_statement import Turn, next_turn
from deliberation.voting.refusals import please_wait
from deliberation.voting.services import VoteRefused, cast_vote, undo_vote, withdraw_vote
from deliberation.voting.visitors import cast_first_vote

LONG_STATEMENT = 120
"""Columns from which a statement is set a size smaller; a Han character takes two."""

VOTES_PER_PAGE = 50


def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """One statement, three buttons. A vote is answered with the next statement."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    if request.method == "POST":
        return _take_vote(request, deliberation, participant)
    wanted = request.GET.get("statement", "")
    turn = next_turn(
        deliberation,
        participant,
        skipped=parse_skipped(request.GET.get("skipped", "")),
        wanted=int(wanted) if wanted.isdecimal() and len(wanted) < 12 else None,
    )
    return _show_turn(request, deliberation, turn, last_vote=_last_vote(participant))


def _take_vote(
    request: HttpRequest, deliberation: Deliberation, participant: Participant | None
) -> HttpResponse:
    """Record the vote in the request and answer with the next statement, or say why it was not taken."""
    form = BallotForm(request.POST)
    if not form.is_valid():
        return _refuse_vote(
            request, deliberation, participant, _("The vote did not arrive whole."), status=400
        )
    wait = participant and seconds_to_wait(settings.VOTE_RATE_LIMIT, "vote", participant.public_id)
    if wait:
        return _refuse_vote(request, deliberation, participant, please_wait(wait), status=429)
    statement = _statement_numbered(deliberation, form.cleaned_data["statement"])
    ballot = {"statement": statement, "value": form.cleaned_data["value"], "client_key": form.client_key}
    joined = participant
    try:
        if joined is None:
            joined, last_vote = cast_first_vote(
                deliberation=deliberation, visitor_key=form.cleaned_data["key"], **ballot
            )
        else:
            last_vote = cast_vote(participant=joined, **ballot)
    except VoteRefused as refusal:
        return _refuse_vote(request, deliberation, participant, str(refusal), status=409)
    except KeyReused:
        return _refuse_vote(request, deliberation, participant, _("This page was out of date."), status=409)
    last_vote.statement = statement
    response = _after_vote(request, deliberation, joined, last_vote)
    if participant is None:
        remember_participant(response, joined)
    return response


def _after_vote(
    request: HttpRequest, deliberation: Deliberation, participant: Participant, last_vote: Vote
) -> HttpResponse:
    """Answer a recorded vote: the next statement, or the list it was changed in."""
    if request.POST.get("from") == "my_votes":
        if request.htmx:
            return render(request, "deliberation/_my_vote.html", _my_vote_context(deliberation, last_vote))
        page = reverse("deliberation:my_votes", args=[deliberation.slug])
        return redirect(f"{page}#statement-{last_vote.statement.number}")
    skipped = parse_skipped(request.POST.get("skipped", ""))
    if request.htmx:
        turn = next_turn(deliberation, participant, skipped=skipped)
        return _show_turn(request, deliberation, turn, last_vote=last_vote)
    return redirect(_vote_address(deliberation, skipped=write_skipped(skipped)))


def _refuse_vote(
    request: HttpRequest,
    deliberation: Deliberation,
    participant: Participant | None,
    reason: str,
    *,
    status: int,
) -> HttpResponse:
    turn = next_turn(deliberation, participant)
    return _show_turn(
        request, deliberation, turn, last_vote=_last_vote(participant), refusal=reason, status=status
    )


def _show_turn(
    request: HttpRequest,
    deliberation: Deliberation,
    turn: Turn,
    *,
    last_vote: Vote | None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """Answer with the ballot alone where htmx asked, else with the whole page."""
    sent = request.POST if request.method == "POST" else request.GET
    skipped = parse_skipped(sent.get("skipped", ""))
    context: dict[str, Any] = {
        "deliberation": deliberation,
        "turn": turn,
        "last_vote": last_vote,
        "refusal": refusal,
        "key": new_client_key(),
        "undo_key": new_client_key(),
        "skipped": write_skipped(skipped),
    }
    if turn.statement:
        context["skip_address"] = _vote_address(
            deliberation, skipped=write_skipped([*skipped, turn.statement.number])
        )
        context["is_long"] = _columns(turn.statement.text) > LONG_STATEMENT
    template = "deliberation/_ballot.html" if request.htmx else "deliberation/vote.html"
    return render(request, template, context, status=status)


@require_POST
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back the vote on one statement and show that statement again."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    form = StatementActionForm(request.POST)
    if participant is None or not form.is_valid():
        return _refuse_vote(
            request, deliberation, participant, _("There is no vote to take back."), status=400
        )
    statement = _statement_numbered(deliberation, form.cleaned_data["statement"])
    try:
        undo_vote(participant=participant, statement=statement, client_key=form.cleaned_data["key"])
    except VoteRefused as refusal:
        return _refuse_vote(request, deliberation, participant, str(refusal), status=409)
    if not request.htmx:
        return redirect(_vote_address(deliberation, statement=statement.number))
    turn = next_turn(deliberation, participant, wanted=statement.number)
    return _show_turn(request, deliberation, turn, last_vote=_last_vote(participant))


@require_safe
def my_votes(request: HttpRequest, slug: str) -> HttpResponse:
    """Every vote of the person asking; each can be changed or withdrawn."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    if participant is None:
        return render(request, "deliberation/nobody_yet.html", {"deliberation": deliberation})
    votes = Vote.objects.by(participant).select_related("statement")
    page = Paginator(votes, VOTES_PER_PAGE).get_page(request.GET.get("page"))
    for held in page:
        held.statement.deliberation = deliberation
    context = {
        "deliberation": deliberation,
        "page": page,
        "rows": [_my_vote_context(deliberation, held) for held in page],
    }
    return render(request, "deliberation/my_votes.html", context)


def _my_vote_context(deliberation: Deliberation, held: Vote) -> dict[str, Any]:
    return {
        "deliberation": deliberation,
        "vote": held,
        "statement": held.statement,
        "key": new_client_key(),
    }


@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Withdraw a vote, so that none is left on that statement."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    form = StatementActionForm(request.POST)
    if participant is None or not form.is_valid():
        messages.error(request, _("The request did not arrive whole. Nothing was changed; please try again."))
        return redirect("deliberation:my_votes", slug)
    statement = _statement_numbered(deliberation, form.cleaned_data["statement"])
    try:
        withdraw_vote(participant=participant, statement=statement, client_key=form.cleaned_data["key"])
    except VoteRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("deliberation:my_votes", slug)
    messages.success(request, _("Your vote is withdrawn and no longer counts."))
    return redirect("deliberation:my_votes", slug)


def _statement_numbered(deliberation: Deliberation, number: int) -> Statement:
    statement = deliberation.statements.filter(number=number).first()
    if statement is None:
        raise Http404(_("There is no such statement."))
    statement.deliberation = deliberation
    return statement


def _last_vote(participant: Participant | None) -> Vote | None:
    if participant is None:
        return None
    return Vote.objects.by(participant).select_related("statement").first()


def _vote_address(deliberation: Deliberation, **parameters: str | int) -> str:
    query = {name: value for name, value in parameters.items() if value != ""}
    return reverse("deliberation:vote", args=[deliberation.slug], query=query or None)


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
