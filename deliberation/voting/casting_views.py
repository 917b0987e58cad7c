"""One vote as the script of the vote page sends it: some bytes of JSON in, some out.

The page shows the next statement already, from those it got in advance. So nothing is drawn, read or
rendered here but what the vote itself needs; whatever does not go its usual way is told by a status, and the
script then takes the way of votes that were kept (`api:votes`), where each refusal has its sentence.
"""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from deliberation.integrity.counting_ahead import seconds_to_wait_counting_ahead
from deliberation.integrity.event_log import KeyReused
from deliberation.integrity.networks import record_network
from deliberation.integrity.rate_limits import network_of
from deliberation.voting.ballot_reading import Found, participant_and_statement
from deliberation.voting.batches import Outcome, QueuedVote, read_vote
from deliberation.voting.refusals import please_wait
from deliberation.voting.services import VoteRefused, cast_vote
from deliberation.voting.showing_tickets import Showing, showing_of
from deliberation.voting.voters import voter

LONGEST_REQUEST = 2_000
"""Bytes; a vote takes some two hundred."""
RECORDED = json.dumps({"state": "recorded", "reason": ""})


@require_POST
def cast(request: HttpRequest, slug: str) -> HttpResponse:
    """Record one vote, and that the statement was shown whose ticket comes with it."""
    sent = _sent(request)
    vote = read_vote(sent)
    if isinstance(vote, Outcome):
        voter(request, slug)  # where there is nothing for this person, that is what is said
        return _told("refused", 400, vote.reason)
    found = participant_and_statement(request, slug, vote.statement)
    if found is None:
        return _told("refused", 404)
    who = found.participant
    if wait := seconds_to_wait_counting_ahead(settings.VOTE_RATE_LIMIT, "vote", who.public_id):
        return _told("refused", 429, please_wait(wait))
    ticket = sent.get("shown")
    showing = showing_of(who, ticket) if isinstance(ticket, str) else None
    try:
        if found.is_remembered and not _is_taken(found, vote, showing):
            found = participant_and_statement(request, slug, vote.statement, anew=True)
            if found is None:
                return _told("refused", 404)
        if not found.is_remembered:
            _record(found, vote, showing)
    except VoteRefused as refusal:
        return _told("refused", 409, str(refusal))
    except KeyReused:
        return _told("refused", 409)
    record_network(who, network_of(request))
    return HttpResponse(RECORDED, content_type="application/json")


def _is_taken(found: Found, vote: QueuedVote, showing: Showing | None) -> bool:
    """Record the vote, unless it is refused by what is remembered, which may be over."""
    try:
        _record(found, vote, showing)
    except VoteRefused:
        return False
    return True


def _record(found: Found, vote: QueuedVote, showing: Showing | None) -> None:
    cast_vote(
        participant=found.participant,
        statement=found.statement,
        value=vote.value,
        client_key=vote.client_key,
        showing=showing,
    )


def _sent(request: HttpRequest) -> Any:
    try:
        return json.loads(request.body) if len(request.body) <= LONGEST_REQUEST else None
    except (ValueError, RecursionError):
        return None


def _told(state: str, status: int, reason: str = "") -> JsonResponse:
    return JsonResponse({"state": state, "reason": reason}, status=status)
