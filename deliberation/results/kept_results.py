"""What is worked out from a stored analysis, kept for the next readers: an analysis never changes."""

from collections.abc import Callable
from typing import Final, TypeVar

from django.core.cache import cache

from deliberation.models import Analysis

KEPT_SECONDS: Final = 120
"""A busy deliberation has a new analysis every twenty seconds: so only a few of each lie side by side."""
Found = TypeVar("Found")


def kept_for(analysis: Analysis, kind: str, work_out: Callable[[], Found], *details: object) -> Found:
    """Return what was worked out before, or work it out and keep it.

    Args:
        analysis: what it depends on.
        kind: what it is, for example "opinion-map".
        work_out: makes it where it is not kept.
        details: what else it depends on.
    """
    key = ":".join(map(str, (kind, analysis.pk, analysis.result_hash, *details)))
    kept: tuple[Found] | None = cache.get(key)
    if kept is None:
        kept = (work_out(),)
        cache.set(key, kept, KEPT_SECONDS)
    return kept[0]
