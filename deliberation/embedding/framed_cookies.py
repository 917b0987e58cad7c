"""Cookies inside a frame on another site: names and attributes of their own, and nobody's account.

A browser keeps the cookies of a framed page only if they say `SameSite=None; Secure`, and where it blocks
those of third parties only if they are `Partitioned` as well: then each site around the frame has its own
(CHIPS). The site's own pages keep their `Lax` cookies: a page in a frame neither sees nor sets them, so an
organiser's session never shows on another site. `Secure` holds without HTTPS too: browsers take it from
localhost, and elsewhere they keep nothing, which the frame notices and says.
"""

from collections.abc import Callable, Mapping
from http.cookies import Morsel, SimpleCookie

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from deliberation.people.participation import COOKIE_PREFIX

PLACES = ("/embed/", "/embed.js")
HOST_PREFIX = "__Host-"
OWN_PREFIX = "embedded_"


class PartitionedMorsel(Morsel[str]):
    """A cookie that says `Partitioned`, which `http.cookies` knows only from Python 3.14 on."""

    def OutputString(self, attrs: list[str] | None = None) -> str:  # noqa: N802 - the library's name
        """Return the cookie as the header has it."""
        return f"{super().OutputString(attrs)}; Partitioned"


class FramedPagesMiddleware:
    """Gives pages in frames their cookies, and lets the sites that may show them do so.

    A view names those sites in `request.frame_ancestors`; a page that names none can be framed by nobody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; whatever other sites do not ask for passes as it is."""
        if not request.path_info.startswith(PLACES):
            return self.get_response(request)
        request.COOKIES = cookies_for_page(request.COOKIES)
        response = self.get_response(request)
        response.cookies = cookies_for_frame(response.cookies)
        ancestors = getattr(request, "frame_ancestors", None)
        if ancestors is not None:
            response.headers.pop("X-Frame-Options", None)
            response = csp_replace({"frame-ancestors": ancestors})(lambda: response)()
        return response


def cookies_for_page(sent: Mapping[str, str]) -> dict[str, str]:
    """Return the frame's cookies under the names that the pages know; all others are left out."""
    by_name = {name_in_frame(name): name for name in _names(sent)}
    return {by_name[name]: value for name, value in sent.items() if name in by_name}


def cookies_for_frame(given: SimpleCookie) -> SimpleCookie:
    """Return what pages want to be kept, as a browser keeps it within another site."""
    framed = SimpleCookie()
    for name, cookie in given.items():
        if not _is_kept(name):
            continue
        morsel = PartitionedMorsel()
        morsel.set(name_in_frame(name), cookie.value, cookie.coded_value)
        morsel.update(dict(cookie) | {"samesite": "None", "secure": True, "path": "/"})
        framed[morsel.key] = morsel
    return framed


def name_in_frame(name: str) -> str:
    """Return what a cookie of the pages is called in a frame."""
    if name.startswith(HOST_PREFIX):
        return HOST_PREFIX + OWN_PREFIX + name.removeprefix(HOST_PREFIX)
    return OWN_PREFIX + name


def _names(sent: Mapping[str, str]) -> list[str]:
    """Return the names that pages know of the cookies that were sent."""
    names = [name.replace(OWN_PREFIX, "", 1) for name in sent if OWN_PREFIX in name]
    return [name for name in names if _is_kept(name)]


def _is_kept(name: str) -> bool:
    return name in {settings.CSRF_COOKIE_NAME, "messages"} or name.startswith(COOKIE_PREFIX)
