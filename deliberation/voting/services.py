"""Casting, changing and undoing votes: one durable transaction each, an event and the current vote."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from deliberation.integrity.event_log import EventDraft, record_event, record_events, recorded_before
from deliberation.integrity.prepared_statements import prepared_cursor
from deliberation.models import Deliberation, Event, Participant, Statement, Vote
from deliberation.voting.showing_tickets import Showing
from deliberation.voting.vote_writing import set_current, write_vote

BATCH_LIMIT = 50
"""Most votes a client may send in one batch."""
WRITTEN_AT_ONCE = 2000
"""Votes per statement to the database."""


class VoteRefused(Exception):
    """The vote cannot be taken; the text says why, in words for the voter."""


class JudgedByThePast(VoteRefused):
    """What the vote was judged by has changed since it was read; it may be judged anew."""


@dataclass(frozen=True)
class Ballot:
    """One vote as it arrives: on what, which, and the client's key that makes re-sending harmless."""

    statement: Statement
    value: int
    client_key: str
    cast_at: datetime | None = None


def cast_vote(
    *,
    participant: Participant,
    statement: Statement,
    value: int,
    client_key: str,
    showing: Showing | None = None,
) -> Vote:
    """Record a vote or change it. Sending the same key again does nothing and returns the vote.

    A new vote begins without a reason for passing; the mark that the statement is important stays. `showing`
    is to be logged with the vote: the statement with which it is answered, or for a first vote its own.

    Raises:
        VoteRefused: the statement is not open for voting, or the value is none of agree, disagree, pass.
        JudgedByThePast: participant, deliberation or statement are no longer as they were read.
        KeyReused: the key was used for another vote.
    """
    check_vote(participant=participant, statement=statement, value=value)
    draft = EventDraft(
        kind=Event.Kind.VOTE_CAST,
        body={"statement": statement.number, "value": value},
        participant=participant,
        client_key=client_key,
    )
    vote = _new_vote(participant, statement, value)
    if connection.vendor == "postgresql":
        if write_vote(vote, draft=draft, showing=showing):
            return vote
        try:
            event = recorded_before(participant.deliberation, draft)
        except Event.DoesNotExist as never:
            raise JudgedByThePast(_("This page was out of date.")) from never
        return _current_or_replayed(participant, statement, value, event)
    with transaction.atomic():
        vote.event, is_new = record_event(participant.deliberation, draft)
        if is_new:
            _set_current([vote])
            if showing is not None and not (exposure := showing.exposure(participant)).is_logged:
                exposure.save()
        return _current_or_replayed(participant, statement, value, vote.event)


def _new_vote(participant: Participant, statement: Statement, value: int) -> Vote:
    return Vote(
        deliberation_id=participant.deliberation_id,
        participant=participant,
        statement=statement,
        value=value,
        cast_at=timezone.now(),
    )


def cast_votes(*, participant: Participant, ballots: Sequence[Ballot], origin: str = Event.Origin.WEB) -> int:
    """Record a batch of one participant's votes; return how many were new.

    Ballots whose key is known are skipped; the last ballot on a statement counts. The whole batch is
    written or none of it.

    Raises:
        VoteRefused: the batch is too long, or one of its votes cannot be taken.
    """
    if len(ballots) > BATCH_LIMIT:
        raise VoteRefused(_("At most %(limit)d votes can be sent at once.") % {"limit": BATCH_LIMIT})
    for ballot in ballots:
        check_vote(participant=participant, statement=ballot.statement, value=ballot.value)
    with transaction.atomic():
        lock_participant(participant)
        return len(record_votes(participant.deliberation, [(participant, ballots)], origin=origin))


LOCK_PARTICIPANT: Final = "SELECT 1 FROM deliberation_participant WHERE id = %s FOR NO KEY UPDATE"


def lock_participant(participant: Participant) -> None:
    """Let one request of a participant at a time write, so that the log and the votes have one order."""
    if connection.vendor == "postgresql":
        with prepared_cursor() as cursor:
            cursor.execute(LOCK_PARTICIPANT, [participant.pk])


def record_votes(
    deliberation: Deliberation,
    votes: Iterable[tuple[Participant, Sequence[Ballot]]],
    *,
    origin: str,
    keys_are_new: bool = False,
) -> list[Event]:
    """Record the votes of many participants in one transaction, events first, in the given order.

    The bulk door behind batches, imports and simulations: it checks values and skips known keys, but
    trusts the caller on who may vote on what. `cast_at` of a ballot is kept as the time of the vote;
    without one the time stays unknown for imported votes and is now for all others. With `keys_are_new` the
    caller has looked for known keys already.

    Raises:
        VoteRefused: a value is none of agree, disagree, pass.
    """
    ballots = [(participant, ballot) for participant, cast in votes for ballot in cast]
    for _participant, ballot in ballots:
        if ballot.value not in Vote.VALUES:
            raise VoteRefused(_("A vote is agree, disagree or pass."))
    with transaction.atomic():
        fresh = ballots if keys_are_new else _without_known_keys(ballots)
        events = record_events(
            deliberation, [_vote_draft(participant, ballot, origin) for participant, ballot in fresh]
        )
        now = None if origin == Event.Origin.IMPORTED else timezone.now()
        latest = {
            (participant.pk, ballot.statement.pk): Vote(
                deliberation=deliberation,
                participant=participant,
                statement=ballot.statement,
                value=ballot.value,
                cast_at=ballot.cast_at or now,
                event=event,
            )
            for (participant, ballot), event in zip(fresh, events, strict=True)
        }
        # One order for everybody, so that two batches cannot wait for each other.
        _set_current([latest[key] for key in sorted(latest)])
    return events


