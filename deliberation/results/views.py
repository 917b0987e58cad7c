from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from deliberation.models import Analysis, Deliberation, Statement, Topic, TopicMap
from deliberation.people.participation import participant_from
from deliberation.results import sentences
from deliberation.results.certainty import certainty_of, redrawn_assemblies
from deliberation.results.division_swarm import division_swarm
from deliberation.results.freshness import freshness_of
from deliberation.results.group_names import names_of
from deliberation.results.importance import important_votes
from deliberation.results.kept_pages import kept_for_readers
from deliberation.results.left_out import left_out_of
from deliberation.results.map_of_opinions import map_of
from deliberation.results.overview import Overview, overview_of
from deliberation.results.standing_words import standing_sentence
from deliberation.results.statement_list import Query, by_importance, find_results, page_of_lines
from deliberation.results.topics import topics_of
from deliberation.results.verdicts import distance, weakness
from deliberation.results.visibility import for_readers_of_results
from deliberation.results.whereabouts import place_of
from deliberation.translating.translations import translations_into

SORT_NAMES = {
    "consensus": _("Shared ground"),
    "divisive": _("Most divided"),
    "bridging": _("Second opinion on shared ground"),
    "votes": _("Most votes"),
    "agree": _("Agree"),
    "weighted": _("Agree, weighted"),
    "disagree": _("Disagree"),
    "pass": _("Pass"),
    "important": _("Important to people"),
    "number": _("Number"),
}
COLUMNS = {
    "number": _("No."),
    "votes": _("Votes"),
    "agree": _("Agree"),
    "weighted": _("Weighted"),
    "disagree": _("Disagree"),
    "pass": _("Pass"),
}


@require_safe
@kept_for_readers
@for_readers_of_results
def results(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """What unites people, what divides them, where they stand, and how sure that is."""
    freshness = freshness_of(deliberation)
    context: dict[str, Any] = {"deliberation": deliberation, "freshness": freshness}
    if freshness.analysis is None:
        return render(request, "deliberation/results/nothing_yet.html", context)
    return render(
        request,
        "deliberation/results/results.html",
        context | _findings(request, deliberation, freshness.analysis),
    )


def _findings(request: HttpRequest, deliberation: Deliberation, analysis: Analysis) -> dict[str, Any]:
    prefetch_related_objects([analysis], "groups")
    overview, drawn = overview_of(analysis), map_of(analysis)
    participant = participant_from(request, deliberation)
    you = place_of(participant, analysis, drawn) if participant else None
    topics = topics_of(analysis)
    certainty = certainty_of(analysis)
    return {
        "overview": overview,
        "analysis": analysis,
        "left_out": left_out_of(analysis),
        "sentences": sentences.opening_sentences(overview),
        "uniting_title": sentences.uniting_title(overview),
        "uniting": [(line, weakness(line, certainty.redrawn)) for line in overview.uniting],
        "swarm": division_swarm(analysis, overview.dividing),
        "dividing_title": sentences.dividing_title(overview),
        "dividing": [(line, distance(line)) for line in overview.dividing],
        "map": drawn,
        "map_title": sentences.map_title(overview),
        "you": you,
        "names": names_of(overview.groups),
        "you_sentence": standing_sentence(you, 0, names_of(overview.groups)) if you else "",
        "topics": topics,
        "topics_hold_back": any(not topic.is_complete for topic in topics),
        "topics_title": sentences.topics_title(topics, overview),
        "certainty": certainty,
        "translations": translations_into(_spoken_of(overview), get_language() or "en"),
    }


def _spoken_of(overview: Overview) -> list[Statement]:
    portrayed = [found.line for portrait in overview.groups for found in portrait.representative]
    return [line.statement for line in (*overview.uniting, *overview.dividing, *portrayed)]


@require_safe
@for_readers_of_results
def progress(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """How far the running analysis has come: the part of the page that htmx asks for again and again."""
    context = {"deliberation": deliberation, "freshness": freshness_of(deliberation)}
    context["shown"] = request.GET.get("shown", "")
    return render(request, "deliberation/results/_progress.html", context)


@require_safe
@kept_for_readers
@for_readers_of_results
def statements(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """All statements with their results, to search and sort."""
    analysis = Analysis.objects.latest_of(deliberation)
    if analysis is None:
        context = {"deliberation": deliberation, "freshness": freshness_of(deliberation)}
        return render(request, "deliberation/results/nothing_yet.html", context)
    template = "_statement_table.html" if request.htmx else "statements.html"
    context = _statement_search(request, deliberation, analysis)
    return render(request, f"deliberation/results/{template}", context)


def _statement_search(request: HttpRequest, deliberation: Deliberation, analysis: Analysis) -> dict[str, Any]:
    query = Query.from_address(request.GET)
    topic_map = TopicMap.objects.filter(deliberation=deliberation).order_by("-id").first()
    topics = list(Topic.objects.filter(topic_map=topic_map))
    topic = next((topic for topic in topics if topic.number == query.topic), None)
    letters = tuple(group.letter for group in analysis.groups.all())
    is_weighted, important = analysis.is_weighted, important_votes(analysis)
    found = find_results(analysis, query, topic)
    if query.sort == "important":
        found = by_importance(found, important, upward=query.upward)
    page = page_of_lines(found, letters, request.GET.get("page"), redrawn_assemblies(analysis), important)
    columns = [
        {
            "sort": sort,
            "label": label,
            "icon": f"icons/{sort}.svg" if sort in {"agree", "disagree", "pass"} else "",
            "address": query.sorted_by(sort),
        }
        for sort, label in COLUMNS.items()
        if is_weighted or sort != "weighted"
    ]
    return {
        "deliberation": deliberation,
        "analysis": analysis,
        "query": query,
        "topics": topics,
        "topic": topic,
        "has_importance": bool(important),
        "translations": translations_into(
            (each.line.statement for each in page.object_list), get_language() or "en"
        ),
        "sorts": [name for name in SORT_NAMES.items() if is_weighted or name[0] != "weighted"],
        "is_weighted": is_weighted,
        "columns": columns,
        "holds_back": any(not each.line.is_complete for each in page.object_list),
        "letters": letters if len(letters) > 1 else (),
        "width": len(columns) + len(letters),
        "page": page,
        "before": query.address(page=page.previous_page_number()) if page.has_previous() else "",
        "after": query.address(page=page.next_page_number()) if page.has_next() else "",
    }
