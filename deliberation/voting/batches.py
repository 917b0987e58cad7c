"""Votes that a browser kept while it had no network, and sends together.

Each vote is judged on its own: one that cannot be taken is refused with a sentence, and the others count.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from django.db import connection, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from deliberation.integrity.event_log import EventDraft, record_events
from deliberation.models import Deliberation, Event, Exposure, Participant, Statement, Vote
from deliberation.voting.forms import KEY, key_of_vote
from deliberation.voting.services import Ballot, VoteRefused, check_vote, lock_participant, record_votes
from deliberation.voting.vote_writing import log_shown

OLDEST: Final = timedelta(days=7)
"""How long a vote may have waited in a browser for its time to be believed."""

State = Literal["recorded", "known", "refused"]


JUDGED_BY: Final = ("deliberation", "number", "state", "merged_into")
"""What is read of a statement to judge a vote on it."""


@dataclass(frozen=True)
class QueuedVote:
    """One vote of a batch as the browser kept it."""

    statement: int
    value: int
    key: str
    cast_at: datetime | None = None
    pass_reason: str = ""
    is_important: bool = False

    @property
    def client_key(self) -> str:
        """The key under which it is recorded: the same as if its form had been sent."""
        return key_of_vote(self.key, self.value)


@dataclass(frozen=True)
class Outcome:
    """What became of one vote: newly recorded, known already, or refused for a reason."""

    key: str
    state: State
    reason: str = ""


def read_vote(entry: Any) -> QueuedVote | Outcome:
    """Return one entry of a batch, or its refusal. Marks that mean nothing are left out; the vote counts."""
    if not isinstance(entry, Mapping):
        return Outcome("", "refused", _("The vote did not arrive whole."))
    key, statement, value = (entry.get(name) for name in ("key", "statement", "value"))
    shown_key = key[:60] if isinstance(key, str) else ""
    if not isinstance(key, str) or not re.fullmatch(KEY, key) or not _is_number(statement):
        return Outcome(shown_key, "refused", _("The vote did not arrive whole."))
    if not _is_number(value) or value not in Vote.VALUES:
        return Outcome(shown_key, "refused", _("A vote is agree, disagree or pass."))
    pass_reason = entry.get("pass_reason")
    may_say_why = value == Vote.Value.PASS and isinstance(pass_reason, str)
    return QueuedVote(
        statement=statement,
        value=value,
        key=key,
        cast_at=_read_time(entry.get("cast_at")),
        pass_reason=pass_reason if may_say_why and pass_reason in Vote.PassReason.values else "",
        is_important=entry.get("is_important") is True,
    )


def believable_time(participant: Participant, told: datetime | None) -> datetime | None:
    """Return the time a browser tells, where it can be true; None where the time of arrival is to be used.

    A vote is not cast in the future, nor before its deliberation began or its participant joined, and it
    does not wait for more than a week.
    """
    now = timezone.now()
    starts = (
        participant.deliberation.created_at,
        participant.joined_at,
        participant.deliberation.voting_from,
    )
    earliest = max([now - OLDEST, *(start for start in starts if start is not None)])
    return told if told is not None and earliest <= told <= now else None


@transaction.atomic
def take_votes(*, participant: Participant, votes: Sequence[QueuedVote]) -> list[Outcome]:
    """Record what can be recorded of a batch; return what became of each vote, in order.

    Repeats count once: a key that is known, and a vote that says the same as the one before it in the batch.
    The last vote on a statement counts. The participant's own requests wait for each other.
    """
    lock_participant(participant)
    deliberation = participant.deliberation
    statements = _statements(deliberation, votes)
    known = _known_votes(participant, votes)
    outcomes, fresh, last = [], [], {}
    for vote in votes:
        outcome = _judge(participant, vote, statements.get(vote.statement), known)
        if outcome.state == "recorded":
            if last.get(vote.statement) == vote.value:
                outcome = Outcome(vote.key, "known")
            else:
                fresh.append(vote)
            known[vote.client_key] = vote.statement
        if outcome.state != "refused":
            last[vote.statement] = vote.value
        outcomes.append(outcome)
    _record(participant, fresh, statements)
    return outcomes


def _judge(
    participant: Participant, vote: QueuedVote, statement: Statement | None, known: Mapping[str, int | None]
) -> Outcome:
    if vote.client_key in known:
        if known[vote.client_key] != vote.statement:
            return Outcome(vote.key, "refused", _("This page was out of date."))
        return Outcome(vote.key, "known")
    if statement is None:
        return Outcome(vote.key, "refused", _("There is no such statement."))
    try:
        check_vote(participant=participant, statement=statement, value=vote.value)
    except VoteRefused as refusal:
        return Outcome(vote.key, "refused", str(refusal))
    return Outcome(vote.key, "recorded")


def _record(
    participant: Participant, votes: Sequence[QueuedVote], statements: Mapping[int, Statement]
) -> None:
    ballots = [
        Ballot(
            statements[vote.statement],
            vote.value,
            vote.client_key,
            cast_at=believable_time(participant, vote.cast_at),
        )
        for vote in votes
    ]
    record_votes(
        participant.deliberation, [(participant, ballots)], origin=Event.Origin.WEB, keys_are_new=True
    )
    _log_showings(participant, ballots)
    marked = {vote.statement: vote for vote in votes}
    _record_marks(
        participant, [vote for vote in marked.values() if vote.pass_reason or vote.is_important], statements
    )


def _log_showings(participant: Participant, ballots: Sequence[Ballot]) -> None:
    """Log that statements were shown which the browser had in advance; they were not drawn one by one."""
    wanted = {ballot.statement.pk: ballot.cast_at or timezone.now() for ballot in ballots}
    if connection.vendor == "postgresql":
        log_shown(participant, wanted)
        return
    logged = set(
        Exposure.objects.filter(participant=participant, statement__in=wanted).values_list(
            "statement", flat=True
        )
    )
    Exposure.objects.bulk_create(
        [
            Exposure(participant=participant, statement_id=statement, shown_at=shown_at)
            for statement, shown_at in wanted.items()
            if statement not in logged
        ]
    )


def _record_marks(
    participant: Participant, votes: Sequence[QueuedVote], statements: Mapping[int, Statement]
) -> None:
    """Set the marks that came with votes; each is an event of its own, as if it had been sent alone."""
    if not votes:
        return
    drafts = []
    for vote in votes:
        body: dict[str, Any] = {"statement": vote.statement}
        if vote.pass_reason:
            body["pass_reason"] = vote.pass_reason
        if vote.is_important:
            body["is_important"] = True
        drafts.append(
            EventDraft(
                kind=Event.Kind.VOTE_MARKED,
                body=body,
                participant=participant,
                client_key=f"{vote.client_key}.m",
            )
        )
    record_events(participant.deliberation, drafts)
    by_statement = {statements[vote.statement].pk: vote for vote in votes}
    held = list(Vote.objects.filter(participant=participant, statement__in=by_statement))
    for current in held:
        vote = by_statement[current.statement_id]
        current.pass_reason = vote.pass_reason or current.pass_reason
        current.is_important = vote.is_important or current.is_important
    Vote.objects.bulk_update(held, ["pass_reason", "is_important"])


def _statements(deliberation: Deliberation, votes: Sequence[QueuedVote]) -> dict[int, Statement]:
    numbers = {vote.statement for vote in votes}
    found = deliberation.statements.filter(number__in=numbers).only(*JUDGED_BY)
    statements = {statement.number: statement for statement in found}
    for statement in statements.values():
        statement.deliberation = deliberation
    return statements


def _known_votes(participant: Participant, votes: Sequence[QueuedVote]) -> dict[str, int | None]:
    """Return on which statement each key of the batch was used before."""
    return dict(
        Event.objects.filter(
            participant=participant, client_key__in={vote.client_key for vote in votes}
        ).values_list("client_key", "payload__body__statement")
    )


def _read_time(told: Any) -> datetime | None:
    try:
        moment = parse_datetime(told) if isinstance(told, str) else None
    except ValueError:
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -1 <= value <= 2**53
