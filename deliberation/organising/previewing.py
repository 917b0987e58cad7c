"""The public pages of a draft, for its owner alone: as they will be, with nothing of it kept.

A page is asked for inside a transaction in which the deliberation is open, and the transaction is rolled
back. Addresses on the page lead back into the preview, since its own address is their prefix.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import ResolverMatch, get_script_prefix, resolve, reverse, set_script_prefix

from deliberation.models import Deliberation

SHOWN = (
    "deliberation.people.",
    "deliberation.voting.",
    "deliberation.results.",
    "constitution.views.public",
    "training_bridge.views",
)
"""Where the pages come from that a preview shows."""
TRIED = "deliberation.voting."
"""Where the pages come from that one may also send something to; what they write is taken back."""
VOTING_DATES = ("proposing_from", "proposing_until", "voting_from", "voting_until")


class NotRecorded(Exception):
    """Something was sent that a preview does not even try."""


def shown_page(request: HttpRequest, deliberation: Deliberation, path: str, prefix: str) -> HttpResponse:
    """Return a public page of a draft as participants will see it.

    Args:
        request: what the owner's browser asked.
        deliberation: a draft.
        path: the page's own address, with the leading slash.
        prefix: what the addresses on the page begin with, ending in a slash.

    Raises:
        Http404: it is no page of this deliberation.
        NotRecorded: the page takes something that a preview does not try.
    """
    match = resolve(path)
    module = getattr(match.func, "__module__", "")
    if match.kwargs.get("slug") != deliberation.slug or not module.startswith(SHOWN):
        raise Http404("No such page in the preview.")
    if request.method not in {"GET", "HEAD"} and not module.startswith(TRIED):
        raise NotRecorded
    request.is_preview = True  # type: ignore[attr-defined]
    request.preview_of = reverse("deliberation:organise", args=[deliberation.slug])  # type: ignore[attr-defined]
    with _addresses_under(prefix), _as_a_visitor(request, match), transaction.atomic():
        _pretend_to_be_open(deliberation, tries=module.startswith(TRIED))
        response = match.func(request, *match.args, **match.kwargs)
        if hasattr(response, "render") and not response.is_rendered:
            response.render()
        transaction.set_rollback(True)
    # A participant who was never kept must not be remembered.
    response.cookies = SimpleCookie()
    return response


def _pretend_to_be_open(deliberation: Deliberation, *, tries: bool) -> None:
    """Open the draft until the transaction ends; where one tries things out, no date stands in the way."""
    changes = {"state": Deliberation.State.OPEN}
    if tries:
        changes |= dict.fromkeys(VOTING_DATES)
        changes |= {"access": Deliberation.Access.OPEN, "asks_proof_of_work": False}
    Deliberation.objects.filter(pk=deliberation.pk).update(**changes)


@contextmanager
def _addresses_under(prefix: str) -> Iterator[None]:
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(before)


@contextmanager
def _as_a_visitor(request: HttpRequest, match: ResolverMatch) -> Iterator[None]:
    """Let the page see a visitor without an account, at the page's own address."""
    user, own_match = request.user, request.resolver_match
    request.user, request.resolver_match = AnonymousUser(), match
    try:
        yield
    finally:
        request.user, request.resolver_match = user, own_match
