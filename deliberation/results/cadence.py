"""What it takes to bring the results of a deliberation up to date: nothing, a refresh, or a full analysis.

A **full** analysis finds the opinion space and the groups and draws the assembly anew many times; on millions
of votes that takes minutes. A **refresh** keeps the space and the groups of the last full one, places
everybody on them by their votes of now and counts anew; that takes seconds. New votes are met by a refresh,
and by a full analysis

- while there is none yet, none of the default parameters, or none whose space was kept;
- once somebody was excluded, or an exclusion was lifted;
- while the last one read fewer than `ALWAYS_FULL_BELOW` votes, since it costs next to nothing then;
- once as many votes have come in since the last full one as `NEW_VOTES_SHARE` of those it read;
- once a statement on which its groups rest has been moderated: its votes may no longer count. A newly
  accepted statement does not call for one: a refresh counts its votes by group.

New votes alone make no grouping wrong: refreshes go on, in a queue of their own, while a full analysis runs.
What it finds is shown once a refresh has placed the votes of that moment on it.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from django.conf import settings
from django.utils import timezone

from deliberation.analysis.pipeline import AnalysisParameters
from deliberation.models import Analysis, Deliberation, Event, Job, StoredStructure
from deliberation.models.events import EventQuerySet
from deliberation.results.storing import stored_parameters
from deliberation.results.vote_snapshot import standing_selection

ALWAYS_FULL_BELOW = 10_000
NEW_VOTES_SHARE = 0.01
PAUSE_PER_WORK = 3
"""How many times the processor time of its last job passes before a deliberation's next one is asked for."""
PROCESSOR_SECONDS = "processor_seconds"
"""Where the result of a job says what it took."""
VOTES = (Event.Kind.VOTE_CAST, Event.Kind.VOTE_UNDONE)
CHANGES = (
    Event.Kind.STATEMENT_MODERATED,
    Event.Kind.PARTICIPANT_EXCLUDED,
    Event.Kind.PARTICIPANT_INCLUDED,
)
"""What else changes which votes count."""


class Extent(Enum):
    """How much work is due."""

    NONE = "none"
    REFRESH = "refresh"
    FULL = "full"


@dataclass(frozen=True)
class Due:
    """What is due for a deliberation; `grouping` is the full analysis that a refresh can keep meanwhile."""

    extent: Extent
    grouping: Analysis | None = None


def due_for(deliberation: Deliberation) -> Due:
    """Return what brings the results up to date."""
    last = Analysis.objects.latest_of(deliberation)
    if not deliberation.votes.exists():
        return Due(Extent.NONE)
    if last is None:
        return Due(Extent.FULL)
    grouping = Analysis.objects.full().filter(deliberation=deliberation).order_by("-id").first() or last
    is_placed = last.grouping.result_hash == grouping.result_hash
    if is_placed and not _events_since(last, *VOTES, *CHANGES, Event.Kind.VOTE_MARKED).exists():
        return Due(Extent.NONE)
    if _is_wrong(grouping):
        return Due(Extent.FULL)
    return Due(Extent.FULL if _is_outworn(grouping) else Extent.REFRESH, grouping)


def has_rested(last: Job | None) -> bool:
    """Whether work that brings results up to date may be asked for again, after the last job that did it.

    Jobs follow each other at ANALYSIS_INTERVAL_SECONDS, or so far apart that the worker takes a third of a
    core; what PostgreSQL does for it comes to less than half of that. Waiting for a busy machine is no reason
    to wait longer.
    """
    if last is None:
        return True
    if last.finished_at is None:
        return False
    work = (last.result or {}).get(PROCESSOR_SECONDS, 0.0)
    pause = max(settings.ANALYSIS_INTERVAL_SECONDS, PAUSE_PER_WORK * work)
    return timezone.now() >= last.created_at + timedelta(seconds=pause)


def _is_outworn(grouping: Analysis) -> bool:
    """Whether so many votes have come in that the opinion groups of a full analysis are looked for again."""
    enough = max(1, int(grouping.vote_count * NEW_VOTES_SHARE))
    return _events_since(grouping, *VOTES)[:enough].count() >= enough


def _is_wrong(grouping: Analysis) -> bool:
    """Whether the opinion groups of a full analysis cannot be kept, or are not worth it."""
    standing = standing_selection(grouping.deliberation)
    if grouping.parameters != stored_parameters(AnalysisParameters().as_dict(), standing):
        return True
    if grouping.vote_count < ALWAYS_FULL_BELOW:
        return True
    if not StoredStructure.objects.filter(analysis=grouping).exists():
        return True
    moderated = _events_since(grouping, Event.Kind.STATEMENT_MODERATED)
    numbers = list(moderated.values_list("payload__body__statement", flat=True))
    return grouping.statement_results.filter(statement__number__in=numbers).exists()


def _events_since(analysis: Analysis, *kinds: str) -> EventQuerySet:
    return Event.objects.filter(
        deliberation=analysis.deliberation_id, kind__in=kinds, id__gt=analysis.event_watermark
    )
