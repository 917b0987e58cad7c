"""Pages for readers whom nobody knows: made once, kept as they were sent, and answered from there.

A page that anybody may read is the same for everybody without an account, a place in a deliberation or a
message waiting. `kept_for_readers` marks such a view; `KeptPagesMiddleware`, in front of all others, keeps
what came out at the far end, headers and compressed bytes, in the memory of this process. It is sent again
as long as `readers_state` says that nothing has changed that must be seen at once, and for at most
`PAGES_KEPT_SECONDS`: for counts of new votes and "five minutes ago". A page with a cookie to set, which is
what a CSRF token comes with, is nobody else's and is not kept.
"""

import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.core.cache import caches
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language_from_request

from deliberation.people.private_pages import may_be_known
from deliberation.results.readers_state import State, state_of

PLACES = "/d/"
RENEWING_SECONDS = 5
"""How long others are still sent a page past its age while one request makes it anew."""
_ACCEPTS_GZIP = re.compile(r"\bgzip\b")

Page = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class KnownRoute:
    """What the log of requests asks for: the pattern of an address that was not looked up again."""

    route: str


@dataclass(frozen=True)
class KeptPage:
    """An answer as it was sent, what it was made from, and when (seconds of the monotonic clock)."""

    slug: str
    route: str
    state: State
    made_at: float
    headers: dict[str, str]
    body: bytes

    def again(self) -> HttpResponse:
        """Return the answer once more."""
        return HttpResponse(self.body, headers=self.headers)


def kept_for_readers(page: Page) -> Page:
    """Let the page of a deliberation be kept for readers whom nobody knows, and give them its tag.

    Put it outside of what asks who may see the page. The state is read before the page is made: what
    changes meanwhile lets the page be made anew.
    """

    @wraps(page)
    def marked(request: HttpRequest, slug: str, **parts: object) -> HttpResponseBase:
        anybody = not may_be_known(request) and not getattr(request, "frame", None)
        state = state_of(slug) if anybody else None
        response = page(request, slug, **parts)
        patch_vary_headers(response, ["HX-Request"])
        if state and isinstance(response, HttpResponse) and response.status_code == 200:
            response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            response.headers["Cache-Control"] = "no-cache"
            response.made_from = (slug, state)
        return response

    return marked


class KeptPagesMiddleware:
    """Answers from the pages that are kept, and keeps those that may be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, where it can be from what is kept."""
        if request.method != "GET" or not request.path_info.startswith(PLACES) or may_be_known(request):
            return self.get_response(request)
        key = _key_of(request)
        kept: KeptPage | None = caches["pages"].get(key)
        if kept is not None and _is_good(key, kept):
            request.resolver_match = KnownRoute(kept.route)
            return _unless_unchanged(request, kept.again())
        response = self.get_response(request)
        slug, state = getattr(response, "made_from", (None, None))
        if state is None or response.cookies:
            return response
        route = request.resolver_match.route if request.resolver_match else ""
        made = KeptPage(slug, route, state, time.monotonic(), dict(response.items()), response.content)
        caches["pages"].set(key, made)
        return _unless_unchanged(request, response)


def _key_of(request: HttpRequest) -> str:
    """Return what tells an answer from all others for people whom nobody knows."""
    parts = (
        request.scheme,
        request.headers.get("Host", ""),
        request.get_full_path(),
        request.headers.get("HX-Request", ""),
        get_language_from_request(request),
        bool(_ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", ""))),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _is_good(key: str, kept: KeptPage) -> bool:
    """Whether a kept page may be sent: nothing has changed, and it is young, or another request renews it."""
    if settings.PAGES_KEPT_SECONDS <= 0:
        return False
    try:
        if state_of(kept.slug) != kept.state:
            return False
    except (OperationalError, InterfaceError):
        return False  # what stands behind says what is the matter
    age = time.monotonic() - kept.made_at
    if age < settings.PAGES_KEPT_SECONDS:
        return True
    is_first = caches["pages"].add(f"{key}:renewing", True, RENEWING_SECONDS)
    return not is_first and age < settings.PAGES_KEPT_SECONDS + RENEWING_SECONDS


def _unless_unchanged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer, or 304 to a reader who has it."""
    answer = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    return answer if isinstance(answer, HttpResponse) else response
