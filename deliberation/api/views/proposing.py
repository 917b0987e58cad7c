"""Proposing a statement."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from deliberation.api.idempotency import KEY_PARAMETER, idempotent
from deliberation.api.limits import count
from deliberation.api.problems import Problem
from deliberation.api.serializers.participating import ProposalSerializer, ProposedSerializer
from deliberation.api.taking_part import join_first, voter_in
from deliberation.integrity.networks import record_network
from deliberation.integrity.plain_text import clean_text
from deliberation.integrity.rate_limits import network_of
from deliberation.models import ApiToken, Deliberation, Participant, Statement
from deliberation.people.participation import remember_participant
from deliberation.people.services import joins_by_acting
from deliberation.translating.scripts import language_by_script
from deliberation.voting.forms import new_client_key
from deliberation.voting.hints import Hint, hints_for, worth_asking_about
from deliberation.voting.proposals import ProposalRefused, propose_statement, why_none_are_taken
from deliberation.voting.visitors import propose_first_statement


class Proposing:
    """Gives a view of statements its `post`."""

    @extend_schema(
        operation_id="statement_propose",
        request=ProposalSerializer,
        parameters=[KEY_PARAMETER],
        responses={201: ProposedSerializer},
    )
    @idempotent
    def post(self, request: Request, slug: str) -> Response:
        """Propose a statement, for moderators to look at.

        Where others have said very much the same, 409 `similar-statements` names what can be voted on
        instead; send it again with `anyway` to propose it nonetheless. In an open deliberation a browser's
        first statement makes it a participant, whose cookie comes with the answer.
        """
        deliberation, author = voter_in(request, slug)
        if author is None and (isinstance(request.auth, ApiToken) or not joins_by_acting(deliberation)):
            raise join_first(request, deliberation)
        sent = ProposalSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        text = sent.validated_data["text"]
        language = _language_of(deliberation, text, sent.validated_data.get("language", ""))
        if not deliberation.takes_statements:
            raise Problem(409, "none-taken", why_none_are_taken(deliberation))
        if not sent.validated_data.get("anyway"):
            _ask_about_similar(deliberation, author, text)
        _count(request, author)
        proposal = {"deliberation": deliberation, "text": text, "language": language}
        try:
            proposer, statement = _propose(author, proposal)
        except ProposalRefused as refusal:
            raise _refused(refusal) from None
        record_network(proposer, network_of(request._request))
        response = Response(ProposedSerializer(statement).data, status=201)
        if author is None:
            remember_participant(response, proposer)
        return response


def _count(request: Request, author: Participant | None) -> None:
    """Count a proposal of somebody, or of a newcomer from a network."""
    if author is None:
        newcomers = network_of(request._request)
        count(settings.NEW_AUTHOR_RATE_LIMIT, "propose first", newcomers, counted_in_common=True)
    else:
        count(settings.PROPOSAL_RATE_LIMIT, "propose", author.public_id, counted_in_common=True)


def _propose(author: Participant | None, proposal: dict[str, Any]) -> tuple[Participant, Statement]:
    """Propose, and join by it where somebody does so first."""
    key = new_client_key()
    if author is None:
        return propose_first_statement(client_key=key, visitor_key=key, **proposal)
    return author, propose_statement(client_key=key, author=author, **proposal)


def _ask_about_similar(deliberation: Deliberation, author: Participant | None, text: str) -> None:
    """Name what is very similar before anything is recorded, as the website does.

    Raises:
        Problem: 409 `similar-statements`.
    """
    hints = hints_for(deliberation, author, clean_text(text), language=get_language() or "en")
    if not worth_asking_about(hints, ()):
        return
    raise Problem(
        409,
        "similar-statements",
        _("Others have said very much the same. You can vote on that instead, or propose yours anyway."),
        similar=[_similar(hint) for hint in hints if hint.is_very_similar],
    )


def _similar(hint: Hint) -> dict[str, Any]:
    return {
        "number": hint.statement.number,
        "text": hint.statement.text,
        "language": hint.statement.language,
        "own_vote": hint.vote.value if hint.vote else None,
    }


def _refused(refusal: ProposalRefused) -> Problem:
    if refusal.vote_on is not None:
        return Problem(409, "said-already", str(refusal), vote_on=refusal.vote_on.number)
    return Problem(409, "statement-refused", str(refusal))


def _language_of(deliberation: Deliberation, text: str, chosen: str) -> str:
    languages = deliberation.statement_languages
    if chosen and chosen not in languages:
        detail = _("Statements here are written in another language.")
        raise Problem(409, "other-language", detail, languages=list(languages))
    return language_by_script(text, chosen or languages[0], languages)