@transaction.atomic
def undo_vote(*, participant: Participant, statement: Statement, client_key: str) -> Vote | None:
    """Take back the participant's current vote on a statement and return the one before it, if any.

    The vote before comes back without its reason for passing. Undoing is an event like any other. Sending
    the same key again does nothing.

    Raises:
        VoteRefused: there is no vote to take back, or nobody can vote now: what counted at the end counts.
    """
    lock_participant(participant)
    known = Event.objects.filter(participant=participant, client_key=client_key).exists()
    current = Vote.objects.filter(participant=participant, statement=statement).first()
    if known:
        return current
    if refusal := why_no_votes(participant.deliberation):
        raise VoteRefused(refusal)
    if current is None:
        raise VoteRefused(_("There is no vote to take back."))
    before = _vote_before(current)
    event, _is_new = record_event(
        participant.deliberation,
        EventDraft(
            kind=Event.Kind.VOTE_UNDONE,
            body={"statement": statement.number, "restored": before},
            participant=participant,
            client_key=client_key,
        ),
    )
    if before is None:
        current.delete()
        return None
    current.value, current.pass_reason = before, ""
    current.event, current.cast_at = event, timezone.now()
    current.save(update_fields=["value", "pass_reason", "event", "cast_at"])
    return current


@transaction.atomic
def withdraw_vote(*, participant: Participant, statement: Statement, client_key: str) -> None:
    """Undo until the participant holds no vote on the statement. Sending the same key again does nothing.

    Raises:
        VoteRefused: there is no vote to take back, or nobody can vote now.
    """
    if Event.objects.filter(participant=participant, client_key=f"{client_key}.0").exists():
        return
    step = 0
    while undo_vote(participant=participant, statement=statement, client_key=f"{client_key}.{step}"):
        step += 1


def check_vote(*, participant: Participant, statement: Statement, value: int) -> None:
    """Say whether a participant may cast this vote now.

    Raises:
        VoteRefused: they may not; the text says why.
    """
    if value not in Vote.VALUES:
        raise VoteRefused(_("A vote is agree, disagree or pass."))
    if statement.deliberation_id != participant.deliberation_id:
        raise VoteRefused(_("This statement belongs to another deliberation."))
    if not statement.deliberation.takes_votes:
        raise VoteRefused(why_no_votes(statement.deliberation))
    if not statement.is_open_for_voting:
        raise VoteRefused(_("This statement is no longer open for voting. Nothing was lost."))


def why_no_votes(deliberation: Deliberation) -> str:
    """Say why nobody can vote now; empty where people can."""
    if deliberation.takes_votes:
        return ""
    if deliberation.voting_has_ended or deliberation.voting_from is None or not deliberation.is_open:
        return _("Voting has ended. Your earlier votes are kept.")
    begins = date_format(timezone.localtime(deliberation.voting_from), "DATETIME_FORMAT")
    return _("Voting has not begun yet. It begins on %(when)s.") % {"when": begins}


def _set_current(votes: list[Vote]) -> None:
    if connection.vendor == "postgresql":
        for start in range(0, len(votes), WRITTEN_AT_ONCE):
            set_current(votes[start : start + WRITTEN_AT_ONCE])
        return
    Vote.objects.bulk_create(
        votes,
        update_conflicts=True,
        unique_fields=["participant", "statement"],
        update_fields=["value", "pass_reason", "cast_at", "event"],
        batch_size=WRITTEN_AT_ONCE,
    )


def _current_or_replayed(participant: Participant, statement: Statement, value: int, event: Event) -> Vote:
    """Return the current vote after a repeated key, or the repeated vote when it has been undone since."""
    current = Vote.objects.filter(participant=participant, statement=statement).first()
    if current is None:
        return Vote(participant=participant, statement=statement, value=value, event=event)
    current.participant, current.statement = participant, statement
    return current


def _vote_draft(participant: Participant, ballot: Ballot, origin: str) -> EventDraft:
    return EventDraft(
        kind=Event.Kind.VOTE_CAST,
        body={"statement": ballot.statement.number, "value": ballot.value},
        participant=participant,
        client_key=ballot.client_key,
        origin=origin,
        occurred_at=ballot.cast_at,
    )


def _without_known_keys(
    ballots: list[tuple[Participant, Ballot]],
) -> list[tuple[Participant, Ballot]]:
    """Drop ballots whose key the log holds already, and repeats within the list."""
    known: set[tuple[int | None, str]] = set()
    for start in range(0, len(ballots), 5000):
        part = ballots[start : start + 5000]
        known.update(
            Event.objects.filter(
                participant__in={participant.pk for participant, _ballot in part},
                client_key__in=[ballot.client_key for _participant, ballot in part],
            ).values_list("participant_id", "client_key")
        )
    fresh = []
    for participant, ballot in ballots:
        key = (participant.pk, ballot.client_key)
        if key not in known:
            known.add(key)
            fresh.append((participant, ballot))
    return fresh


def _vote_before(current: Vote) -> int | None:
    """Return the value that undoing the current vote restores, from the history of its statement.

    Casting pushes a value, undoing pops one; what is left below the top is the vote before.
    """
    history = Event.objects.filter(
        participant_id=current.participant_id,
        kind__in=[Event.Kind.VOTE_CAST, Event.Kind.VOTE_UNDONE],
        payload__body__statement=current.statement.number,
    ).order_by("id")
    values: list[int] = []
    for kind, body in history.values_list("kind", "payload__body"):
        if kind == Event.Kind.VOTE_CAST:
            values.append(body["value"])
        elif values:
            values.pop()
    return values[-2] if len(values) > 1 else None
