"""Voting: many votes at once, each judged on its own, and one by one."""

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from deliberation.api.base_view import ApiView
from deliberation.api.idempotency import KEY_PARAMETER, idempotent
from deliberation.api.limits import count
from deliberation.api.paging import PAGE_PARAMETERS, page_of, page_schema
from deliberation.api.parsers import refuse_too_large
from deliberation.api.problems import Problem
from deliberation.api.serializers.participating import (
    BatchAnswerSerializer,
    BatchSerializer,
    CastVoteSerializer,
    OwnVoteSerializer,
    VoteAnswerSerializer,
)
from deliberation.api.taking_part import (
    SHORTEST_KEY_OF_A_NEWCOMER,
    join_first,
    participant_for,
    voter_in,
)
from deliberation.integrity.networks import record_network
from deliberation.integrity.rate_limits import network_of
from deliberation.models import ApiToken, Deliberation, Participant, Vote
from deliberation.people.participation import remember_participant
from deliberation.people.services import joins_by_acting
from deliberation.voting.ballot_pages import statement_numbered, why_join_first
from deliberation.voting.batches import Outcome, QueuedVote, read_vote, take_votes
from deliberation.voting.forms import new_client_key
from deliberation.voting.next_statement import progress_of
from deliberation.voting.services import BATCH_LIMIT, VoteRefused, withdraw_vote
from deliberation.voting.visitors import take_first_votes

Entry = QueuedVote | Outcome


class VotesParser(JSONParser):
    """JSON of a size that anybody could have typed; whether each vote can be kept is judged vote by vote."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Return what the body says.

        Raises:
            ParseError: it is no JSON.
            Problem: 413, it is too large.
        """
        refuse_too_large(stream)
        try:
            return super().parse(stream, media_type, dict(parser_context or {}))
        except RecursionError:
            raise ParseError(_("The votes did not arrive whole.")) from None


class VotesView(ApiView):
    """The votes of whoever asks."""

    parser_classes = (VotesParser,)
    counted_by_what_they_do = frozenset({"POST"})

    @extend_schema(
        operation_id="votes_list",
        parameters=PAGE_PARAMETERS,
        responses=page_schema(OwnVoteSerializer, "OwnVotePage"),
    )
    def get(self, request: Request, slug: str) -> Response:
        """One's own votes, the statements voted on last first."""
        participant = participant_for(request, slug)
        votes = Vote.objects.filter(participant=participant).select_related("statement")
        return page_of(request, votes, lambda rows: OwnVoteSerializer(rows, many=True).data, order="-pk")

    @extend_schema(operation_id="votes_cast", request=BatchSerializer, responses=BatchAnswerSerializer)
    def post(self, request: Request, slug: str) -> Response:
        """Cast up to fifty votes. Each is judged on its own: the good ones count, the others are told why.

        In an open deliberation the first votes of a browser make it a participant, whose cookie comes with
        the answer. Sending a vote again under its key changes nothing.
        """
        deliberation, participant = voter_in(request, slug)
        entries = entries_of(request.data)
        if participant is None and (isinstance(request.auth, ApiToken) or not joins_by_acting(deliberation)):
            raise join_first(request, deliberation, why_join_first())
        count_votes(request, participant, len(entries))
        read = [read_vote(entry) for entry in entries]
        voter, outcomes = _take(deliberation, participant, read)
        response = Response(_answer(deliberation, voter, read, outcomes))
        if voter is not None:
            record_network(voter, network_of(request._request))
            if participant is None:
                remember_participant(response, voter)
        return response


