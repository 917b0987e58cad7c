"""Votes and newcomers by the hour, counted in the database and kept for a while."""

from datetime import datetime

from django.core.cache import cache
from django.db.models import Count
from django.db.models.functions import TruncHour
from django.utils import timezone

from deliberation.models import Analysis, Deliberation, Participant, Vote
from deliberation.results.over_time import Timeline, timeline

KEPT_SECONDS = 600


def participation_over_time(deliberation: Deliberation, analysis: Analysis) -> Timeline:
    """Return when people voted and joined; at most ten minutes old. Only current votes with a time count.

    The one thing on a page for which all votes are counted: once in ten minutes and for each full analysis.
    """
    zone = timezone.get_current_timezone_name()
    grouping = analysis.grouping
    key = f"participation:{deliberation.pk}:{grouping.pk}:{grouping.result_hash}:{zone}"
    counts: tuple[dict[datetime, int], dict[datetime, int]] | None = cache.get(key)
    if counts is None:
        votes = Vote.objects.filter(deliberation=deliberation, cast_at__isnull=False)
        people = Participant.objects.filter(deliberation=deliberation, joined_at__isnull=False)
        counts = (
            dict(votes.order_by().values_list(TruncHour("cast_at")).annotate(count=Count("pk"))),
            dict(people.order_by().values_list(TruncHour("joined_at")).annotate(count=Count("pk"))),
        )
        cache.set(key, counts, KEPT_SECONDS)
    return timeline(*counts)
