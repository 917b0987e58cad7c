"""Tags by which a visitor's browser learns cheaply that a page of results has not changed."""

import hashlib
import time
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils.translation import get_language
from django.views.decorators.http import condition

from deliberation.models import Analysis, Deliberation, Event, TopicMap
from deliberation.people.participation import cookie_name
from deliberation.results.freshness import latest_analysis_job
from deliberation.results.visibility import results_are_public

SECONDS = 600
"""A tag is good for at most this long, for the sake of ages in words and of new versions of the site."""


def tag_of_results(request: HttpRequest, deliberation: Deliberation, **_parts: Any) -> str | None:
    """Return what a page of results depends on, as a tag; None for known people and hidden results.

    Every vote, decision and change of the deliberation is an event, so the newest event stands for them all.
    """
    if not results_are_public(deliberation):
        return None
    if request.user.is_authenticated or cookie_name(deliberation) in request.COOKIES:
        return None
    newest = _newest(deliberation)
    job = latest_analysis_job(deliberation)
    state = (
        request.get_full_path(),
        request.headers.get("HX-Request", ""),
        get_language(),
        deliberation.takes_votes,
        newest,
        (job.pk, job.state, job.percent) if job else None,
        int(time.time() / SECONDS),
    )
    return f'"{hashlib.sha256(repr(state).encode()).hexdigest()[:32]}"'


def _newest(deliberation: Deliberation) -> tuple[Any, ...]:
    """Return the newest analysis with its hash, topic map and event, in one query."""
    analyses, topic_maps, events = (
        model.objects.filter(deliberation=OuterRef("pk")).order_by("-pk")
        for model in (Analysis, TopicMap, Event)
    )
    newest: tuple[Any, ...] = Deliberation.objects.values_list(
        Subquery(analyses.values("pk")[:1]),
        Subquery(analyses.values("result_hash")[:1]),
        Subquery(topic_maps.values("pk")[:1]),
        Subquery(events.values("pk")[:1]),
    ).get(pk=deliberation.pk)
    return newest


revalidated = condition(etag_func=tag_of_results)
"""Answers 304 to an anonymous visitor whose copy of a page of results is still good."""
