"""From the drawing to a PNG: once for each drawing, and never many at a time."""

import hashlib
import threading
from functools import lru_cache
from importlib.metadata import version

from django.core.cache import caches

from deliberation.sharing.card_drawing import Card, draw_card
from deliberation.sharing.fonts import faces_for

AT_ONCE = 2
"""Cards that one process draws at the same time; others wait their turn."""
PATIENCE_SECONDS = 5
_turns = threading.BoundedSemaphore(AT_ONCE)


class TooManyAtOnce(Exception):
    """Raised when a card's turn does not come within `PATIENCE_SECONDS`."""


class Drawing:
    """A card as SVG, with what tells it from every other: the digest of it and of what renders it."""

    def __init__(self, card: Card) -> None:
        self.svg, self.files = draw_card(card, faces_for)
        self.digest = hashlib.sha256(repr((self.svg, self.files, _renderer())).encode()).hexdigest()[:32]

    def png(self) -> bytes:
        """Return the picture, from the cache where it has been drawn before.

        Raises:
            TooManyAtOnce: too many others are being drawn.
        """
        kept = caches["pictures"].get(self.digest)
        if isinstance(kept, bytes):
            return kept
        if not _turns.acquire(timeout=PATIENCE_SECONDS):
            raise TooManyAtOnce
        try:
            drawn = self._render()
        finally:
            _turns.release()
        caches["pictures"].set(self.digest, drawn)
        return drawn

    def _render(self) -> bytes:
        from resvg_py import svg_to_bytes

        return bytes(svg_to_bytes(svg_string=self.svg, skip_system_fonts=True, font_files=list(self.files)))


@lru_cache(maxsize=1)
def _renderer() -> str:
    return version("resvg-py")
