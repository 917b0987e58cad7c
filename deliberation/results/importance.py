"""Which statements people call important to them, beside how many agree."""

from django.core.cache import cache
from django.db.models import Count

from deliberation.models import Analysis, Vote

KEPT_SECONDS = 600


def important_votes(analysis: Analysis) -> dict[int, int]:
    """Return how many votes on each statement of the deliberation are marked as important.

    By primary key of the statement; statements without such votes are left out. Counted at most every ten
    minutes for each analysis: millions of votes take a few tenths of a second.
    """
    key = f"important-votes:{analysis.pk}:{analysis.result_hash}"
    counts: dict[int, int] | None = cache.get(key)
    if counts is None:
        marked = Vote.objects.filter(deliberation=analysis.deliberation_id, is_important=True)
        counts = dict(marked.order_by().values_list("statement").annotate(count=Count("pk")))
        cache.set(key, counts, KEPT_SECONDS)
    return counts


def important_share(marked: int, votes: int) -> float:
    """Share of the votes that are marked; the mark may be newer than the count of votes."""
    return min(1.0, marked / votes) if votes else 0.0
