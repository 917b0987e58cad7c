"""Adopting or rejecting the principles of a version, one button each."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from constitution.forms import RatificationForm
from constitution.models import ConstitutionVersion, Principle, RatificationVote
from constitution.reading import Article, articles_of
from constitution.services import (
    RatificationVoteRefused,
    cast_first_ratification_vote,
    cast_ratification_vote,
)
from deliberation.integrity.event_log import KeyReused
from deliberation.integrity.rate_limits import seconds_to_wait
from deliberation.models import Deliberation, Participant
from deliberation.people.consent_first import consent_first
from deliberation.people.participation import participant_from, remember_participant
from deliberation.people.services import joins_by_acting
from deliberation.voting.forms import new_client_key

State = ConstitutionVersion.State


def ratify(request: HttpRequest, slug: str) -> HttpResponse:
    """All principles with three buttons each. A vote is stored at once; a page half done is no loss."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    version = ConstitutionVersion.objects.of(deliberation).filter(state=State.RATIFYING).first()
    if request.method == "POST":
        return _take_vote(request, deliberation, participant, version)
    if changed := consent_first(request, deliberation, participant):
        return changed
    if version is None:
        context = {
            "deliberation": deliberation,
            "latest": ConstitutionVersion.objects.of(deliberation).first(),
        }
        return render(request, "constitution/no_ratification.html", context)
    return render(request, "constitution/ratify.html", _page(deliberation, version, participant))


def _take_vote(
    request: HttpRequest,
    deliberation: Deliberation,
    participant: Participant | None,
    version: ConstitutionVersion | None,
) -> HttpResponse:
    form = RatificationForm(request.POST)
    if version is None:
        return _refuse(request, deliberation, _("The vote has ended. Your earlier answers are kept."), 409)
    if not form.is_valid():
        return _refuse(request, deliberation, _("The answer did not arrive whole. Please try again."), 400)
    wait = participant and seconds_to_wait(settings.VOTE_RATE_LIMIT, "vote", participant.public_id)
    if wait:
        return _refuse(request, deliberation, _("That was too fast for us. Please wait a moment."), 429)
    if participant is None and not joins_by_acting(deliberation):
        return _refuse(request, deliberation, _("To vote here, please join the deliberation first."), 403)
    principle = get_object_or_404(version.principles, number=form.cleaned_data["principle"])
    ballot = {
        "principle": principle,
        "value": form.cleaned_data["value"],
        "client_key": form.client_key,
    }
    try:
        voter = participant or _joined(deliberation, ballot, form.cleaned_data["key"])
        if participant is not None:
            cast_ratification_vote(participant=participant, **ballot)
    except RatificationVoteRefused as refusal:
        return _refuse(request, deliberation, str(refusal), 409)
    except KeyReused:
        return _refuse(request, deliberation, _("This page was out of date. Please try again."), 409)
    response = _after_vote(request, deliberation, version, voter, principle)
    if participant is None:
        remember_participant(response, voter)
    return response


def _joined(deliberation: Deliberation, ballot: dict[str, Any], visitor_key: str) -> Participant:
    participant, _vote = cast_first_ratification_vote(
        deliberation=deliberation, visitor_key=visitor_key, **ballot
    )
    return participant


def _after_vote(
    request: HttpRequest,
    deliberation: Deliberation,
    version: ConstitutionVersion,
    participant: Participant,
    principle: Principle,
) -> HttpResponse:
    """Show the answered principle in place, or without JavaScript the page at the next open one."""
    context = _page(deliberation, version, participant)
    if request.htmx:
        context["row"] = next(row for row in context["rows"] if row["article"].principle == principle)
        return render(request, "constitution/_answered.html", context)
    after = [row for row in context["rows"] if row["article"].principle.number > principle.number]
    following = next((row for row in after if row["answer"] is None), None)
    anchor = following["article"].principle.label if following else "answered"
    return redirect(f"{reverse('constitution:ratify', args=[deliberation.slug])}#{anchor}")


def _refuse(request: HttpRequest, deliberation: Deliberation, reason: str, status: int) -> HttpResponse:
    context = {"deliberation": deliberation, "refusal": reason}
    if request.htmx:
        return render(request, "constitution/_refused.html", context, status=status)
    messages.error(request, reason)
    return redirect("constitution:ratify", deliberation.slug)


def _page(
    deliberation: Deliberation, version: ConstitutionVersion, participant: Participant | None
) -> dict[str, Any]:
    answers = _answers(version, participant)
    rows = [_row(article, answers) for article in articles_of(version)]
    return {
        "deliberation": deliberation,
        "version": version,
        "participant": participant,
        "rows": rows,
        "answered": len(answers),
        "left": len(rows) - len(answers),
    }


def _row(article: Article, answers: dict[int, int]) -> dict[str, Any]:
    return {
        "article": article,
        "answer": answers.get(article.principle.pk),
        "key": new_client_key(),
    }


def _answers(version: ConstitutionVersion, participant: Participant | None) -> dict[int, int]:
    if participant is None:
        return {}
    votes = RatificationVote.objects.by(participant, version)
    return dict(votes.values_list("principle_id", "value"))
