"""Who may see the results of a deliberation, by the organisers' choice."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from deliberation.models import Deliberation, Participant, Role, Vote
from deliberation.people.participation import participant_from

VOTES_TO_SEE = 5
"""Votes after which participants see results that open "after voting"."""

Page = Callable[..., HttpResponseBase]
Visibility = Deliberation.ResultsVisibility


def results_are_public(deliberation: Deliberation) -> bool:
    """Whether everybody may see the results now."""
    return deliberation.results_visibility == Visibility.ALWAYS or deliberation.voting_has_ended


def results_visible_to(
    deliberation: Deliberation, participant: Participant | None, role: Role | None
) -> bool:
    """Whether somebody may see the results now.

    Those who organise, moderate or observe always may. Where results open after voting, so may who holds
    `VOTES_TO_SEE` votes, or as many as there are statements.
    """
    if results_are_public(deliberation) or (role is not None and role.may_see_moderation):
        return True
    if deliberation.results_visibility == Visibility.AFTER_CLOSE or participant is None:
        return False
    return votes_missing_to_see(deliberation, participant) == 0


def votes_missing_to_see(deliberation: Deliberation, participant: Participant | None) -> int:
    """How many more votes open the results to this participant, where they open after voting."""
    cast = Vote.objects.filter(participant=participant)[:VOTES_TO_SEE].count() if participant else 0
    if cast >= VOTES_TO_SEE:
        return 0
    left = deliberation.statements.open_for_voting()
    if participant:
        left = left.not_voted_by(participant)
    asked = VOTES_TO_SEE - cast
    return min(asked, left[:asked].count()) if cast else asked


def for_readers_of_results(page: Page) -> Page:
    """Open a page to those who may see the results; others read when they open.

    The page gets the deliberation instead of the slug. Programs and downloads get the status 403.
    """

    @wraps(page)
    def guarded(request: HttpRequest, slug: str, **parts: object) -> HttpResponseBase:
        deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
        public = results_are_public(deliberation)
        role = role_of(request, deliberation)
        participant = None if public else participant_from(request, deliberation)
        if not public and not results_visible_to(deliberation, participant, role):
            return not_open_yet(request, deliberation, participant)
        request.results_are_public = public  # type: ignore[attr-defined]
        return page(request, deliberation, **parts)

    return guarded


def not_open_yet(
    request: HttpRequest, deliberation: Deliberation, participant: Participant | None
) -> HttpResponseBase:
    """Say kindly when the results open; within another page that is no error."""
    after_voting = deliberation.results_visibility == Visibility.AFTER_VOTING
    context = {
        "deliberation": deliberation,
        "opens_after_voting": after_voting,
        "missing": votes_missing_to_see(deliberation, participant) if after_voting else None,
    }
    if getattr(request, "htmx", False):
        return render(request, "deliberation/results/_not_open_yet.html", context)
    return render(request, "deliberation/results/not_open_yet.html", context, status=403)


def role_of(request: HttpRequest, deliberation: Deliberation) -> Role | None:
    """Return the role of who asks; None for anybody without an account."""
    user = request.user
    return user.role_in(deliberation) if user.is_authenticated else None
