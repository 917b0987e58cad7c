"""The queue of statements to decide about, for programs."""

from collections.abc import Callable
from typing import Any, Final

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from deliberation.api.access import account_in, deliberation_in, require_role
from deliberation.api.base_view import ApiView
from deliberation.api.paging import PAGE_PARAMETERS, page_of, page_schema
from deliberation.api.serializers.moderating import QueueEntrySerializer
from deliberation.models import Deliberation, PendingDecision, Scope, Statement, User
from deliberation.moderation.claiming import Others, others_at_work
from deliberation.moderation.company import question_for
from deliberation.moderation.decided import REWORDED
from deliberation.moderation.marks import Mark, marks_of

Rows = QuerySet[Statement]
STATES: Final[dict[str, Callable[[Rows], Rows]]] = {
    "waiting": lambda rows: rows.filter(pk__in=Statement.objects.awaiting_moderation().values("pk")),
    "asked": lambda rows: rows.filter(pk__in=PendingDecision.objects.open().values("statement")),
    "accepted": lambda rows: rows.filter(state=Statement.State.ACCEPTED, merged_into=None),
    "rejected": lambda rows: rows.filter(Q(state=Statement.State.REJECTED) & ~Q(REWORDED)),
    "merged": lambda rows: rows.filter(
        Q(merged_into__isnull=False) | Q(state=Statement.State.REJECTED) & Q(REWORDED)
    ),
}
"""What can be asked for: what waits for a decision, what waits for somebody else, and the decided ones."""


class ModerationQueueView(ApiView):
    """What moderators see."""

    @extend_schema(
        operation_id="moderation_queue_list",
        parameters=[
            OpenApiParameter(
                "state",
                {"type": "string", "enum": list(STATES), "default": "waiting"},
                description="`waiting` for a decision, `asked` of somebody else, or decided about.",
            ),
            *PAGE_PARAMETERS,
        ],
        responses=page_schema(QueueEntrySerializer, "ModerationQueuePage"),
    )
    def get(self, request: Request, slug: str) -> Response:
        """Statements for moderators, by number; those of one `group` say about the same."""
        deliberation = deliberation_in(request, slug)
        require_role(request, deliberation, Scope.MODERATE, may_decide=False)
        moderator = account_in(request)
        state = request.query_params.get("state", "waiting")
        if state not in STATES:
            raise ValidationError({"state": [", ".join(STATES)]})
        rows = STATES[state](_statements(deliberation))

        def write(shown: list[Statement]) -> list[dict[str, Any]]:
            return _entries(deliberation, moderator, shown)

        return page_of(request, rows, write, order="number")


def _statements(deliberation: Deliberation) -> Rows:
    questions = PendingDecision.objects.open().select_related("proposed_by")
    return (
        deliberation.statements.select_related("author", "merged_into", "queue_place__topic")
        .prefetch_related(Prefetch("pending_decisions", queryset=questions, to_attr="questions"))
        .annotate(group=Coalesce("queue_place__group", F("number")))
    )


def _entries(
    deliberation: Deliberation, moderator: User | None, shown: list[Statement]
) -> list[dict[str, Any]]:
    """Write a page; what the blind are not to know is not even read."""
    for statement in shown:
        statement.deliberation = deliberation
    keys = [statement.pk for statement in shown]
    marks = marks_of(shown)
    others = others_at_work(deliberation, moderator) if moderator else Others({}, set(), [])
    votes: dict[int, int] | None = None
    if not deliberation.blind_moderation:
        counted = Statement.objects.filter(pk__in=keys).annotate(cast=Count("votes"))
        votes = dict(counted.values_list("pk", "cast"))
    return [_entry(statement, moderator, marks.get(statement.pk, []), others, votes) for statement in shown]


def _entry(
    statement: Statement,
    moderator: User | None,
    marks: list[Mark],
    others: Others,
    votes: dict[int, int] | None,
) -> dict[str, Any]:
    place = getattr(statement, "queue_place", None)
    entry = {
        "number": statement.number,
        "text": statement.text if statement.erased_at is None else None,
        "language": statement.language,
        "state": statement.state,
        "is_seed": statement.is_seed,
        "is_meta": statement.is_meta,
        "merged_into": statement.merged_into.number if statement.merged_into else None,
        "proposed_at": statement.proposed_at,
        "group": statement.group,
        "topic": place.topic.title if place and place.topic else None,
        "marks": [{"kind": mark.kind, "why": str(mark.why)} for mark in marks],
        "held_by_others": statement.pk in others.holders,
        "question": None,
        "author": statement.author.number if votes is not None and statement.author else None,
        "votes": votes[statement.pk] if votes is not None else None,
    }
    for asked in statement.questions:
        entry["question"] = question_content(asked, statement, moderator)
    return QueueEntrySerializer(entry).data


def question_content(asked: PendingDecision, statement: Statement, moderator: User | None) -> dict[str, Any]:
    """Return what is being asked about a statement, as one moderator sees it."""
    asked.statement = statement
    question = question_for(asked, moderator) if moderator else None
    return {
        "kind": asked.kind,
        "asks": "author" if question and question.asks_author else "second_person",
        "reason": asked.reason,
        "public_reason": asked.public_reason,
        "note": asked.note,
        "texts": asked.texts,
        "is_own": bool(question and question.is_own),
        "proposed_at": asked.proposed_at,
        "answer_until": asked.answer_until,
    }
