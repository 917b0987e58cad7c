"""Origins of other sites, such as "https://news.example": one site each, and nothing hidden in them."""

import re
from typing import Final
from urllib.parse import urlsplit

LONGEST: Final = 250
HOST: Final = re.compile(
    r"(?=.{1,240}\Z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"
)
THIS_MACHINE: Final = ("localhost", "127.0.0.1")
"""Hosts that may be named without https: what runs on one's own machine, to try things out."""


class NoOrigin(ValueError):
    """A text names no site; `kind` says why: "shape", "wildcard", "path" or "insecure"."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def read_origin(text: str) -> str:
    """Return an origin as browsers write it: small letters, no port where it is the usual one, no path.

    A host name in another script than Latin is turned into the one that browsers send ("xn--…").

    Raises:
        NoOrigin: it is none, stands for many sites, names a page, or is not reached by https.
    """
    text = text.strip()
    if "*" in text:
        raise NoOrigin("wildcard")
    if not text or len(text) > LONGEST or re.search(r"[\s;,'\"\\]", text) or not text.isprintable():
        raise NoOrigin("shape")
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").encode("idna").decode().lower(), parts.port
    except (ValueError, UnicodeError):
        raise NoOrigin("shape") from None
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or not HOST.fullmatch(host):
        raise NoOrigin("shape")
    if parts.path not in {"", "/"} or parts.query or parts.fragment or text.endswith(("?", "#")):
        raise NoOrigin("path")
    if parts.scheme == "http" and host not in THIS_MACHINE:
        raise NoOrigin("insecure")
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in {None, usual} else "")
