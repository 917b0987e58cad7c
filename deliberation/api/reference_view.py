"""The reference of the interface for programs, as a page for people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from deliberation.api.problem_kinds import PROBLEM_KINDS
from deliberation.api.reference import parts_of_reference


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Every address with who may ask, what to send and what comes back; every kind of problem."""
    context = {
        "parts": parts_of_reference(request.build_absolute_uri("/").rstrip("/")),
        "problems": [(kind, status, text) for kind, (status, text) in sorted(PROBLEM_KINDS.items())],
    }
    return render(request, "deliberation/programs/reference.html", context)
