"""Leaving a participant's votes out of the analysis, and taking them in again. Votes and log stay."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.models import Deliberation, Event, Participant, ParticipantExclusion, User
from deliberation.results.services import request_analysis

MOST_OF_A_REASON = 500


class ExclusionRefused(Exception):
    """Nothing was changed; the text says why, in words for the person."""


@transaction.atomic
def exclude_participants(
    *, deliberation: Deliberation, numbers: Collection[int], kind: str, why: str, decided_by: User | None
) -> int:
    """Leave these participants out of analyses from now on; return how many were not left out before.

    Numbers that nobody has are passed over. `kind` is what was unusual, one of `ranking.KINDS`, or "other";
    `why` is the reason, which the participants and the public read.

    Raises:
        ExclusionRefused: there is no reason, or it is too long.
    """
    why = why.strip()
    if not why:
        raise ExclusionRefused(
            _("Please give a reason. The people concerned will read it, and so will the public.")
        )
    if len(why) > MOST_OF_A_REASON:
        raise ExclusionRefused(_("The reason is too long."))
    # Excluding the same person twice at once: the second waits here and finds the first one's exclusion.
    people = deliberation.participants.select_for_update().filter(number__in=set(numbers)).order_by("number")
    excluded = set(
        ParticipantExclusion.objects.standing()
        .filter(participant__deliberation=deliberation)
        .values_list("participant_id", flat=True)
    )
    done = 0
    for participant in people:
        if participant.pk in excluded:
            continue
        ParticipantExclusion.objects.create(
            participant=participant, kind=kind, why=why, decided_by=decided_by
        )
        _record(participant, Event.Kind.PARTICIPANT_EXCLUDED, {"kind": kind, "why": why}, decided_by)
        done += 1
    if done:
        request_analysis(deliberation=deliberation)
    return done


@transaction.atomic
def lift_exclusion(*, participant: Participant, lifted_by: User | None) -> bool:
    """Count a participant's votes again; return False where they are counted already."""
    standing = (
        ParticipantExclusion.objects.select_for_update()
        .filter(participant=participant, lifted_at=None)
        .first()
    )
    if standing is None:
        return False
    standing.lifted_by, standing.lifted_at = lifted_by, timezone.now()
    standing.save(update_fields=["lifted_by", "lifted_at"])
    _record(participant, Event.Kind.PARTICIPANT_INCLUDED, {"kind": standing.kind}, lifted_by)
    request_analysis(deliberation=participant.deliberation)
    return True


def exclusion_of(participant: Participant | None) -> ParticipantExclusion | None:
    """Return why a participant's votes are not counted in the analysis; None where they are."""
    if participant is None:
        return None
    return ParticipantExclusion.objects.standing().filter(participant=participant).first()


def _record(participant: Participant, kind: str, body: dict[str, str], user: User | None) -> None:
    origin = Event.Origin.WEB if user else Event.Origin.COMMAND
    record_event(
        participant.deliberation,
        EventDraft(kind=kind, body=body, participant=participant, user=user, origin=origin),
    )
