"""Arriving: the front page and the landing page of a deliberation."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from deliberation.models import Deliberation, Participant
from deliberation.people.counts import counts_of
from deliberation.people.introduction import introduction_of, introductions_of
from deliberation.people.languages import readers_language
from deliberation.people.participation import participant_from
from deliberation.people.phases import phase_sentences
from deliberation.people.proof_of_work import new_challenge
from deliberation.people.questionnaire import answers_of
from deliberation.people.services import joins_by_acting, takes_only_vouched
from deliberation.voting.forms import new_client_key
from deliberation.voting.next_statement import Turn, next_turn

DRAWS = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What Concord is, and the deliberations one can take part in or look back on."""
    deliberations = list(Deliberation.objects.listed())
    counts, introductions = counts_of(deliberations), introductions_of(deliberations)
    rows = [
        {
            "deliberation": deliberation,
            "introduction": introductions[deliberation.pk],
            "counts": counts[deliberation.pk],
            "phases": phase_sentences(deliberation),
        }
        for deliberation in deliberations
    ]
    context = {
        "open_rows": [row for row in rows if row["deliberation"].is_open],
        "closed_rows": [row for row in rows if not row["deliberation"].is_open],
    }
    if request.user.is_authenticated:
        memberships = request.user.memberships.select_related("deliberation")
        context["memberships"] = memberships.order_by("-deliberation__created_at")
    return render(request, "deliberation/home.html", context)


@require_safe
def deliberation(request: HttpRequest, slug: str) -> HttpResponse:
    """What one deliberation is about, and the way in: where it is open, a first statement to vote on."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    context = {
        "deliberation": deliberation,
        "introduction": introduction_of(deliberation),
        "phases": phase_sentences(deliberation),
        "participant": participant,
        "counts": counts_of([deliberation])[deliberation.pk],
    }
    return render(request, "deliberation/deliberation.html", context | _entry(deliberation, participant))


def _entry(deliberation: Deliberation, participant: Participant | None) -> dict[str, Any]:
    """Return what the way in needs for this person."""
    if participant is not None:
        unanswered = deliberation.questions.exists() and not answers_of(participant)
        return {"has_unanswered_questions": unanswered}
    entry: dict[str, Any] = {"key": new_client_key(), "joins_by_acting": joins_by_acting(deliberation)}
    if not deliberation.is_open:
        return entry
    entry["only_vouched"] = not entry["joins_by_acting"] and takes_only_vouched(deliberation)
    if deliberation.asks_proof_of_work:
        entry["challenge"] = new_challenge(deliberation)
    if entry["joins_by_acting"] and deliberation.takes_votes:
        entry["turn"] = _readable_turn(deliberation)
    return entry


def _readable_turn(deliberation: Deliberation) -> Turn:
    """Draw a first statement, if need be several times, until one is in the reader's language."""
    for _attempt in range(DRAWS):
        turn = next_turn(deliberation, None)
        if turn.statement is None or turn.translation or readers_language([turn.statement.language]):
            break
    return turn
