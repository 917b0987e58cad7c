"""The participants' votes on a version as a whole: an event each, and the current vote."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from constitution.models import ConstitutionVersion, VersionVote
from constitution.services.open_votes import RatificationVoteRefused, locked_open_version
from constitution.services.ratification_votes import BATCH, known_keys
from deliberation.integrity.event_log import EventDraft, record_event, record_events
from deliberation.models import Deliberation, Event, Participant
from deliberation.people.services import join_deliberation

WholeBallot = tuple[Participant, int, str]
"""Who votes, how, and the client's key."""


@transaction.atomic
def cast_vote_on_whole(
    *, participant: Participant, version: ConstitutionVersion, value: int, client_key: str
) -> VersionVote:
    """Record a vote on a version as a whole or change it. Sending the same key again does nothing.

    Raises:
        RatificationVoteRefused: the version is not open for ratification, or the value is unknown.
        KeyReused: the key was used for something else.
    """
    locked = locked_open_version(version.pk)
    if locked.deliberation.pk != participant.deliberation_id:
        raise RatificationVoteRefused(_("This version belongs to another deliberation."))
    _check_value(value)
    event, is_new = record_event(
        locked.deliberation, _draft(locked, (participant, value, client_key), Event.Origin.WEB)
    )
    if is_new:
        _set_current(locked, [((participant, value, client_key), event)])
    return VersionVote.objects.get(participant=participant, version=locked)


@transaction.atomic
def cast_first_vote_on_whole(
    *, deliberation: Deliberation, version: ConstitutionVersion, value: int, client_key: str, visitor_key: str
) -> tuple[Participant, VersionVote]:
    """Join the deliberation and vote on the whole, both or neither.

    Raises:
        RatificationVoteRefused: the vote cannot be taken; then nobody has joined either.
    """
    participant = join_deliberation(deliberation=deliberation, visitor_key=visitor_key)
    vote = cast_vote_on_whole(participant=participant, version=version, value=value, client_key=client_key)
    return participant, vote


@transaction.atomic
def record_votes_on_whole(*, version: ConstitutionVersion, votes: Sequence[WholeBallot], origin: str) -> int:
    """Record the votes of many participants in one transaction; return how many were new.

    Raises:
        RatificationVoteRefused: the version is not open for ratification, or a value is unknown.
    """
    locked = locked_open_version(version.pk, at_any_time=True)
    for _participant, value, _key in votes:
        _check_value(value)
    known = known_keys(key for _participant, _value, key in votes)
    fresh = [vote for vote in votes if (vote[0].pk, vote[2]) not in known]
    events = record_events(locked.deliberation, [_draft(locked, vote, origin) for vote in fresh])
    _set_current(locked, list(zip(fresh, events, strict=True)))
    return len(events)


def _check_value(value: int) -> None:
    if value not in VersionVote.Value.values:
        raise RatificationVoteRefused(_("A vote on the whole is adopt, reject or pass."))


def _draft(version: ConstitutionVersion, vote: WholeBallot, origin: str) -> EventDraft:
    participant, value, client_key = vote
    return EventDraft(
        kind=Event.Kind.RATIFICATION_VOTE_ON_WHOLE_CAST,
        body={"version": version.number, "value": value},
        participant=participant,
        client_key=client_key,
        origin=origin,
    )


def _set_current(version: ConstitutionVersion, votes: Sequence[tuple[WholeBallot, Event]]) -> None:
    now = timezone.now()
    latest = {
        participant.pk: VersionVote(
            version=version, participant=participant, value=value, event=event, cast_at=now
        )
        for (participant, value, _key), event in votes
    }
    VersionVote.objects.bulk_create(
        [latest[key] for key in sorted(latest)],
        update_conflicts=True,
        unique_fields=["version", "participant"],
        update_fields=["value", "event", "cast_at"],
        batch_size=BATCH,
    )
