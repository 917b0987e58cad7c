"""Answers errors with problem documents (RFC 9457): a sentence for people, a type for programs."""

import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.signals import got_request_exception
from django.db import DataError
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from deliberation.api.problems import Problem
from deliberation.integrity.database_away import COME_AGAIN_SECONDS, is_database_away, note_failure

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
TYPES_ADDRESS = "/api/#problem-"
"""Each type is a paragraph of the reference page."""


def problem_response(error: Exception, context: dict[str, Any]) -> Response:
    """Answer an error with a problem document; of a fault of ours it says nothing but that there is one."""
    if not isinstance(error, exceptions.APIException):
        error = _as_problem(error, context)
    set_rollback()
    status = error.status_code
    document: dict[str, Any] = {
        "type": f"{TYPES_ADDRESS}{kind_of(error)}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence_of(error),
    }
    if isinstance(error, exceptions.ValidationError) and isinstance(error.detail, dict):
        document["errors"] = error.detail
    if isinstance(error, Problem):
        document |= error.more
    response = Response(document, status=status, content_type=MEDIA_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = getattr(error, "auth_header", "") or 'Bearer realm="concord"'
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(int(wait))
    return response


def fault_response(error: BaseException | None) -> JsonResponse:
    """Answer a fault that arose outside of every view, as before one was found; it has been noted already."""
    answer = problem_response(_fault(error), {})
    response = JsonResponse(answer.data, status=answer.status_code, content_type=MEDIA_TYPE)
    if "Retry-After" in answer:
        response["Retry-After"] = answer["Retry-After"]
    return response


def _as_problem(error: Exception, context: dict[str, Any]) -> Problem:
    if isinstance(error, Http404):
        return Problem(404, "not-found", _("There is nothing at this address for you."))
    if isinstance(error, PermissionDenied):
        return Problem(403, "not-allowed", str(error) or _("This is not for you."))
    if isinstance(error, RequestDataTooBig):
        return Problem(413, "too-large", _("The request is larger than this site takes."))
    if isinstance(error, DataError):
        logger.warning(
            "A request held what the database cannot keep (%s)", type(error.__cause__ or error).__name__
        )
        return Problem(400, "cannot-be-kept", _("Something in the request cannot be kept as it is."))
    request = getattr(context.get("request"), "_request", None)
    got_request_exception.send(sender=None, request=request)
    note_failure(error)
    return _fault(error)


def _fault(error: BaseException | None) -> Problem:
    """Return what is said of an error that is not the caller's: no more than whether to come again."""
    if error is not None and is_database_away(error):
        problem = Problem(503, "database-away", _("The site cannot read or keep anything just now."))
        problem.wait = COME_AGAIN_SECONDS
        return problem
    return Problem(500, "our-fault", _("Something went wrong on our side. It has been noted."))


def kind_of(error: exceptions.APIException) -> str:
    """Return the last part of a problem's type."""
    if isinstance(error, Problem):
        return error.kind
    return str(error.default_code).replace("_", "-")


def sentence_of(error: exceptions.APIException) -> str:
    """Return what went wrong as one sentence."""
    if isinstance(error, exceptions.ValidationError):
        return _("Something in the request is missing or cannot be read.")
    return str(error.detail)
