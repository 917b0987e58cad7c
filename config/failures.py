"""What is answered when something fails on our side: 503 while the database is away, 500 for a fault.

Django asks for these answers wherever an error leaves a view or a middleware, so that no page, no part of a
page and no program gets a 500 because PostgreSQL is restarted.
"""

import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from config.request_log import request_id
from deliberation.api.problem_responses import fault_response
from deliberation.integrity.database_away import COME_AGAIN_SECONDS, is_database_away, note_failure

FOR_PROGRAMS = "/api/v"
"""Whatever lies below is answered with problem documents."""


def answer_to_failure(request: HttpRequest) -> HttpResponse:
    """Answer an error that nothing has dealt with; it is the one being handled as this is called.

    The pages are rendered without the request: whoever signs in and what they may see cannot be read now.
    """
    error = sys.exception()
    note_failure(error)
    if request.path_info.startswith(FOR_PROGRAMS):
        response: HttpResponse = fault_response(error)
    elif error is not None and is_database_away(error):
        response = HttpResponse(render_to_string("503.html"), status=503)
        response["Retry-After"] = str(COME_AGAIN_SECONDS)
    else:
        response = HttpResponse(render_to_string("500.html", {"request_id": request_id()}), status=500)
    response["Cache-Control"] = "no-store"
    return response
