"""Deciding about statements, for programs, by the same rules as at the desk."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from deliberation.api.access import account_in, deliberation_in, require_role
from deliberation.api.base_view import ApiView
from deliberation.api.idempotency import KEY_PARAMETER, idempotent
from deliberation.api.problems import Problem
from deliberation.api.serializers.moderating import (
    AGREE,
    WITHDRAW,
    AnswerSerializer,
    DecidedSerializer,
    DecideSerializer,
)
from deliberation.api.views.moderation_queue import question_content
from deliberation.models import ModerationDecision, PendingDecision, Scope, Statement, User
from deliberation.moderation.deciding_rules import DecisionRefused, NeedsSecondPerson, Outcome, holds_votes
from deliberation.moderation.pending import (
    AlreadyAnswered,
    answer_as_second_person,
    propose_rejection,
    withdraw_proposal,
)
from deliberation.moderation.services import moderate_statement
from deliberation.moderation.together import decide_waiting
from deliberation.moderation.verdicts import DecidedMeanwhile, Verdict
from deliberation.voting.forms import new_client_key

REFUSALS: tuple[tuple[type[DecisionRefused], str], ...] = (
    (NeedsSecondPerson, "needs-second-person"),
    (DecidedMeanwhile, "decided-meanwhile"),
    (AlreadyAnswered, "already-answered"),
    (DecisionRefused, "decision-refused"),
)


class DecisionsView(ApiView):
    """Decisions about one statement."""

    @extend_schema(
        operation_id="statement_decide",
        request=DecideSerializer,
        parameters=[KEY_PARAMETER],
        responses={201: DecidedSerializer, 202: DecidedSerializer},
    )
    @idempotent
    def post(self, request: Request, slug: str, number: int) -> Response:
        """Accept, reject, merge or put back a statement.

        One person alone does not reject what people have voted on: without a `public_reason` that is
        refused with 409 `needs-second-person`; with one a second moderator is asked, and the answer is 202.
        """
        statement, moderator = _at_the_desk(request, slug, number)
        sent = DecideSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            decided = _decide(statement, sent.validated_data, moderator)
        except DecisionRefused as refusal:
            raise _problem(refusal) from None
        status = 202 if isinstance(decided, PendingDecision) else 201
        return Response(_content(statement, moderator), status=status)


class AnswersView(ApiView):
    """Answers to what another moderator proposed about one statement."""

    @extend_schema(
        operation_id="statement_answer",
        request=AnswerSerializer,
        parameters=[KEY_PARAMETER],
        responses={201: DecidedSerializer},
    )
    @idempotent
    def post(self, request: Request, slug: str, number: int) -> Response:
        """Agree to what another moderator proposed, decline it, or take back one's own proposal."""
        statement, moderator = _at_the_desk(request, slug, number)
        sent = AnswerSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            _answer(statement, sent.validated_data["answer"], moderator)
        except DecisionRefused as refusal:
            raise _problem(refusal) from None
        return Response(_content(statement, moderator), status=201)


def _at_the_desk(request: Request, slug: str, number: int) -> tuple[Statement, User]:
    """Return the statement at an address and who decides about it.

    Raises:
        Http404: there is none for this caller.
        Problem: 401 or 403, whoever asks does not decide here.
    """
    deliberation = deliberation_in(request, slug)
    require_role(request, deliberation, Scope.MODERATE, may_decide=True)
    statement = get_object_or_404(deliberation.statements.select_related("author"), number=number)
    statement.deliberation = deliberation
    moderator = account_in(request)
    assert moderator is not None  # noqa: S101 - a role is an account's
    return statement, moderator


def _decide(
    statement: Statement, sent: dict[str, Any], moderator: User
) -> ModerationDecision | PendingDecision:
    """Decide, or ask a second person, through the door that the website uses for it."""
    outcome, note, key = sent["outcome"], sent.get("note", ""), new_client_key()
    if outcome == Outcome.REOPENED:
        return moderate_statement(
            statement=statement, outcome=outcome, decided_by=moderator, note=note, client_key=key
        )
    if outcome == Outcome.REJECTED and sent.get("public_reason") and holds_votes(statement):
        return propose_rejection(
            statement=statement,
            reason=sent.get("reason", ""),
            public_reason=sent["public_reason"],
            proposed_by=moderator,
            note=note,
            client_key=key,
        )
    verdict = Verdict(
        statement=statement.number,
        outcome=outcome,
        reason=sent.get("reason", ""),
        note=note,
        duplicate_of=sent.get("duplicate_of"),
        is_meta=sent.get("is_meta"),
    )
    return decide_waiting(statement=statement, verdict=verdict, decided_by=moderator, client_key=key)


def _answer(statement: Statement, answer: str, moderator: User) -> None:
    """Answer the newest question about a statement, or take it back."""
    key = new_client_key()
    asked = statement.pending_decisions.order_by("-pk").first()
    if asked is None:
        raise Problem(409, "nothing-asked", _("Nothing is being asked about this statement."))
    if answer == WITHDRAW:
        withdraw_proposal(asked=asked, withdrawn_by=moderator, client_key=key)
        return
    answer_as_second_person(asked=asked, agrees=answer == AGREE, answered_by=moderator, client_key=key)


def _content(statement: Statement, moderator: User) -> dict[str, Any]:
    statement.refresh_from_db()
    asked = PendingDecision.objects.open().filter(statement=statement).first()
    return DecidedSerializer(
        {
            "number": statement.number,
            "state": statement.state,
            "merged_into": statement.merged_into.number if statement.merged_into else None,
            "is_meta": statement.is_meta,
            "decision": statement.last_decision(),
            "question": question_content(asked, statement, moderator) if asked else None,
        }
    ).data


def _problem(refusal: DecisionRefused) -> Problem:
    kind = next(kind for refused, kind in REFUSALS if isinstance(refusal, refused))
    more = {}
    if isinstance(refusal, NeedsSecondPerson):
        more["what_next"] = _("Send it again with a public_reason: then a second moderator is asked.")
    return Problem(409, kind, str(refusal), **more)
