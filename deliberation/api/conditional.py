"""Tags by which a program learns that nothing has changed, before the answer is put together."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import condition
from rest_framework.request import Request
from rest_framework.response import Response

from deliberation.api.callers import caller_of
from deliberation.models import Analysis, Deliberation, Event

FORM = "1"
"""Raised when the answers of this version of the interface take another form, so that no old tag fits."""


def unless_unchanged(
    request: Request, answer: Callable[[], Response], *parts: Any, in_languages: bool = False
) -> HttpResponseBase:
    """Answer a GET with a tag (`ETag`), or with 304 where the caller holds this very answer already.

    Args:
        request: its `If-None-Match` names what the caller holds.
        answer: makes the answer; not called for a 304.
        parts: what the answer depends on, cheap to know: `newest_event(deliberation)`, the hash of an
            analysis, the state of the row. The address, its query and the caller are counted in already.
        in_languages: the answer holds texts in the language of the request; its tag is then a weak one, and
            the language is counted in.
    """
    known = (FORM, request.get_full_path(), caller_of(request), get_language() if in_languages else "", parts)
    digest = hashlib.sha256(repr(known).encode()).hexdigest()[:32]
    tag = f'W/"{digest}"' if in_languages else f'"{digest}"'

    @condition(etag_func=lambda _request: tag)
    def answered(_request: Any) -> HttpResponseBase:
        return answer()

    response: HttpResponseBase = answered(request._request)
    if in_languages:
        patch_vary_headers(response, ["Accept-Language"])
    return response


def newest_event(deliberation: Deliberation) -> int:
    """Return the number of the newest event: every vote, decision and change of a deliberation is one."""
    newest = Event.objects.filter(deliberation=deliberation).order_by("-pk").values_list("pk", flat=True)
    return newest.first() or 0


def newest_of(deliberation: Deliberation) -> tuple[Any, ...]:
    """Return the newest event and the hash of the newest analysis, in one query: what results depend on."""
    analyses, events = (
        model.objects.filter(deliberation=OuterRef("pk")).order_by("-pk") for model in (Analysis, Event)
    )
    newest: tuple[Any, ...] = Deliberation.objects.values_list(
        Subquery(analyses.values("result_hash")[:1]), Subquery(events.values("pk")[:1])
    ).get(pk=deliberation.pk)
    return newest
