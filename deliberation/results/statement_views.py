"""The page of one statement with its results."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from deliberation.models import Analysis, Deliberation, StatementTranslation
from deliberation.results.certainty import redrawn_assemblies
from deliberation.results.kept_pages import kept_for_readers
from deliberation.results.statement_page import line_of, marks_on, reasons_for
from deliberation.results.verdicts import verdict_of
from deliberation.results.visibility import for_readers_of_results
from deliberation.translating.translations import translations_into


@require_safe
@kept_for_readers
@for_readers_of_results
def statement(request: HttpRequest, deliberation: Deliberation, number: int) -> HttpResponse:
    """One statement: each group's votes, the reasons people gave, what passes meant, translations."""
    analysis = Analysis.objects.latest_of(deliberation)
    line = line_of(analysis, number) if analysis is not None else None
    if analysis is None or line is None:
        raise Http404("No results of such a statement.")
    context = {
        "deliberation": deliberation,
        "analysis": analysis,
        "line": line,
        "lines": [line],
        "verdict": verdict_of(line, redrawn_assemblies(analysis)),
        "marks": marks_on(line.result),
        "reasons": reasons_for(line.statement, request.GET),
        "translations": translations_into([line.statement], get_language() or "en"),
        "all_translations": StatementTranslation.objects.filter(statement=line.statement).order_by(
            "language"
        ),
    }
    return render(request, "deliberation/results/statement.html", context)
