"""Who takes part through the interface for programs, and what is said to who does not."""

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from deliberation.api.access import deliberation_in, require_scope
from deliberation.api.problems import Problem
from deliberation.models import ApiToken, Deliberation, Participant, Scope
from deliberation.voting.voters import voter

SHORTEST_KEY_OF_A_NEWCOMER = 22
"""128 random bits in base64: who sends again the key with which somebody came is that participant."""


def voter_in(request: Request, slug: str) -> tuple[Deliberation, Participant | None]:
    """Return the deliberation at an address and the participant who acts there, by key or by cookie.

    Raises:
        Http404: there is no such deliberation, or it is a draft.
        Problem: 403, the key or the token is for another deliberation, or the token for something else.
    """
    if isinstance(request.auth, Participant):
        deliberation = request.auth.deliberation
        if deliberation.slug != slug or deliberation.state == Deliberation.State.DRAFT:
            deliberation = deliberation_in(request, slug)
        return deliberation, request.auth
    if isinstance(request.auth, ApiToken):
        deliberation = deliberation_in(request, slug)
        require_scope(request, Scope.PARTICIPATE)
        return deliberation, None
    return voter(request._request, slug)


def participant_for(request: Request, slug: str) -> Participant:
    """Return the participant who acts in the deliberation at an address.

    Raises:
        Http404: there is no such deliberation, or it is a draft.
        Problem: 403, whoever asks takes no part there.
    """
    deliberation, participant = voter_in(request, slug)
    if participant is None:
        raise join_first(request, deliberation)
    participant.deliberation = deliberation
    return participant


def join_first(request: Request, deliberation: Deliberation, detail: str = "") -> Problem:
    """Return the refusal that says where one joins: the page for people, the address for programs."""
    if isinstance(request.auth, ApiToken):
        detail = _("A token takes no part itself. Join people with it, and send the key of each.")
    return Problem(
        403,
        "join-first",
        detail or _("This is for who takes part here. Join first, or send a participant's key."),
        join=reverse("deliberation:join", args=[deliberation.slug]),
        participants=reverse("api:participants", args=[deliberation.slug]),
    )