class VoteView(ApiView):
    """One's own vote on one statement."""

    @extend_schema(operation_id="vote_cast", request=CastVoteSerializer, responses=VoteAnswerSerializer)
    def put(self, request: Request, slug: str, number: int) -> Response:
        """Vote on a statement, or change the vote. Sending it again under its key changes nothing."""
        participant = participant_for(request, slug)
        statement = statement_numbered(participant.deliberation, number)
        sent = CastVoteSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        count_votes(request, participant, 1)
        vote = QueuedVote(statement=number, **({"key": new_client_key()} | _meant(sent.validated_data)))
        (outcome,) = take_votes(participant=participant, votes=[vote])
        if outcome.state == "refused":
            raise Problem(409, "vote-refused", outcome.reason)
        record_network(participant, network_of(request._request))
        held = Vote.objects.filter(participant=participant, statement=statement).first()
        held = held or Vote(value=vote.value)  # a repeated key whose vote was withdrawn since
        turn = progress_of(participant.deliberation, participant)
        told = {
            "statement": number,
            "state": outcome.state,
            "value": held.value,
            "pass_reason": held.pass_reason,
            "is_important": held.is_important,
            "cast_at": held.cast_at,
            "voted": turn.voted,
            "remaining": turn.remaining,
        }
        return Response(VoteAnswerSerializer(told).data)

    @extend_schema(
        operation_id="vote_withdraw", request=None, parameters=[KEY_PARAMETER], responses={204: None}
    )
    @idempotent
    def delete(self, request: Request, slug: str, number: int) -> Response:
        """Withdraw the vote on a statement, so that none is left; refused once voting has ended."""
        participant = participant_for(request, slug)
        statement = statement_numbered(participant.deliberation, number)
        count_votes(request, participant, 1)
        try:
            withdraw_vote(participant=participant, statement=statement, client_key=new_client_key())
        except VoteRefused as refusal:
            if participant.deliberation.takes_votes:
                raise Problem(404, "no-vote", str(refusal)) from None
            raise Problem(409, "vote-refused", str(refusal)) from None
        return Response(status=204)


def _meant(sent: dict[str, Any]) -> dict[str, Any]:
    """Leave out a reason for passing where nobody passes, as in a batch; the vote counts."""
    return sent if sent["value"] == Vote.Value.PASS else sent | {"pass_reason": ""}


def entries_of(sent: Any) -> list[Any]:
    """Return the entries of a batch as they were sent.

    Raises:
        ValidationError: there is no list of votes.
        Problem: 413, there are too many.
    """
    entries = sent.get("votes") if isinstance(sent, dict) else None
    if not isinstance(entries, list):
        raise ValidationError({"votes": [_("The votes did not arrive whole.")]})
    if len(entries) > BATCH_LIMIT:
        many = _("At most %(limit)d votes can be sent at once.") % {"limit": BATCH_LIMIT}
        raise Problem(413, "too-many-votes", many)
    return entries


def count_votes(request: Request, participant: Participant | None, votes: int) -> None:
    """Count votes, or the newcomer who casts them.

    Raises:
        Problem: 429, those are too many.
    """
    if participant is None:
        count(settings.JOIN_RATE_LIMIT, "join", network_of(request._request))
    else:
        count(settings.VOTE_RATE_LIMIT, "vote", participant.public_id, times=max(1, votes))


def _take(
    deliberation: Deliberation, participant: Participant | None, read: list[Entry]
) -> tuple[Participant | None, list[Outcome]]:
    votes = [entry for entry in read if isinstance(entry, QueuedVote)]
    if participant is None:
        if votes and len(votes[0].key) < SHORTEST_KEY_OF_A_NEWCOMER:
            raise Problem(403, "weak-key", _("The key of somebody's first vote has to be long and random."))
        return take_first_votes(deliberation=deliberation, votes=votes)
    return participant, take_votes(participant=participant, votes=votes)


def _answer(
    deliberation: Deliberation, participant: Participant | None, read: list[Entry], taken: list[Outcome]
) -> dict[str, Any]:
    outcomes = iter(taken)
    turn = progress_of(deliberation, participant)
    told = [next(outcomes) if isinstance(entry, QueuedVote) else entry for entry in read]
    return {
        "votes": [{"key": _shown(one.key), "state": one.state, "reason": one.reason} for one in told],
        "voted": turn.voted,
        "remaining": turn.remaining,
    }


def _shown(key: str) -> str:
    """Return a key as it can be sent back, whatever was sent as one."""
    return key.encode("utf-8", "replace").decode()
