"""The participants' votes on principles: one durable transaction each, an event and the current vote."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from constitution.models import ConstitutionVersion, Principle, RatificationVote
from constitution.services.open_votes import RatificationVoteRefused, locked_open_version
from deliberation.integrity.event_log import EventDraft, record_event, record_events
from deliberation.models import Deliberation, Event, Participant
from deliberation.people.services import join_deliberation

BATCH = 500


@dataclass(frozen=True)
class RatificationBallot:
    """One vote as it arrives: on which principle, which, and the client's key."""

    principle: Principle
    value: int
    client_key: str


@transaction.atomic
def cast_ratification_vote(
    *, participant: Participant, principle: Principle, value: int, client_key: str
) -> RatificationVote:
    """Record a vote on a principle or change it. Sending the same key again does nothing.

    Raises:
        RatificationVoteRefused: the version is not open for ratification, or the value is unknown.
        KeyReused: the key was used for something else.
    """
    version = locked_open_version(principle.version_id)
    if version.deliberation.pk != participant.deliberation_id:
        raise RatificationVoteRefused(_("This principle belongs to another deliberation."))
    ballot = RatificationBallot(principle, value, client_key)
    _check_value(ballot)
    draft = _draft(version, participant, ballot, Event.Origin.WEB)
    event, is_new = record_event(version.deliberation, draft)
    if is_new:
        _set_current([(participant, ballot, event)])
    return RatificationVote.objects.get(participant=participant, principle=principle)


@transaction.atomic
def cast_first_ratification_vote(
    *, deliberation: Deliberation, principle: Principle, value: int, client_key: str, visitor_key: str
) -> tuple[Participant, RatificationVote]:
    """Join the deliberation and vote, both or neither.

    Raises:
        RatificationVoteRefused: the vote cannot be taken; then nobody has joined either.
    """
    participant = join_deliberation(deliberation=deliberation, visitor_key=visitor_key)
    vote = cast_ratification_vote(
        participant=participant, principle=principle, value=value, client_key=client_key
    )
    return participant, vote


@transaction.atomic
def record_ratification_votes(
    *,
    version: ConstitutionVersion,
    votes: Iterable[tuple[Participant, Sequence[RatificationBallot]]],
    origin: str,
) -> int:
    """Record the votes of many participants in one transaction; return how many were new.

    The bulk door for simulations: it checks values and skips known keys, but trusts the caller that the
    ballots are on principles of this version and the participants of its deliberation.

    Raises:
        RatificationVoteRefused: the version is not open for ratification, or a value is unknown.
    """
    locked = locked_open_version(version.pk, at_any_time=True)
    ballots = [(participant, ballot) for participant, cast in votes for ballot in cast]
    for _participant, ballot in ballots:
        _check_value(ballot)
    known = known_keys(ballot.client_key for _participant, ballot in ballots)
    fresh = []
    for participant, ballot in ballots:
        key = (participant.pk, ballot.client_key)
        if key not in known:
            known.add(key)
            fresh.append((participant, ballot))
    events = record_events(
        locked.deliberation, [_draft(locked, participant, ballot, origin) for participant, ballot in fresh]
    )
    _set_current(
        [(participant, ballot, event) for (participant, ballot), event in zip(fresh, events, strict=True)]
    )
    return len(events)


def _check_value(ballot: RatificationBallot) -> None:
    if ballot.value not in RatificationVote.Value.values:
        raise RatificationVoteRefused(_("An answer to a principle is adopt, change, reject or pass."))


def _draft(
    version: ConstitutionVersion, participant: Participant, ballot: RatificationBallot, origin: str
) -> EventDraft:
    return EventDraft(
        kind=Event.Kind.RATIFICATION_VOTE_CAST,
        body={"version": version.number, "principle": ballot.principle.label, "value": ballot.value},
        participant=participant,
        client_key=ballot.client_key,
        origin=origin,
    )


def _set_current(votes: Sequence[tuple[Participant, RatificationBallot, Event]]) -> None:
    """Make each vote the current one; the last of several on one principle counts."""
    now = timezone.now()
    latest = {
        (participant.pk, ballot.principle.pk): RatificationVote(
            participant=participant,
            principle=ballot.principle,
            value=ballot.value,
            event=event,
            cast_at=now,
        )
        for participant, ballot, event in votes
    }
    RatificationVote.objects.bulk_create(
        [latest[key] for key in sorted(latest)],
        update_conflicts=True,
        unique_fields=["principle", "participant"],
        update_fields=["value", "event", "cast_at"],
        batch_size=BATCH,
    )


def known_keys(client_keys: Iterable[str]) -> set[tuple[int | None, str]]:
    """Return which of these keys the log holds already, each with the participant who used it."""
    keys = sorted(set(client_keys))
    known: set[tuple[int | None, str]] = set()
    for start in range(0, len(keys), BATCH):
        known.update(
            Event.objects.filter(client_key__in=keys[start : start + BATCH]).values_list(
                "participant_id", "client_key"
            )
        )
    return known
