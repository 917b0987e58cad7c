"""Voting without a network: statements in advance, and votes that were kept until it came back."""

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deliberation.integrity.networks import record_network
from deliberation.integrity.rate_limits import network_of, seconds_to_wait
from deliberation.models import Deliberation, Participant
from deliberation.people.participation import remember_participant
from deliberation.people.services import joins_by_acting
from deliberation.voting.ballot_pages import is_long, newcomer_has_to_wait, why_join_first
from deliberation.voting.batches import Outcome, QueuedVote, read_vote, take_votes
from deliberation.voting.forms import parse_skipped
from deliberation.voting.next_statement import Turn, progress_of, upcoming_turns
from deliberation.voting.refusals import please_wait
from deliberation.voting.services import BATCH_LIMIT
from deliberation.voting.visitors import take_first_votes
from deliberation.voting.voters import voter


@require_POST
def vote_batch(request: HttpRequest, slug: str) -> JsonResponse:
    """Take the votes that a browser kept, each on its own, and say what became of each."""
    deliberation, participant = voter(request, slug)
    try:
        sent = json.loads(request.body)
    except RequestDataTooBig:
        return _refuse(_too_many(), status=413)
    except (ValueError, RecursionError):
        return _refuse(_("The votes did not arrive whole."), status=400)
    entries = sent.get("votes") if isinstance(sent, dict) else None
    if not isinstance(entries, list):
        return _refuse(_("The votes did not arrive whole."), status=422)
    if len(entries) > BATCH_LIMIT:
        return _refuse(_too_many(), status=413)
    if participant is None and not joins_by_acting(deliberation):
        return _refuse(
            why_join_first(), status=403, join=reverse("deliberation:join", args=[deliberation.slug])
        )
    if wait := _seconds_to_wait(request, participant, len(entries)):
        response = _refuse(please_wait(wait), status=429)
        response.headers["Retry-After"] = str(wait)
        return response
    read = [read_vote(entry) for entry in entries]
    return _answer(deliberation, participant, read, network=network_of(request))


def _answer(
    deliberation: Deliberation,
    participant: Participant | None,
    read: list[QueuedVote | Outcome],
    *,
    network: str,
) -> JsonResponse:
    votes = [entry for entry in read if isinstance(entry, QueuedVote)]
    newcomer = participant is None
    if participant is None:
        participant, taken = take_first_votes(deliberation=deliberation, votes=votes)
    else:
        taken = take_votes(participant=participant, votes=votes)
    if participant is not None:
        record_network(participant, network)
    outcomes = iter(taken)
    turn = progress_of(deliberation, participant)
    response = JsonResponse(
        {
            "votes": [_as_json(next(outcomes) if isinstance(entry, QueuedVote) else entry) for entry in read],
            "remaining": turn.remaining,
            "voted": turn.voted,
        }
    )
    if newcomer and participant is not None:
        remember_participant(response, participant)
    return response


@require_safe
def upcoming(request: HttpRequest, slug: str) -> HttpResponse:
    """Statements that would come after the present one, for a browser that may lose its network."""
    deliberation, participant = voter(request, slug)
    if not deliberation.takes_votes:
        return JsonResponse([], safe=False)
    turns = upcoming_turns(deliberation, participant, skipped=parse_skipped(request.GET.get("skipped", "")))
    return JsonResponse([_statement_as_json(turn) for turn in turns], safe=False)


def _statement_as_json(turn: Turn) -> dict[str, Any]:
    statement, translation = turn.statement, turn.translation
    assert statement is not None  # noqa: S101 - upcoming turns have one
    return {
        "number": statement.number,
        "text": statement.text,
        "language": statement.language,
        "is_seed": statement.is_seed,
        "is_long": is_long(statement.text),
        "translation": translation
        and {
            "language": translation.language,
            "text": translation.text,
            "source": translation.source,
        },
    }


def _seconds_to_wait(request: HttpRequest, participant: Participant | None, votes: int) -> int:
    if participant is None:
        return newcomer_has_to_wait(request)
    return seconds_to_wait(settings.VOTE_RATE_LIMIT, "vote", participant.public_id, times=max(1, votes))


def _as_json(outcome: Outcome) -> dict[str, str]:
    return {"key": outcome.key, "state": outcome.state, "reason": outcome.reason}


def _too_many() -> str:
    return _("At most %(limit)d votes can be sent at once.") % {"limit": BATCH_LIMIT}


def _refuse(sentence: str, *, status: int, **more: str) -> JsonResponse:
    return JsonResponse({"reason": sentence, **more}, status=status)
