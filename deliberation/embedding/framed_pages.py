"""The site's own pages inside a frame on another site.

A page is asked for with the frame's address as the prefix of all addresses, so that links, forms and what
htmx asks for stay in the frame. Only what is listed here is shown; other pages open in a new tab.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import ResolverMatch, get_script_prefix, resolve, reverse, set_script_prefix
from django.utils import translation
from django.views.decorators.csrf import csrf_protect

from deliberation.embedding.frames import Frame
from deliberation.embedding.identities import known_participant, participant_with
from deliberation.embedding.summary import results_summary
from deliberation.models import Deliberation
from deliberation.people.services import JoinRefused

VOTING = frozenset(
    f"deliberation:{name}"
    for name in (
        "vote", "cast_vote", "undo_vote", "mark_vote", "give_reason", "propose", "similar",
        "my_votes", "withdraw_vote", "my_statements", "answer_other_words", "where_you_stand_small",
        "join", "consent", "about_me", "my_data", "my_data_file", "new_recovery_link", "erase_my_data",
    )
)  # fmt: skip
FOR_SCRIPTS = frozenset({"api:votes", "api:vote", "api:next_statements"})
"""What the scripts of the vote page ask for and send."""
DOCUMENTS = frozenset(
    {
        "deliberation:results", "deliberation:results_progress",
        "constitution:constitution", "constitution:version",
    }
)  # fmt: skip
SHOWN = VOTING | FOR_SCRIPTS | DOCUMENTS
JOINED_BY = frozenset({"deliberation:vote", "deliberation:propose", "api:votes"})
"""What somebody does first, by which they become a participant."""
IN_THEIR_PLACE = {"deliberation:results": results_summary}
"""Shorter pages for a frame."""


def framed_page(request: HttpRequest, deliberation: Deliberation, frame: Frame, path: str) -> HttpResponse:
    """Return a page of a deliberation as it stands in a frame.

    Args:
        request: what the browser asked.
        deliberation: an open or closed one.
        frame: as the address says.
        path: the page's own address, with the leading slash.

    Raises:
        Http404: it is no page of this deliberation.
    """
    match = resolve(path)
    if match.kwargs.get("slug") != deliberation.slug:
        raise Http404("No such page in this frame.")
    if frame.language:
        translation.activate(frame.language)
        request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
    stand_in_frame(request, frame, _new_tab(request, deliberation, frame, path))
    request.user, request.resolver_match = AnonymousUser(), match
    with _addresses_under(frame.prefix):
        if match.view_name not in SHOWN:
            return _opens_elsewhere(request, deliberation, path)
        page = IN_THEIR_PLACE.get(match.view_name, match.func)
        if frame.identity:
            # Nobody else can make this address, so it is no forged request; and it needs no cookie.
            if refusal := _vouch(request, deliberation, frame, match):
                return refusal
        elif refusal := _cookies_blocked(request, deliberation):
            return refusal
        else:
            page = csrf_protect(page)
        response = page(request, *match.args, **match.kwargs)
        if hasattr(response, "render") and not response.is_rendered:
            response.render()
    return response


def stand_in_frame(request: HttpRequest, frame: Frame, opens: str) -> None:
    """Let the templates know that the page stands in a frame, and what its link to a new tab opens."""
    request.frame, request.frame_opens = frame, opens  # type: ignore[attr-defined]
    known = settings.CSRF_COOKIE_NAME in request.COOKIES
    request.asks_about_cookies = bool(frame.carried) and not (known or frame.identity)  # type: ignore[attr-defined]


def own_address(name: str, deliberation: Deliberation) -> str:
    """Return the address of a deliberation's page outside of every frame."""
    with _addresses_under("/"):
        return reverse(name, args=[deliberation.slug])


def _new_tab(request: HttpRequest, deliberation: Deliberation, frame: Frame, path: str) -> str:
    """Return what to open in a new tab: this page, where the host vouches for the person with its word."""
    if frame.identity:
        return request.get_full_path() if request.method == "GET" else f"{frame.prefix}d/{frame.slug}/vote/"
    if request.method != "GET":
        return own_address("deliberation:vote", deliberation)
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path


def _vouch(
    request: HttpRequest, deliberation: Deliberation, frame: Frame, match: ResolverMatch
) -> HttpResponse | None:
    """Let the request be that of the person the host vouches for; return why not, if so."""
    identity = frame.vouches_for
    assert identity is not None  # noqa: S101 - only called where there is one
    if frame.is_over:
        return identity_refused(request, deliberation, translation.gettext("The time of this frame is over."))
    participant = known_participant(deliberation, identity)
    if participant is None and request.method == "POST" and match.view_name in JOINED_BY:
        try:
            participant = participant_with(deliberation, identity)
        except JoinRefused as refusal:
            return identity_refused(request, deliberation, str(refusal))
    request.is_vouched_for, request.vouched_participant = True, participant  # type: ignore[attr-defined]
    return None


def identity_refused(request: HttpRequest, deliberation: Deliberation, why: str) -> HttpResponse:
    """Say that the host's word for who this is was not believed; nothing was recorded."""
    context = {"deliberation": deliberation, "why": why}
    template = "_identity_refused" if getattr(request, "htmx", False) else "identity_refused"
    return render(request, f"deliberation/embedding/{template}.html", context, status=403)


def _cookies_blocked(request: HttpRequest, deliberation: Deliberation) -> HttpResponse | None:
    """Say what nothing sent from here can be kept for: the page before set a cookie, and none came back."""
    if request.method in {"GET", "HEAD"} or settings.CSRF_COOKIE_NAME in request.COOKIES:
        return None
    own, statement = own_address("deliberation:vote", deliberation), request.POST.get("statement", "")
    address = f"{own}?statement={statement}" if statement.isdecimal() else own
    context = {"deliberation": deliberation, "address": address, "was_sent": True}
    template = "_cookies_blocked" if getattr(request, "htmx", False) else "cookies_blocked"
    return render(request, f"deliberation/embedding/{template}.html", context, status=403)


def _opens_elsewhere(request: HttpRequest, deliberation: Deliberation, path: str) -> HttpResponse:
    """Show the way to a page that is too large for a frame, in a new tab."""
    if request.method not in {"GET", "HEAD"}:
        raise Http404("Nothing can be sent there from a frame.")
    query = request.META.get("QUERY_STRING", "")
    context = {"deliberation": deliberation, "address": f"{path}?{query}" if query else path}
    return render(request, "deliberation/embedding/elsewhere.html", context)


@contextmanager
def _addresses_under(prefix: str) -> Iterator[None]:
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(before)
