"""Reading statements; `proposing` adds how they are proposed."""

from typing import Any

from django.http import Http404, HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from deliberation.api.access import deliberation_in
from deliberation.api.base_view import ApiView
from deliberation.api.conditional import unless_unchanged
from deliberation.api.contents.statements import statement_content, statements_of
from deliberation.api.paging import PAGE_PARAMETERS, page_of, page_schema
from deliberation.api.serializers.statements import StatementSerializer
from deliberation.api.views.proposing import Proposing
from deliberation.models import Statement


class StatementsView(Proposing, ApiView):
    """The statements of a deliberation."""

    @extend_schema(
        operation_id="statements_list",
        parameters=PAGE_PARAMETERS,
        responses=page_schema(StatementSerializer, "StatementPage"),
        tags=["statements"],
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """The statements that moderators let in, by number; those that were merged name the other one."""
        deliberation = deliberation_in(request, slug)

        def write(rows: list[Statement]) -> list[Any]:
            contents = [statement_content(request, slug, statement) for statement in rows]
            return StatementSerializer(contents, many=True).data

        page = page_of(request, statements_of(deliberation), write, order="number")
        return unless_unchanged(request, lambda: page, page.data)


class StatementView(ApiView):
    """One statement."""

    @extend_schema(operation_id="statement_read", responses=StatementSerializer, tags=["statements"])
    def get(self, request: Request, slug: str, number: int) -> HttpResponseBase:
        """One statement that moderators let in. The public moderation log tells of the others."""
        statement = statements_of(deliberation_in(request, slug)).filter(number=number).first()
        if statement is None:
            raise Http404
        content = StatementSerializer(statement_content(request, slug, statement)).data
        return unless_unchanged(request, lambda: Response(content), content)
