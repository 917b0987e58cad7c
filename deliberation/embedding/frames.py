"""What a frame on another site carries from page to page: its colours, its language, and who it is for.

It stands in the address of every page of the frame, signed by this site, so that it needs no cookie: the
pages' own addresses follow it (`/embed/SLUG/CARRIED/d/SLUG/vote/`), and every link on them does as well.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from django.conf import settings
from django.core import signing
from django.urls import get_script_prefix

from deliberation.embedding.identities import LONGEST_SECONDS, VouchedIdentity
from deliberation.embedding.themes import Theme, read_colour, taken

SALT = "deliberation.embedding.frame"
CHINESE_BY_PLACE = {
    "zh": "zh-hans",
    "zh-cn": "zh-hans",
    "zh-sg": "zh-hans",
    "zh-tw": "zh-hant",
    "zh-hk": "zh-hant",
}
"""Tags by which host pages name a script through a place."""


class FrameUnreadable(Exception):
    """The address of the frame was not made by this site for this deliberation."""


@dataclass(frozen=True)
class Frame:
    """One frame.

    Attributes:
        slug: the deliberation's.
        theme: the colours that can be read.
        language: of the interface; empty for the reader's own.
        host: the origin of the page around it, to which it tells its height; empty for nobody.
        identity: the digest of the person the host vouches for; empty for none.
        until: when that ends, in seconds since 1970.
        carried: all this as it stands in addresses.
        root: what all addresses of this site begin with, nearly always a slash.
    """

    slug: str
    theme: Theme = Theme()
    language: str = ""
    host: str = ""
    identity: str = ""
    until: int = 0
    carried: str = ""
    root: str = field(default_factory=get_script_prefix)

    @classmethod
    def asked_for(
        cls, slug: str, asked: Mapping[str, str], origins: list[str], identity: VouchedIdentity | None
    ) -> Self:
        """Return the frame that a host site asks for in an address; what is wrong in it is left out."""
        colours = {name: read_colour(asked.get(name, "")) for name in ("accent", "ground", "ink")}
        frame = cls(
            slug=slug,
            theme=taken(Theme(**colours)),
            language=_language(asked.get("language", "")),
            host=_host(asked.get("origin", ""), origins),
            identity=identity.digest if identity else "",
            until=int(time.time()) + LONGEST_SECONDS if identity else 0,
        )
        theme = frame.theme
        said = [theme.accent, theme.ground, theme.ink, frame.language, frame.host]
        kept = [slug, *said, frame.identity, frame.until]
        return replace(frame, carried=signing.dumps(kept, salt=SALT))

    @classmethod
    def read(cls, slug: str, carried: str) -> Self:
        """Return the frame whose address this is.

        Raises:
            FrameUnreadable: it was changed, or made for another deliberation.
        """
        try:
            owner, accent, ground, ink, language, host, identity, until = signing.loads(carried, salt=SALT)
        except (signing.BadSignature, UnicodeError) as damage:
            raise FrameUnreadable from damage
        if owner != slug:
            raise FrameUnreadable
        return cls(slug, Theme(accent, ground, ink), language, host, identity, until, carried)

    @property
    def prefix(self) -> str:
        """What the addresses of the frame's pages begin with, ending in a slash."""
        return f"{self.root}embed/{self.slug}/{self.carried}/"

    @property
    def has_colours(self) -> bool:
        """Whether it has colours of its own."""
        return self.theme != Theme()

    @property
    def colours_address(self) -> str:
        """The address of its style sheet."""
        return f"{self.prefix}colours.css"

    @property
    def cookies_address(self) -> str:
        """Where its script asks whether the browser keeps cookies."""
        return f"{self.prefix}cookies/"

    @property
    def vouches_for(self) -> VouchedIdentity | None:
        """The person the host vouches for, if any."""
        return VouchedIdentity(self.identity) if self.identity else None

    @property
    def is_over(self) -> bool:
        """Whether the time of its identity is over."""
        return bool(self.identity) and self.until < time.time()


def _language(code: str) -> str:
    """Return the language of the interface that a tag such as "es-MX" asks for; empty for none."""
    offered = [offer for offer, _name in settings.LANGUAGES]
    wanted = code.strip().lower().replace("_", "-")
    wanted = CHINESE_BY_PLACE.get(wanted, wanted)
    return next((one for one in (wanted, wanted.partition("-")[0]) if one in offered), "")


def _host(text: str, origins: list[str]) -> str:
    return text if text in origins else ""
