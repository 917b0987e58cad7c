"""Limits that programs are told: counted where the website counts, shown in the headers of every answer.

The headers are those of the IETF's draft "RateLimit header fields for HTTP": `RateLimit-Policy` says how
many of what are allowed in how many seconds, `RateLimit` how many are left and when more come.
"""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.request import Request

from deliberation.api.callers import caller_of
from deliberation.api.problems import Problem
from deliberation.integrity.counting_ahead import seconds_to_wait_counting_ahead
from deliberation.integrity.rate_limits import Standing, is_uncounted, network_of, seconds_to_wait, standings


def count(limit: str, action: str, *parts: str, times: int = 1, counted_in_common: bool = False) -> None:
    """Count something against a limit of the site, for the caller that `parts` name.

    Use the action and the parts with which the website counts the same, so that both share one limit:
    `count(settings.VOTE_RATE_LIMIT, "vote", participant.public_id, times=len(votes))`.

    Raises:
        Problem: 429 `too-many-requests`, or 503 `cannot-count` where the limit has to be counted in common
            and cannot be at the moment; both say when to come again (`Retry-After`).
    """
    _refuse(seconds_to_wait(limit, action, *parts, times=times, counted_in_common=counted_in_common))


def _refuse(wait: int) -> None:
    if not wait:
        return
    if is_uncounted():
        problem = Problem(503, "cannot-count", _("This cannot be taken just now. Please try again shortly."))
    else:
        problem = Problem(
            429, "too-many-requests", _("That is too often. Please wait %(wait)s seconds.") % {"wait": wait}
        )
    problem.wait = wait
    raise problem


def count_request(request: Request) -> None:
    """Count one request of this caller; every request counts, whatever else it counts for.

    Those of the site's own pages are counted ahead: a page asks again, and shows nobody how its limits stand.

    Raises:
        Problem: 429.
    """
    caller = caller_of(request)
    if caller.startswith("browser "):
        _refuse(seconds_to_wait_counting_ahead(settings.API_RATE_LIMIT, "request", caller))
    else:
        count(settings.API_RATE_LIMIT, "request", caller)


def count_request_of_stranger(request: Request) -> None:
    """Count a request whose key is none of ours for the network it comes from.

    Raises:
        Problem: 429.
    """
    count(settings.API_RATE_LIMIT, "request", f"network {network_of(request._request)}")


def tell_limits(response: HttpResponseBase) -> None:
    """Write into an answer how the limits stand that were counted for it."""
    counted = standings()
    if counted:
        named = [(_name(standing, counted), standing) for standing in counted]
        response["RateLimit-Policy"] = ", ".join(
            f'"{name}";q={standing.amount};w={standing.window_seconds}' for name, standing in named
        )
        response["RateLimit"] = ", ".join(
            f'"{name}";r={standing.left};t={standing.seconds_to_reset}' for name, standing in named
        )


def _name(standing: Standing, counted: Sequence[Standing]) -> str:
    """Return the name of one window of a limit; several windows of one action need different ones."""
    windows = [other for other in counted if other.action == standing.action]
    return standing.action if len(windows) == 1 else f"{standing.action}-{standing.window_seconds}"
