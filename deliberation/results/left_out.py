"""How many participants an analysis left out by somebody's decision, and why: in words that name nobody."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deliberation.integrity.anomaly_words import NAMES
from deliberation.models import Analysis, ParticipantExclusion
from deliberation.results.small_cells import SMALLEST, without_small_cells
from deliberation.templatetags.figures import figure


@dataclass(frozen=True)
class LeftOut:
    """Participants whose votes the results do not count.

    Attributes:
        people: how many, in words; fewer than `SMALLEST` are not counted out.
        kinds: what was unusual, with how many people, in words; the most frequent first.
        reasons: the reasons that were given, each once.
        latest: when the last of it was decided.
    """

    people: str
    kinds: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]
    latest: datetime


def left_out_of(analysis: Analysis) -> LeftOut | None:
    """Return whom the analysis left out by decision; None where it counts everybody."""
    numbers = analysis.parameters.get("excluded_participants") or []
    if not numbers:
        return None
    decided = ParticipantExclusion.objects.filter(
        participant__deliberation=analysis.deliberation_id,
        participant__number__in=numbers,
        decided_at__lte=analysis.created_at,
    ).order_by("participant_id", "-decided_at")
    latest = {exclusion.participant_id: exclusion for exclusion in reversed(decided)}
    if not latest:
        return None
    kinds = Counter(exclusion.kind for exclusion in latest.values())
    counted = without_small_cells(kinds)
    return LeftOut(
        people=_people(len(latest)),
        kinds=tuple(
            (str(NAMES.get(kind, NAMES["other"])), _count(counted[kind])) for kind, _n in kinds.most_common()
        ),
        reasons=tuple(dict.fromkeys(exclusion.why for exclusion in latest.values())),
        latest=max(exclusion.decided_at for exclusion in latest.values()),
    )


def _people(count: int) -> str:
    if count < SMALLEST:
        return _("Fewer than %(least)s people are left out.") % {"least": figure(SMALLEST)}
    return ngettext("%(count)s person is left out.", "%(count)s people are left out.", count) % {
        "count": figure(count)
    }


def _count(count: int | None) -> str:
    return _("fewer than %(least)s") % {"least": figure(SMALLEST)} if count is None else figure(count)
