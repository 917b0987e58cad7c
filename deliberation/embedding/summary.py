"""The results in short, for a frame on another site: what was found, and the way to all of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from deliberation.models import Deliberation
from deliberation.results import sentences
from deliberation.results.freshness import freshness_of
from deliberation.results.overview import overview_of
from deliberation.results.visibility import for_readers_of_results
from deliberation.translating.translations import translations_into

SHOWN = 3


@require_safe
@for_readers_of_results
def results_summary(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Show the findings in three sentences and the statements that unite people most."""
    freshness = freshness_of(deliberation)
    if freshness.analysis is None:
        context = {"deliberation": deliberation, "freshness": freshness}
        return render(request, "deliberation/results/nothing_yet.html", context)
    overview = overview_of(freshness.analysis)
    uniting = overview.uniting[:SHOWN]
    context = {
        "deliberation": deliberation,
        "analysis": freshness.analysis,
        "overview": overview,
        "sentences": sentences.opening_sentences(overview),
        "uniting_title": sentences.uniting_title(overview),
        "uniting": uniting,
        "translations": translations_into([line.statement for line in uniting], get_language() or "en"),
    }
    return render(request, "deliberation/embedding/results.html", context)
