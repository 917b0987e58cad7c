"""Long lists in pages: `{"results": [...], "next": address or null, "previous": address or null}`.

A page is found by where the last one ended (a cursor), never by how many came before, so the hundredth page
costs what the first costs, and nothing is shown twice because something was added meanwhile.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from deliberation.api.problems import Problem

USUAL_SIZE = 50
LARGEST_SIZE = 100
LONGEST_CURSOR = 500

PAGE_PARAMETERS = [
    OpenApiParameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": LARGEST_SIZE, "default": USUAL_SIZE},
        description="How many entries a page has at most.",
    ),
    OpenApiParameter(
        "cursor",
        {"type": "string", "maxLength": LONGEST_CURSOR},
        description="Where the page begins: take it from `next` or `previous` of another page.",
    ),
]
"""For the description of an operation that answers with a page."""


def page_of(
    request: Request,
    rows: QuerySet[Any] | Sequence[Any],
    write: Callable[[list[Any]], Sequence[Any]],
    *,
    order: str = "pk",
) -> Response:
    """Answer with the page of `rows` that the request asks for.

    Args:
        request: names the page by `cursor` and its length by `limit`.
        rows: a queryset, or a sequence in a lasting order (such as what a stored analysis holds).
        write: turns the rows of one page, all together, into what is sent.
        order: field by which a queryset is ordered, with "-" for the newest first; no two rows may share
            its value. A sequence keeps its own order.

    Raises:
        Problem: 400 `bad-limit` or `bad-cursor`.
    """
    pages = _Pages() if isinstance(rows, QuerySet) else _SequencePages()
    pages.ordering = (order,)
    shown = pages.rows_of(rows, request)
    return pages.get_paginated_response(list(write(shown)))


def page_schema(entry: Any, name: str) -> serializers.Serializer:
    """Return the description of a page of entries, for `extend_schema(responses=...)`.

    Args:
        entry: serializer class of one entry.
        name: what the page is called in the schema, such as "StatementPage".
    """
    address = {"allow_null": True, "help_text": "Address of the neighbouring page."}
    return inline_serializer(
        name,
        {
            "results": entry(many=True),
            "next": serializers.URLField(**address),
            "previous": serializers.URLField(**address),
        },
    )


class _Pages(CursorPagination):
    page_size = USUAL_SIZE
    max_page_size = LARGEST_SIZE
    page_size_query_param = "limit"

    def rows_of(self, rows: Any, request: Request) -> list[Any]:
        try:
            if len(request.query_params.get("cursor", "")) > LONGEST_CURSOR:
                raise ValueError
            return list(self.paginate_queryset(rows, request) or [])
        except (NotFound, ValueError, ValidationError, OverflowError):
            raise Problem(400, "bad-cursor", _("There is no page that begins there.")) from None

    def get_page_size(self, request: Request) -> int:
        wanted = request.query_params.get("limit", str(USUAL_SIZE))
        if not (wanted.isascii() and wanted.isdecimal() and 1 <= int(wanted[:9]) <= LARGEST_SIZE):
            most = {"most": LARGEST_SIZE}
            raise Problem(400, "bad-limit", _("“limit” is a number from 1 to %(most)s.") % most)
        return int(wanted)

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        return tuple(self.ordering)

    def get_paginated_response(self, data: list[Any]) -> Response:
        neighbours = {"next": self.get_next_link(), "previous": self.get_previous_link()}
        return Response({"results": data, **neighbours})


class _SequencePages(_Pages):
    """The same for what is in memory already: a cursor is a place in the sequence."""

    offset_cutoff = None

    def paginate_queryset(self, rows: Any, request: Request, view: Any = None) -> list[Any]:
        self.request, self.size = request, self.get_page_size(request)
        self.base_url = request.build_absolute_uri()
        self.cursor = self.decode_cursor(request)
        self.start = min(self.cursor.offset, len(rows)) if self.cursor else 0
        self.total = len(rows)
        return list(rows[self.start : self.start + self.size])

    def get_next_link(self) -> str | None:
        following = self.start + self.size
        return self._address(following) if following < self.total else None

    def get_previous_link(self) -> str | None:
        return self._address(max(0, self.start - self.size)) if self.start else None

    def _address(self, place: int) -> str:
        return str(self.encode_cursor(Cursor(place, False, None)))
