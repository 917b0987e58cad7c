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
"""

from dataclasses import dataclass
from enum import Enum

from deliberation.analysis.pipeline import AnalysisParameters
from deliberation.models import Analysis, Deliberation, Event, StoredStructure
from deliberation.models.events import EventQuerySet
from deliberation.results.storing import stored_parameters
from deliberation.results.vote_snapshot import standing_selection

ALWAYS_FULL_BELOW = 10_000
NEW_VOTES_SHARE = 0.01
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
    """What is due for a deliberation; `grouping` is the full analysis to keep, where it is a refresh."""

    extent: Extent
    grouping: Analysis | None = None


def due_for(deliberation: Deliberation) -> Due:
    """Return what brings the results up to date."""
    last = Analysis.objects.latest_of(deliberation)
    if not deliberation.votes.exists():
        return Due(Extent.NONE)
    if last is None:
        return Due(Extent.FULL)
    if not _events_since(last, *VOTES, *CHANGES).exists():
        return Due(Extent.NONE)
    grouping = last.grouping
    return Due(Extent.FULL) if _is_outworn(grouping) else Due(Extent.REFRESH, grouping)


def _is_outworn(grouping: Analysis) -> bool:
    """Whether the opinion groups of a full analysis have to be looked for again."""
    standing = standing_selection(grouping.deliberation)
    if grouping.parameters != stored_parameters(AnalysisParameters().as_dict(), standing):
        return True
    if grouping.vote_count < ALWAYS_FULL_BELOW:
        return True
    if not StoredStructure.objects.filter(analysis=grouping).exists():
        return True
    enough = max(1, int(grouping.vote_count * NEW_VOTES_SHARE))
    if _events_since(grouping, *VOTES)[:enough].count() >= enough:
        return True
    moderated = _events_since(grouping, Event.Kind.STATEMENT_MODERATED)
    numbers = list(moderated.values_list("payload__body__statement", flat=True))
    return grouping.statement_results.filter(statement__number__in=numbers).exists()


def _events_since(analysis: Analysis, *kinds: str) -> EventQuerySet:
    return Event.objects.filter(
        deliberation=analysis.deliberation_id, kind__in=kinds, id__gt=analysis.event_watermark
    )
