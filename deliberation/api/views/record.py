"""Reading the public records: what moderators decided, and the heads of the sealed log."""

from typing import Any

from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from deliberation.api.access import deliberation_in
from deliberation.api.base_view import ApiView
from deliberation.api.conditional import newest_event, unless_unchanged
from deliberation.api.contents.record import entries_content, heads_content
from deliberation.api.paging import PAGE_PARAMETERS, page_of, page_schema
from deliberation.api.serializers.record import (
    FirstHeadSerializer,
    LogEntrySerializer,
    LogFilterSerializer,
    SignedHeadSerializer,
)
from deliberation.integrity.sealing import last_seal
from deliberation.models import Deliberation, Event, LogSeal
from deliberation.moderation.public_log import LogQuery, events_of


class ModerationLogView(ApiView):
    """What moderators decided."""

    @extend_schema(
        operation_id="moderation_log_list",
        parameters=[*PAGE_PARAMETERS, LogFilterSerializer],
        responses=page_schema(LogEntrySerializer, "ModerationLogPage"),
        tags=["records"],
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """Every decision of the moderators, the newest first. It names roles and no people."""
        deliberation = deliberation_in(request, slug)
        asked = LogFilterSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        query = LogQuery(**asked.validated_data)

        def write(rows: list[Event]) -> list[Any]:
            return LogEntrySerializer(entries_content(deliberation, rows), many=True).data

        def answer() -> Response:
            return page_of(request, events_of(deliberation, query).only("pk"), write, order="-pk")

        return unless_unchanged(request, answer, newest_event(deliberation), _seal(deliberation))


class LogHeadsView(ApiView):
    """The heads of the sealed log."""

    @extend_schema(
        operation_id="log_heads_list",
        parameters=[*PAGE_PARAMETERS, FirstHeadSerializer],
        responses=page_schema(SignedHeadSerializer, "LogHeadPage"),
        tags=["records"],
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """The signed heads of the sealed log, the oldest first: keep them, and nobody can rewrite it."""
        deliberation = deliberation_in(request, slug)
        seals = LogSeal.objects.filter(deliberation=deliberation, number__gte=_first(request))

        def write(rows: list[LogSeal]) -> list[Any]:
            return SignedHeadSerializer(heads_content(deliberation, rows), many=True).data

        def answer() -> Response:
            return page_of(request, seals, write, order="number")

        return unless_unchanged(request, answer, _seal(deliberation))


def _seal(deliberation: Deliberation) -> int:
    seal = last_seal(deliberation)
    return seal.number if seal else 0


def _first(request: Request) -> int:
    asked = FirstHeadSerializer(data=request.query_params)
    asked.is_valid(raise_exception=True)
    return int(asked.validated_data["from"])
