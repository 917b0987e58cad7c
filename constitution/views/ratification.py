"""Answering the principles of a version, saying how one would word them, and voting on the whole."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from constitution.ballots import Ballot, ballot_of, ballots_of, summary_of
from constitution.models import ConstitutionVersion, Principle, RatificationVote
from constitution.ratification_forms import RatificationForm, SuggestionForm, WholeForm
from constitution.services import (
    RatificationVoteRefused,
    cast_first_ratification_vote,
    cast_first_vote_on_whole,
    cast_ratification_vote,
    cast_vote_on_whole,
    suggest_wording,
)
from constitution.services.open_votes import why_no_answers
from constitution.services.suggestions import LONGEST_SUGGESTION
from deliberation.integrity.event_log import KeyReused
from deliberation.integrity.rate_limits import seconds_to_wait
from deliberation.models import Deliberation, Participant
from deliberation.people.consent_first import consent_first
from deliberation.people.participation import participant_from, remember_participant
from deliberation.people.services import joins_by_acting

State = ConstitutionVersion.State


def ratify(request: HttpRequest, slug: str) -> HttpResponse:
    """All principles with four buttons each. An answer is stored at once; a page half done is no loss."""
    deliberation, participant, version = _who_and_what(request, slug)
    if request.method == "POST":
        return _take_answer(request, deliberation, participant, version)
    if changed := consent_first(request, deliberation, participant):
        return changed
    if version is None or why_no_answers(deliberation):
        return _nothing_to_ratify(request, deliberation, version)
    return _show(request, deliberation, version, participant)


@require_POST
def vote_on_whole(request: HttpRequest, slug: str) -> HttpResponse:
    """Adopt or reject the text as a whole."""
    deliberation, participant, version = _who_and_what(request, slug)
    form = WholeForm(request.POST)
    refusal = _why_not(deliberation, participant, version, form.is_valid())
    if refusal is None and form.cleaned_data["version"] != version.number:
        refusal = _("This page was out of date. Please try again."), 409
    if refusal:
        return _refuse(request, deliberation, *refusal)
    vote = {"version": version, "value": form.cleaned_data["value"], "client_key": form.client_key}

    def act() -> Participant:
        if participant is None:
            joined, _vote = cast_first_vote_on_whole(
                deliberation=deliberation, visitor_key=form.cleaned_data["key"], **vote
            )
            return joined
        cast_vote_on_whole(participant=participant, **vote)
        return participant

    voter, refused = _tried(act)
    if voter is None:
        return _refuse(request, deliberation, refused, 409)
    context = _frame(deliberation, version, voter)
    if request.htmx:
        response = render(request, "constitution/_whole.html", context)
    else:
        response = redirect(f"{_address(deliberation)}#whole")
    if participant is None:
        remember_participant(response, voter)
    return response


@require_POST
def suggest(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how one would word a principle; what was typed comes back where it cannot be taken."""
    deliberation, participant, version = _who_and_what(request, slug)
    form = SuggestionForm(request.POST)
    refusal = _why_not(deliberation, participant, version, form.is_valid(), needs_participant=True)
    if refusal or participant is None or version is None:
        return _refuse(request, deliberation, *(refusal or (_("Please try again."), 400)))
    principle = get_object_or_404(version.principles, number=form.cleaned_data["principle"])

    def act() -> Participant:
        suggest_wording(
            participant=participant,
            principle=principle,
            text=form.cleaned_data["text"],
            language=get_language() or deliberation.language,
            client_key=form.client_key,
        )
        return participant

    if wait := _seconds_to_wait_for_words(participant):
        words = _("That was too fast for us. Please try again in %(seconds)d seconds.") % {"seconds": wait}
        acted, refused, status = None, words, 429
    else:
        (acted, refused), status = _tried(act), 409
    typed = {} if acted else {"refusal": refused, "typed": form.cleaned_data["text"]}
    status = 200 if acted else status
    if request.htmx:
        ballot = ballot_of(version, participant, principle, **typed)
        context = {**_frame(deliberation, version, participant), "ballot": ballot}
        return render(request, "constitution/_suggestion.html", context, status=status)
    if acted:
        return redirect(f"{_address(deliberation)}#{principle.label}")
    return _show(request, deliberation, version, participant, status=status, refused={principle.pk: typed})


def _who_and_what(
    request: HttpRequest, slug: str
) -> tuple[Deliberation, Participant | None, ConstitutionVersion | None]:
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    version = ConstitutionVersion.objects.of(deliberation).filter(state=State.RATIFYING).first()
    return deliberation, participant, version


