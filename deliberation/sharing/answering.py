"""How a card is answered: the same for everybody, kept by proxies, drawn only when it changed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import get_language, override

from deliberation.sharing.card_drawing import Card
from deliberation.sharing.rendering import Drawing, TooManyAtOnce

FRESH_SECONDS = 600
LANGUAGE = "language"
"""The part of a card's address that says in which language the words around the text are."""

CardPage = Callable[..., Card]


def as_picture(page: CardPage) -> Callable[..., HttpResponse]:
    """Answer with the card that a page returns, as PNG, in the language that the address names.

    A card is the same for everybody who asks, so it may be kept; its tag is the digest of the drawing, which
    holds the date and the hash of what it was drawn from.
    """

    @wraps(page)
    def answered(request: HttpRequest, *parts: Any, **named: Any) -> HttpResponse:
        with override(_language(request)):
            drawing = Drawing(page(request, *parts, **named))
        tag = quote_etag(drawing.digest)
        response = get_conditional_response(request, etag=tag) or _picture(drawing)
        if response.status_code < 400:
            response["ETag"] = tag
            patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
        return response

    return answered


def _picture(drawing: Drawing) -> HttpResponse:
    try:
        response = HttpResponse(drawing.png(), content_type="image/png")
    except TooManyAtOnce:
        return HttpResponse(status=503, headers={"Retry-After": "5", "Cache-Control": "no-store"})
    response["Content-Disposition"] = 'inline; filename="card.png"'
    # Other sites show the picture beside a link to it; it holds nothing of whoever looks.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _language(request: HttpRequest) -> str:
    asked = request.GET.get(LANGUAGE, "").lower()
    return asked if asked in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE
