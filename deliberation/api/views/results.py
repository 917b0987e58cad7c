"""Reading results: the newest, every statement's, and each stored analysis."""

from typing import Any

from django.db.models import F
from django.http import Http404, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from deliberation.api.access import deliberation_in, require_results
from deliberation.api.base_view import ApiView
from deliberation.api.callers import is_known
from deliberation.api.conditional import newest_of, unless_unchanged
from deliberation.api.contents.results import (
    analysis_content,
    analysis_in_brief,
    lines_content,
    results_content,
)
from deliberation.api.paging import PAGE_PARAMETERS, page_of, page_schema
from deliberation.api.problems import Problem
from deliberation.api.serializers.results import (
    AnalysisInBriefSerializer,
    AnalysisSerializer,
    ResultsSerializer,
    StatementResultSerializer,
    StatementResultsPageSerializer,
)
from deliberation.models import Analysis, Deliberation, StatementResult
from deliberation.results.freshness import freshness_of
from deliberation.results.overview import StatementLine, public_results

YEAR = 365 * 24 * 3600


class ResultsView(ApiView):
    """The newest results."""

    @extend_schema(operation_id="results_read", responses=ResultsSerializer, tags=["results"])
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """The groups, what unites and what divides them, in figures and in sentences.

        403 `results-not-open` as long as the organisers keep them closed to you; 404 `no-results-yet` before
        the first analysis. `analysis.result_hash` says when they have changed.
        """
        deliberation = _open_to(request, slug)
        freshness = freshness_of(deliberation)
        if freshness.analysis is None:
            raise _nothing_yet()
        analysis, job = freshness.analysis, freshness.job

        def answer() -> Response:
            analysis.deliberation = deliberation
            return Response(ResultsSerializer(results_content(request, analysis, freshness)).data)

        state = (job.pk, job.state) if job else None
        return unless_unchanged(request, answer, newest_of(deliberation), state, in_languages=True)


class ResultsStatementsView(ApiView):
    """Every statement with its votes."""

    @extend_schema(
        operation_id="results_statements_list",
        parameters=PAGE_PARAMETERS,
        responses=StatementResultsPageSerializer,
        tags=["results"],
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """Every statement with the votes on it, by group, and its measures; by number.

        Each page names the analysis it is of: where `result_hash` changes from one page to the next, newer
        results have come in, and the list has to be read again from the start.
        """
        deliberation = _open_to(request, slug)
        analysis = Analysis.objects.latest_of(deliberation)
        if analysis is None:
            raise _nothing_yet()

        def answer() -> Response:
            letters = tuple(group.letter for group in analysis.groups.all())

            def write(rows: list[StatementResult]) -> list[Any]:
                lines = [StatementLine(result, letters) for result in rows]
                return StatementResultSerializer(lines_content(lines), many=True).data

            results = public_results(analysis).annotate(number=F("statement__number"))
            page = page_of(request, results, write, order="number")
            page.data = {"result_hash": analysis.result_hash, "groups": letters, **page.data}
            return page

        return unless_unchanged(request, answer, newest_of(deliberation))


class AnalysesView(ApiView):
    """Stored analyses."""

    @extend_schema(
        operation_id="analyses_list",
        parameters=PAGE_PARAMETERS,
        responses=page_schema(AnalysisInBriefSerializer, "AnalysisPage"),
        tags=["results"],
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """Every stored analysis, the newest first: of which votes, and with which hash."""
        deliberation = _open_to(request, slug)

        def write(rows: list[Analysis]) -> list[Any]:
            contents = [analysis_in_brief(request, slug, analysis) for analysis in rows]
            return AnalysisInBriefSerializer(contents, many=True).data

        def answer() -> Response:
            analyses = Analysis.objects.filter(deliberation=deliberation).select_related("grouped_by")
            unread = ("summary", "parameters", "grouped_by__summary", "grouped_by__parameters")
            return page_of(request, analyses.defer(*unread), write, order="-pk")

        return unless_unchanged(request, answer, newest_of(deliberation))


class AnalysisView(ApiView):
    """A stored analysis."""

    @extend_schema(operation_id="analysis_read", responses=AnalysisSerializer, tags=["results"])
    def get(self, request: Request, slug: str, result_hash: str) -> HttpResponseBase:
        """A stored analysis by its hash. It never changes: keep it as long as you like."""
        deliberation = _open_to(request, slug)
        analyses = Analysis.objects.filter(deliberation=deliberation, result_hash=result_hash)
        # The same votes may have been analysed again, with the same result; the first answer stays.
        analysis = analyses.select_related("grouped_by").order_by("pk").first()
        if analysis is None:
            raise Http404

        def answer() -> Response:
            return Response(AnalysisSerializer(analysis_content(analysis)).data)

        response = unless_unchanged(request, answer, result_hash)
        if not is_known(request):
            patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
        return response


def _open_to(request: Request, slug: str) -> Deliberation:
    deliberation = deliberation_in(request, slug)
    require_results(request, deliberation)
    return deliberation


def _nothing_yet() -> Problem:
    return Problem(404, "no-results-yet", _("Nothing has been analysed yet."))
