"""The pages on where the reader stands."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from deliberation.models import Analysis, Deliberation
from deliberation.people.participation import participant_from
from deliberation.results.charts import LETTERS
from deliberation.results.freshness import freshness_of
from deliberation.results.group_names import group_names, names_of
from deliberation.results.map_of_opinions import map_of
from deliberation.results.overview import Overview, StatementLine, overview_of, public_results
from deliberation.results.sentences import map_title
from deliberation.results.shaded_map import shaded_by
from deliberation.results.standing_findings import findings_of
from deliberation.results.standing_words import standing_sentence
from deliberation.results.visibility import for_readers_of_results
from deliberation.results.whereabouts import Votes, place_by, votes_held_by
from deliberation.translating.translations import translations_into

TO_SHADE_BY = 8
"""Statements offered for shading the map; every statement's own page leads here too."""


@require_safe
@never_cache
@for_readers_of_results
def where_you_stand(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Where the reader stands: the opinion map, what their group holds, what is shared, where they differ.

    With `?statement=N` the map is shaded by how people voted on that statement; `part=map` asks for the map
    alone.
    """
    analysis = Analysis.objects.latest_of(deliberation)
    participant = participant_from(request, deliberation)
    held = votes_held_by(participant) if participant else {}
    context: dict[str, Any] = {"deliberation": deliberation, "held": held}
    if analysis is None:
        sentence = standing_sentence(None, len(held), {})
        context |= {"freshness": freshness_of(deliberation), "sentence": sentence}
        return render(request, "deliberation/results/stand_nowhere_yet.html", context)
    context |= _map(analysis, held, request.GET.get("statement", ""))
    context |= _findings(analysis, context)
    name = "_stand_map.html" if request.GET.get("part") == "map" else "where_you_stand.html"
    return render(request, f"deliberation/results/{name}", context)


@require_safe
@never_cache
@for_readers_of_results
def where_you_stand_small(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Where the reader stands as a small picture with one sentence: a part of other pages."""
    participant = participant_from(request, deliberation)
    analysis = Analysis.objects.latest_of(deliberation)
    votes = votes_held_by(participant) if participant else {}
    context: dict[str, Any] = {"deliberation": deliberation}
    context["sentence"] = standing_sentence(None, len(votes), {})
    if analysis is not None:
        drawn, names = map_of(analysis), group_names(analysis)
        place = place_by(votes, analysis, drawn)
        context |= {
            "map": drawn,
            "you": place,
            "name": names.get(place.letter) if place else None,
            "sentence": standing_sentence(place, len(votes), names),
        }
    return render(request, "deliberation/results/_where_you_stand_small.html", context)


def _map(analysis: Analysis, held: Votes, chosen: str) -> dict[str, Any]:
    """The map with the reader on it, shaded by the chosen statement if there is such a one."""
    drawn, overview = map_of(analysis), overview_of(analysis)
    letters = tuple(portrait.letter for portrait in overview.groups)
    number = int(chosen) if chosen.isdecimal() and len(chosen) < 10 else None
    shaded = shaded_by(analysis, drawn, letters, number) if number is not None else None
    place, names = place_by(held, analysis, drawn), names_of(overview.groups)
    return {
        "analysis": analysis,
        "overview": overview,
        "map": drawn,
        "map_title": shaded.title if shaded else map_title(overview),
        "shaded": shaded,
        "labels": shaded.labels if shaded else {},
        "offered": _offered(overview),
        "you": place,
        "names": names,
        "name": names.get(place.letter) if place else None,
        "sentence": standing_sentence(place, len(held), names),
    }


def _offered(overview: Overview) -> list[StatementLine]:
    """Statements worth seeing on the map: what divides, what sets the groups apart, what unites."""
    first = [portrait.representative[0].line for portrait in overview.groups if portrait.representative]
    lines = [*overview.dividing[:3], *first, *overview.uniting[:2], *overview.dividing[3:]]
    return list({line.statement.pk: line for line in lines}.values())[:TO_SHADE_BY]


def _findings(analysis: Analysis, context: dict[str, Any]) -> dict[str, Any]:
    held, you, overview = context["held"], context["you"], context["overview"]
    letters = tuple(portrait.letter for portrait in overview.groups)
    results = public_results(analysis).filter(statement__number__in=list(held))
    group = LETTERS.index(you.letter) if you and you.letter else None
    findings = findings_of(held, (StatementLine(result, letters) for result in results), group)
    portrait = overview.groups[group] if group is not None else None
    shown = [*context["offered"], *findings.shared, *(own.line for own in findings.differing)]
    shown += [found.line for found in portrait.representative] if portrait else []
    shown += [context["shaded"].line] if context["shaded"] else []
    return {
        "findings": findings,
        "portrait": portrait,
        "translations": translations_into((line.statement for line in shown), get_language() or "en"),
    }
