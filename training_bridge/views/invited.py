"""The door of pages that an invited person opens by a link of their own, without an account."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deliberation.integrity.rate_limits import network_of, seconds_to_wait
from training_bridge.models import TrainingInvitation, TrainingRun
from training_bridge.services.people import invitation_of, was_withdrawn
from training_bridge.views.finding import listed_run

UNKNOWN, WITHDRAWN, CLOSED = "unknown", "withdrawn", "closed"
STATUS = {UNKNOWN: 404, WITHDRAWN: 410, CLOSED: 410}


def for_invited(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page to whoever has the key of an invitation; the page gets the run and the invitation.

    Others are told kindly why the link opens nothing, and may not try many keys. As the key is in the
    address, nothing keeps the page, no search engine lists it, and no other page is told the address.
    """

    @wraps(page)
    def guarded(request: HttpRequest, slug: str, public_id: str, key: str, **parts: Any) -> HttpResponse:
        run = listed_run(slug, public_id)
        invitation = invitation_of(run, key)
        if invitation is None:
            response = _refuse(request, run, key)
        else:
            response = page(request, run, invitation, **parts)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Referrer-Policy"] = "strict-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


def link_ended(request: HttpRequest, run: TrainingRun, why: str, **more: Any) -> HttpResponse:
    """Say kindly that a link opens nothing, or nothing any more."""
    context = {"deliberation": run.deliberation, "run": run, "why": why, **more}
    return render(request, "training_bridge/link_ended.html", context, status=STATUS[why])


def too_often(request: HttpRequest, invitation: TrainingInvitation) -> int:
    """Count one more answer of a person, and return how many seconds to wait if that is too often."""
    if request.method != "POST":
        return 0
    return seconds_to_wait(settings.VOTE_RATE_LIMIT, "help-training", str(invitation.pk), network_of(request))


def _refuse(request: HttpRequest, run: TrainingRun, key: str) -> HttpResponse:
    if was_withdrawn(run, key):
        return link_ended(request, run, WITHDRAWN)
    if seconds_to_wait(settings.JOIN_RATE_LIMIT, "training-key", network_of(request)):
        return render(request, "429.html", status=429)
    return link_ended(request, run, UNKNOWN)
