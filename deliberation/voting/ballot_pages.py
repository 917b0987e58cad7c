"""The page on which people vote, as an answer to whatever they did."""

import unicodedata
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from deliberation.integrity.rate_limits import network_of, seconds_to_wait
from deliberation.models import Deliberation, Participant, Statement, Vote, VoteReason
from deliberation.people.participation import may_join_by_acting
from deliberation.templatetags.joining import MOMENTS
from deliberation.voting.forms import new_client_key, parse_skipped, write_skipped
from deliberation.voting.next_statement import Turn, next_turn
from deliberation.voting.refusals import please_wait

VOTE_MOULD: Final = {"value": Vote.Value.PASS.value, "statement": {"number": 2**53 - 1}}
"""For the row of the last vote as the script of the page fills it in; the number stands for any."""
LONG_STATEMENT = 120
"""Columns from which a statement is set a size smaller; a Han character takes two."""


def show_turn(
    request: HttpRequest,
    deliberation: Deliberation,
    turn: Turn,
    *,
    participant: Participant | None,
    last_vote: Vote | None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """Answer with the ballot alone where htmx asked, else with the whole page."""
    sent = request.POST if request.method == "POST" else request.GET
    skipped = parse_skipped(sent.get("skipped", ""))
    must_join = participant is None and not may_join_by_acting(request, deliberation)
    context: dict[str, Any] = {
        "deliberation": deliberation,
        "turn": turn,
        "last_vote": last_vote,
        "reason": reason_of(last_vote) if request.method == "GET" else None,
        "typed": "",
        "refusal": refusal,
        "join_address": reverse("deliberation:join", args=[deliberation.slug]) if must_join else "",
        "key": new_client_key(),
        "undo_key": new_client_key(),
        "mark_key": new_client_key(),
        "skipped": write_skipped(skipped),
        "vote_mould": VOTE_MOULD,
        "offers_at": MOMENTS,
    }
    if turn.statement:
        context["skip_address"] = vote_address(
            deliberation, skipped=write_skipped([*skipped, turn.statement.number])
        )
        context["is_long"] = is_long(turn.statement.text)
    template = "deliberation/_ballot.html" if request.htmx else "deliberation/vote.html"
    return render(request, template, context, status=status)


def refuse(
    request: HttpRequest,
    deliberation: Deliberation,
    participant: Participant | None,
    reason: str,
    *,
    status: int,
    wait: int = 0,
) -> HttpResponse:
    """Say on the vote page why something was not taken, and after how many seconds it can be sent again."""
    turn = next_turn(deliberation, participant)
    last_vote = last_vote_of(participant)
    response = show_turn(
        request, deliberation, turn,
        participant=participant, last_vote=last_vote, refusal=reason, status=status,
    )  # fmt: skip
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def refuse_hurry(
    request: HttpRequest, deliberation: Deliberation, participant: Participant | None, wait: int
) -> HttpResponse:
    """Say that this came too often."""
    return refuse(request, deliberation, participant, please_wait(wait), status=429, wait=wait)


def newcomer_has_to_wait(request: HttpRequest) -> int:
    """Count one more newcomer from a network; return how many seconds to wait if those are too many."""
    return seconds_to_wait(settings.JOIN_RATE_LIMIT, "join", network_of(request))


def why_join_first() -> str:
    """Say that this deliberation is joined before voting."""
    return _("To vote here, please join first. Your vote was not counted yet.")


def last_vote_of(participant: Participant | None) -> Vote | None:
    """Return the vote the participant cast last."""
    if participant is None:
        return None
    return Vote.objects.by(participant).select_related("statement").first()


def reason_of(vote: Vote | None) -> VoteReason | None:
    """Return why somebody said they voted so."""
    if vote is None:
        return None
    return VoteReason.objects.filter(
        participant_id=vote.participant_id, statement_id=vote.statement_id
    ).first()


def statement_numbered(deliberation: Deliberation, number: int) -> Statement:
    """Return a statement by its number.

    Raises:
        Http404: there is none.
    """
    try:
        statement = Statement.objects.get(deliberation_id=deliberation.pk, number=number)
    except Statement.DoesNotExist:
        raise Http404(_("There is no such statement.")) from None
    statement.deliberation = deliberation
    return statement


def vote_address(deliberation: Deliberation, **parameters: str | int) -> str:
    """Return the address of the vote page; empty parameters are left out."""
    query = {name: value for name, value in parameters.items() if value != ""}
    return reverse("deliberation:vote", args=[deliberation.slug], query=query or None)


@lru_cache(maxsize=2_000)
def is_long(text: str) -> bool:
    """Return whether a statement is set a size smaller."""
    columns = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return columns > LONG_STATEMENT
