"""Reads bodies: JSON that a database can keep, and no more of it than a request may have."""

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from deliberation.api.problems import Problem

DEEPEST = 20
"""Levels of lists and objects in one another; no request needs more than a few."""


class StrictJSONParser(JSONParser):
    """JSON without the texts that no column can hold, of a size and depth that anybody could have typed."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Return what the body says.

        Raises:
            ParseError: it is no JSON, or holds a NUL or half a character.
            Problem: 413, it is too large.
        """
        refuse_too_large(stream)
        try:
            data = super().parse(stream, media_type, dict(parser_context or {}))
        except RecursionError:
            raise ParseError(_("The body is nested too deep.")) from None
        _check(data, DEEPEST)
        return data


def refuse_too_large(stream: Any) -> None:
    """Refuse a body larger than DATA_UPLOAD_MAX_MEMORY_SIZE before reading it.

    Raises:
        Problem: 413.
    """
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    length = getattr(stream, "META", {}).get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length[:12]) > most:
        raise Problem(413, "too-large", _("A request has at most %(most)s bytes.") % {"most": most})


def _check(data: Any, depth: int) -> None:
    if isinstance(data, str):
        _check_text(data)
    elif isinstance(data, dict | list):
        if depth == 0:
            raise ParseError(_("The body is nested too deep."))
        for part in data:
            _check(part, depth - 1)
            if isinstance(data, dict):
                _check(data[part], depth - 1)


def _check_text(text: str) -> None:
    if "\x00" in text:
        raise ParseError(_("A text holds the character NUL, which cannot be kept."))
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ParseError(_("A text holds half a character (a lone surrogate).")) from None
