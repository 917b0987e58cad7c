"""The pages on where the reader stands."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from deliberation.models import Analysis, Deliberation
from deliberation.people.participation import participant_from
from deliberation.results.group_names import group_names
from deliberation.results.map_of_opinions import map_of
from deliberation.results.standing_words import standing_sentence
from deliberation.results.visibility import for_readers_of_results
from deliberation.results.whereabouts import place_by, votes_held_by


@require_safe
@never_cache
@for_readers_of_results
def where_you_stand(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Where the reader stands: the opinion map, what their group holds, what is shared, where they differ."""
    return render(request, "deliberation/results/where_you_stand.html", _standing(request, deliberation))


@require_safe
@never_cache
@for_readers_of_results
def where_you_stand_small(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Where the reader stands as a small picture with one sentence: a part of other pages."""
    context = _standing(request, deliberation)
    return render(request, "deliberation/results/_where_you_stand_small.html", context)


def _standing(request: HttpRequest, deliberation: Deliberation) -> dict[str, Any]:
    participant = participant_from(request, deliberation)
    analysis = Analysis.objects.latest_of(deliberation)
    votes = votes_held_by(participant) if participant else {}
    context: dict[str, Any] = {"deliberation": deliberation, "analysis": analysis, "held": votes}
    if analysis is None:
        return context | {"sentence": standing_sentence(None, len(votes), {})}
    drawn, names = map_of(analysis), group_names(analysis)
    place = place_by(votes, analysis, drawn)
    return context | {
        "map": drawn,
        "you": place,
        "names": names,
        "name": names.get(place.letter) if place else None,
        "sentence": standing_sentence(place, len(votes), names),
    }
