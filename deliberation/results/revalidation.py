"""Tags by which a visitor's browser learns cheaply that a page of results has not changed."""

import hashlib
import time
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.views.decorators.http import condition

from deliberation.models import Analysis, Deliberation, Event, TopicMap
from deliberation.people.participation import cookie_name
from deliberation.results.freshness import latest_analysis_job
from deliberation.results.visibility import results_are_public

SECONDS = 600
"""A tag is good for at most this long, for the sake of ages in words and of new versions of the site."""


def tag_of_results(request: HttpRequest, slug: str, **_parts: Any) -> str | None:
    """Return what a page of results depends on, as a tag; None for known people and hidden results.

    Every vote, decision and change of the deliberation is an event, so the newest event stands for them all.
    """
    deliberation = Deliberation.objects.listed().filter(slug=slug).first()
    if deliberation is None or not results_are_public(deliberation):
        return None
    if request.user.is_authenticated or cookie_name(deliberation) in request.COOKIES:
        return None
    analysis = (
        Analysis.objects.filter(deliberation=deliberation).order_by("-id").values_list("pk", "result_hash")
    )
    topics = TopicMap.objects.filter(deliberation=deliberation).order_by("-id").values_list("pk", flat=True)
    newest = Event.objects.filter(deliberation=deliberation).order_by("-id").values_list("pk", flat=True)
    job = latest_analysis_job(deliberation)
    state = (
        request.get_full_path(),
        request.headers.get("HX-Request", ""),
        get_language(),
        deliberation.takes_votes,
        analysis.first(),
        topics.first(),
        newest.first(),
        (job.pk, job.state, job.percent) if job else None,
        int(time.time() / SECONDS),
    )
    return f'"{hashlib.sha256(repr(state).encode()).hexdigest()[:32]}"'


revalidated = condition(etag_func=tag_of_results)
"""Answers 304 to an anonymous visitor whose copy of a page of results is still good."""
