"""The public records as programs get them."""

from collections.abc import Collection, Sequence
from typing import Any

from deliberation.integrity.stored_log import signed_head
from deliberation.models import Deliberation, Event, LogSeal
from deliberation.moderation.log_files import content_of
from deliberation.moderation.public_log import entries_behind


def entries_content(deliberation: Deliberation, events: Collection[Event]) -> list[dict[str, Any]]:
    """Return the decisions behind some events, the newest first, in five queries at most."""
    return [content_of(entry) | {"time": entry.at} for entry in entries_behind(deliberation, events)]


def heads_content(deliberation: Deliberation, seals: Sequence[LogSeal]) -> list[dict[str, Any]]:
    """Return signed heads in a row, the oldest first."""
    if not seals:
        return []
    before = LogSeal.objects.filter(deliberation=deliberation, number=seals[0].number - 1)
    root = before.values_list("root", flat=True).first()
    roots = [root, *(seal.root for seal in seals)]
    return [
        signed_head(deliberation, seal, previous) | {"consistency": seal.consistency}
        for seal, previous in zip(seals, roots, strict=False)
    ]