def _why_not(
    deliberation: Deliberation,
    participant: Participant | None,
    version: ConstitutionVersion | None,
    is_whole: bool,
    *,
    needs_participant: bool = False,
) -> tuple[str, int] | None:
    """Say why nothing can be taken now, with the status of that answer; None where it can."""
    if version is None:
        return _("The vote has ended. Your earlier answers are kept."), 409
    if not is_whole:
        return _("The answer did not arrive whole. Please try again."), 400
    if participant and seconds_to_wait(settings.VOTE_RATE_LIMIT, "vote", participant.public_id):
        return _("That was too fast for us. Please wait a moment."), 429
    if participant is None and (needs_participant or not joins_by_acting(deliberation)):
        return _("To vote here, please join the deliberation first."), 403
    return None


def _take_answer(
    request: HttpRequest,
    deliberation: Deliberation,
    participant: Participant | None,
    version: ConstitutionVersion | None,
) -> HttpResponse:
    form = RatificationForm(request.POST)
    refusal = _why_not(deliberation, participant, version, form.is_valid())
    if refusal or version is None:
        return _refuse(request, deliberation, *(refusal or ("", 409)))
    principle = get_object_or_404(version.principles.with_sources(), number=form.cleaned_data["principle"])
    answer = {"principle": principle, "value": form.cleaned_data["value"], "client_key": form.client_key}

    def act() -> Participant:
        if participant is None:
            joined, _vote = cast_first_ratification_vote(
                deliberation=deliberation, visitor_key=form.cleaned_data["key"], **answer
            )
            return joined
        cast_ratification_vote(participant=participant, **answer)
        return participant

    voter, refused = _tried(act)
    if voter is None:
        return _refuse(request, deliberation, refused, 409)
    response = _after_answer(request, deliberation, version, voter, principle)
    if participant is None:
        remember_participant(response, voter)
    return response


def _tried(act: Callable[[], Participant]) -> tuple[Participant | None, str]:
    """Act; return who acted, or why it was not taken."""
    try:
        return act(), ""
    except RatificationVoteRefused as refusal:
        return None, str(refusal)
    except KeyReused:
        return None, _("This page was out of date. Please try again.")


def _after_answer(
    request: HttpRequest,
    deliberation: Deliberation,
    version: ConstitutionVersion,
    participant: Participant,
    principle: Principle,
) -> HttpResponse:
    """Show the answered principle in place, or without JavaScript the page where it goes on.

    That is the next principle without an answer; for whoever wishes for other words, the field for them.
    """
    ballot = ballot_of(version, participant, principle)
    if request.htmx:
        context = {**_frame(deliberation, version, participant), "ballot": ballot}
        return render(request, "constitution/_answered.html", context)
    return redirect(f"{_address(deliberation)}#{_goes_on_at(version, participant, ballot)}")


def _goes_on_at(version: ConstitutionVersion, participant: Participant, ballot: Ballot) -> str:
    if ballot.suggestion_is_open:
        return ballot.principle.label
    answered = RatificationVote.objects.by(participant, version).values("principle")
    following = version.principles.filter(number__gt=ballot.principle.number).exclude(pk__in=answered)
    first = following.order_by("number").first()
    return first.label if first else "answered"


def _refuse(request: HttpRequest, deliberation: Deliberation, reason: str, status: int) -> HttpResponse:
    context = {"deliberation": deliberation, "refusal": reason}
    if request.htmx:
        return render(request, "constitution/_refused.html", context, status=status)
    messages.error(request, reason)
    return redirect("constitution:ratify", deliberation.slug)


def _nothing_to_ratify(
    request: HttpRequest, deliberation: Deliberation, version: ConstitutionVersion | None
) -> HttpResponse:
    latest = version or ConstitutionVersion.objects.of(deliberation).first()
    context = {"deliberation": deliberation, "latest": latest}
    return render(request, "constitution/no_ratification.html", context)


def _show(
    request: HttpRequest,
    deliberation: Deliberation,
    version: ConstitutionVersion,
    participant: Participant | None,
    *,
    status: int = 200,
    refused: dict[int, dict[str, str]] | None = None,
) -> HttpResponse:
    """Show the page; `refused` says by principle what was not taken and why."""
    ballots = ballots_of(version, participant)
    for place, ballot in enumerate(ballots):
        if typed := (refused or {}).get(ballot.principle.pk):
            ballots[place] = ballot_of(version, participant, ballot.principle, **typed)
    context = {**_frame(deliberation, version, participant), "ballots": ballots}
    return render(request, "constitution/ratify.html", context, status=status)


def _frame(
    deliberation: Deliberation, version: ConstitutionVersion, participant: Participant | None
) -> dict[str, Any]:
    """What every part of the page needs."""
    return {
        "deliberation": deliberation,
        "version": version,
        "participant": participant,
        "summary": summary_of(version, participant),
        "longest_suggestion": LONGEST_SUGGESTION,
    }


def _seconds_to_wait_for_words(participant: Participant) -> int:
    return seconds_to_wait(
        settings.REASON_RATE_LIMIT, "suggestion", participant.public_id, counted_in_common=True
    )


def _address(deliberation: Deliberation) -> str:
    return reverse("constitution:ratify", args=[deliberation.slug])
