"""Tracing both ways: how a principle came about, and what became of a statement. As pages and as JSON."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from constitution.models import ConstitutionVersion
from constitution.services.tracing import trace_principle, trace_statement
from constitution.tracing import as_json
from constitution.tracing.chain import Trace
from deliberation.models import Deliberation
from deliberation.people.participation import participant_from
from deliberation.results.visibility import results_visible_to, role_of

JSON = "application/json"


@require_safe
def principle(request: HttpRequest, slug: str, number: int, principle: int) -> HttpResponse:
    """How a principle came about: everything behind it, from what people said to the sealed version."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    version = get_object_or_404(ConstitutionVersion.objects.of(deliberation), number=number)
    trace = trace_principle(version, principle, with_proofs=_wants_json(request))
    if trace is None:
        raise Http404("This version has no such principle.")
    context = {"deliberation": deliberation, "number": principle}
    return _answer(request, trace, "constitution/trace.html", context)


@require_safe
def statement(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What became of a statement in each version of the constitution."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    sees_votes = results_visible_to(deliberation, participant, role_of(request, deliberation))
    proofs = _wants_json(request)
    trace = trace_statement(deliberation, number, with_votes=sees_votes, with_proofs=proofs)
    if trace is None:
        raise Http404("There is no such statement.")
    context = {"deliberation": deliberation, "sees_votes": sees_votes}
    return _answer(request, trace, "constitution/trace_statement.html", context)


def _answer(request: HttpRequest, trace: Trace, template: str, context: dict[str, Any]) -> HttpResponse:
    response: HttpResponse
    if _wants_json(request):
        response = JsonResponse(as_json(trace), json_dumps_params={"ensure_ascii": False, "indent": 1})
    else:
        response = render(request, template, {"trace": trace, **context})
    patch_vary_headers(response, ["Accept"])
    return response


def _wants_json(request: HttpRequest) -> bool:
    if request.GET.get("format") == "json":
        return True
    return request.get_preferred_type(["text/html", JSON]) == JSON
