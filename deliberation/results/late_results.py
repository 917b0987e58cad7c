"""Whether results come later than usual: Redis is away, or nobody hands over or does the work.

Votes are counted all the same; pages say so in a sentence. It is found out at most once in a few seconds by
each process, and never while a vote is cast.
"""

import time
from datetime import timedelta

from django.utils import timezone

from deliberation.integrity.redis_state import is_redis_away
from deliberation.models import Job, RelayHeartbeat
from deliberation.results.services import ANALYSIS_TASK, REFRESH_TASK

LOOK_AGAIN_SECONDS = 5.0
RELAY_IS_SILENT_AFTER = timedelta(seconds=30)
"""It looks every second, and notes every five that all went well."""
WAITS_TOO_LONG_AFTER = timedelta(minutes=2)
"""An analysis that no worker has begun by then waits for a worker that is not there, or for a long queue."""

_looked_at = float("-inf")
_was_late = False


def are_results_late() -> bool:
    """Return whether results are brought up to date later than usual, as known a moment ago."""
    global _looked_at, _was_late
    if time.monotonic() - _looked_at >= LOOK_AGAIN_SECONDS:
        _looked_at = time.monotonic()
        _was_late = is_redis_away() or _relay_is_silent() or _work_waits()
    return _was_late


def _relay_is_silent() -> bool:
    last = RelayHeartbeat.last()
    return last is not None and last < timezone.now() - RELAY_IS_SILENT_AFTER


def _work_waits() -> bool:
    """Whether an analysis waits that is due; one that pauses after a failed attempt is none."""
    now = timezone.now()
    analyses = Job.objects.filter(task__in=[ANALYSIS_TASK, REFRESH_TASK], state=Job.State.QUEUED)
    return analyses.filter(created_at__lt=now - WAITS_TOO_LONG_AFTER).exclude(not_before__gt=now).exists()
