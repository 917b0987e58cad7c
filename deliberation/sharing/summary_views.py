"""A deliberation on one sheet of paper."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from deliberation.models import Analysis, Deliberation
from deliberation.people.introduction import introduction_of
from deliberation.people.qr_codes import qr_code
from deliberation.results import sentences
from deliberation.results.group_names import names_of
from deliberation.results.overview import overview_of
from deliberation.results.visibility import for_readers_of_results
from deliberation.sharing.outcomes import outcomes_of
from deliberation.sharing.social import whole
from deliberation.translating.translations import translations_into

UNITING, DIVIDING = 4, 4
"""Statements that a sheet has room for."""


@require_safe
@for_readers_of_results
def summary(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Question, people, what unites and divides, groups, and what came out, with the address to read on."""
    analysis = Analysis.objects.latest_of(deliberation)
    outcomes = outcomes_of(request, deliberation)
    address = (
        outcomes[0].address if outcomes else whole(request, "deliberation:deliberation", deliberation.slug)
    )
    context: dict[str, Any] = {
        "deliberation": deliberation,
        "introduction": introduction_of(deliberation),
        "analysis": analysis,
        "outcomes": outcomes,
        "address": address,
        "qr_code": qr_code(address),
    }
    return render(
        request, "deliberation/sharing/summary.html", context | (_findings(analysis) if analysis else {})
    )


def _findings(analysis: Analysis) -> dict[str, Any]:
    prefetch_related_objects([analysis], "groups")
    overview = overview_of(analysis)
    uniting, dividing = overview.uniting[:UNITING], overview.dividing[:DIVIDING]
    shown = [line.statement for line in (*uniting, *dividing)]
    return {
        "overview": overview,
        "who": sentences.opening_sentences(overview)[0],
        "parts": [
            ("unites", sentences.uniting_title(overview), uniting),
            ("divides", sentences.dividing_title(overview), dividing),
        ],
        "names": names_of(overview.groups),
        "translations": translations_into(shown, get_language() or "en"),
    }
