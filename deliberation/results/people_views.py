"""The page on who took part and when."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from deliberation.models import Analysis, Deliberation
from deliberation.results.csv_response import Row, table_response
from deliberation.results.freshness import freshness_of
from deliberation.results.kept_pages import kept_for_readers
from deliberation.results.participation_over_time import participation_over_time
from deliberation.results.sentences_on_people import over_time_title, question_title
from deliberation.results.visibility import for_readers_of_results
from deliberation.results.who_took_part import who_took_part


@require_safe
@kept_for_readers
@for_readers_of_results
def participation(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Who took part, against the population, and when people voted."""
    freshness = freshness_of(deliberation)
    if freshness.analysis is None:
        context = {"deliberation": deliberation, "freshness": freshness}
        return render(request, "deliberation/results/nothing_yet.html", context)
    over_time = participation_over_time(deliberation, freshness.analysis)
    questions = who_took_part(deliberation, get_language() or "en")
    context = {
        "deliberation": deliberation,
        "analysis": freshness.analysis,
        "over_time": over_time,
        "over_time_title": over_time_title(over_time),
        "questions": [(question_title(line), line) for line in questions],
    }
    return render(request, "deliberation/results/participation.html", context)


@require_safe
@for_readers_of_results
def participation_csv(request: HttpRequest, deliberation: Deliberation) -> StreamingHttpResponse:
    """Votes and newcomers by hour, day or week."""
    analysis = Analysis.objects.latest_of(deliberation)
    if analysis is None:
        raise Http404("There is no analysis yet.")
    over_time = participation_over_time(deliberation, analysis)
    rows: list[Row] = [[step.start.isoformat(), step.votes, step.newcomers] for step in over_time.steps]
    header = [f"{over_time.unit}_from", "votes", "new_participants"]
    return table_response(request, f"{deliberation.slug}-participation", header, rows)


@require_safe
@for_readers_of_results
def who_took_part_csv(request: HttpRequest, deliberation: Deliberation) -> StreamingHttpResponse:
    """The answers to the questionnaire, counted; empty where too few gave one to say how many."""
    rows: list[Row] = [
        [
            question.key,
            answer.words,
            "" if answer.people is None else answer.people,
            "" if answer.share is None else round(answer.share, 4),
            "" if answer.population is None else answer.population,
        ]
        for question in who_took_part(deliberation, get_language() or "en")
        for answer in question.answers
    ]
    header = ["question", "answer", "people", "share", "population_share"]
    return table_response(request, f"{deliberation.slug}-people", header, rows)
