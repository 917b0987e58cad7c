"""What other sites ask for: the script, the frame, its pages and its colours."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import etag, require_safe

from deliberation.embedding.framed_pages import (
    framed_page,
    identity_refused,
    own_address,
    stand_in_frame,
)
from deliberation.embedding.frames import Frame, FrameUnreadable
from deliberation.embedding.identities import IdentityRefused, read_identity
from deliberation.embedding.themes import style_sheet
from deliberation.models import Deliberation, Embedding

SCRIPT = Path(settings.BASE_DIR) / "static" / "js" / "embed_host.js"
SCRIPT_SECONDS = 3600
FIRST_PAGES = {
    "vote": "deliberation:vote",
    "results": "deliberation:results",
    "constitution": "constitution:constitution",
}
"""What a frame can begin with, by the word for it."""
FRAMES = {"iframe", "frame", "embed", "object"}
"""What browsers call a page that is shown within another (`Sec-Fetch-Dest`)."""


@require_safe
@etag(lambda _request: script_text()[1])
def script(request: HttpRequest) -> HttpResponse:
    """The script that puts a frame where its tag stands, for pages of other sites."""
    return HttpResponse(
        script_text()[0],
        content_type="text/javascript; charset=utf-8",
        headers={
            "Cache-Control": f"public, max-age={SCRIPT_SECONDS}",
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    )


@lru_cache
def script_text() -> tuple[str, str]:
    """Return the script with its few words in every language of the interface, and its ETag."""
    words = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            words[code] = {
                "title": _("A deliberation on Concord"),
                "link": _("Take part on Concord, in a new tab"),
            }
    text = SCRIPT.read_text().replace("__WORDS__", json.dumps(words, ensure_ascii=False, sort_keys=True))
    return text, f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


@require_safe
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """The beginning of a frame: read what the host site asks for, and lead to the first page."""
    deliberation, origins = _shown_elsewhere(request, slug)
    stand_in_frame(request, Frame(slug), reverse(FIRST_PAGES["vote"], args=[slug]))
    if refusal := _refuse_frame(request, deliberation, origins):
        return refusal
    identity = None
    if signed := request.GET.get("xid", ""):
        try:
            identity = read_identity(deliberation, signed)
        except IdentityRefused as refused:
            return _never_kept(identity_refused(request, deliberation, str(refused)))
    asked = {name: value for name, value in request.GET.items() if name != "xid"}
    own = f"{request.scheme}://{request.get_host()}"
    frame = Frame.asked_for(deliberation.slug, asked, [*origins, own], identity)
    name = FIRST_PAGES.get(request.GET.get("show", ""), FIRST_PAGES["vote"])
    page = reverse(name, args=[deliberation.slug]).lstrip("/")
    return _never_kept(redirect(frame.prefix + page))


@csrf_exempt  # checked by framed_page, which knows whether the address itself says who this is
def page(request: HttpRequest, slug: str, carried: str, path: str) -> HttpResponse:
    """A page of the site inside a frame."""
    deliberation, origins = _shown_elsewhere(request, slug)
    frame = _frame(deliberation, carried)
    if refusal := _refuse_frame(request, deliberation, origins):
        return refusal
    return _never_kept(framed_page(request, deliberation, frame, f"/{path}"))


@require_safe
def colours(request: HttpRequest, slug: str, carried: str) -> HttpResponse:
    """The colours of a frame, as a style sheet."""
    deliberation, _origins = _shown_elsewhere(request, slug)
    response = HttpResponse(style_sheet(_frame(deliberation, carried).theme), content_type="text/css")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@require_safe
def cookies_kept(request: HttpRequest, slug: str, carried: str) -> HttpResponse:
    """Whether the browser has sent back the cookie of the page before: the frame's script asks."""
    _shown_elsewhere(request, slug)
    return _never_kept(JsonResponse({"kept": settings.CSRF_COOKIE_NAME in request.COOKIES}))


def _shown_elsewhere(request: HttpRequest, slug: str) -> tuple[Deliberation, list[str]]:
    """Return a deliberation and the sites that may show it, and let their browsers do so; drafts are none."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    embedding = Embedding.objects.filter(deliberation=deliberation).first()
    origins = list(embedding.origins) if embedding else []
    # The site itself shows its organisers what a frame looks like.
    request.frame_ancestors = ["'self'", *origins]  # type: ignore[attr-defined]
    return deliberation, origins


def _refuse_frame(
    request: HttpRequest, deliberation: Deliberation, origins: list[str]
) -> HttpResponse | None:
    """Refuse to stand in a page of another site where no site may show the deliberation.

    Which sites may is for the browser to enforce; this page says kindly why there is nothing, so any site
    may show it: it has a link that opens in a new tab and nothing else.
    """
    is_framed = request.headers.get("Sec-Fetch-Dest", "") in FRAMES
    if origins or not is_framed or request.headers.get("Sec-Fetch-Site", "") == "same-origin":
        return None
    request.frame_ancestors = ["*"]  # type: ignore[attr-defined]
    address = own_address("deliberation:deliberation", deliberation)
    stand_in_frame(request, Frame(deliberation.slug), address)
    context = {"deliberation": deliberation, "address": address}
    return render(request, "deliberation/embedding/not_allowed.html", context, status=403)


def _frame(deliberation: Deliberation, carried: str) -> Frame:
    try:
        return Frame.read(deliberation.slug, carried)
    except FrameUnreadable:
        raise Http404("No such frame.") from None


def _never_kept(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response
