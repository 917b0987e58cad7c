"""What people may add to a vote: what a pass means, that a statement is important, and why they voted so."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.integrity.plain_text import clean_text
from deliberation.models import Event, Participant, Statement, Vote, VoteReason
from deliberation.voting.services import VoteRefused, lock_participant, why_no_votes

LONGEST_REASON = 280


@transaction.atomic
def mark_vote(
    *,
    participant: Participant,
    statement: Statement,
    client_key: str,
    pass_reason: str | None = None,
    is_important: bool | None = None,
) -> Vote:
    """Say what a pass means, or that a statement is important; None leaves a mark as it is.

    An empty `pass_reason` takes it back. Sending the same key again does nothing.

    Raises:
        VoteRefused: there is no vote to mark, it is not a pass, or voting is not possible now.
        KeyReused: the key was used for something else.
    """
    vote = _held_vote(participant, statement)
    body: dict[str, Any] = {"statement": statement.number}
    if pass_reason is not None:
        if pass_reason and pass_reason not in Vote.PassReason.values:
            raise VoteRefused(_("That is none of the reasons for passing."))
        if pass_reason and vote.value != Vote.Value.PASS:
            raise VoteRefused(_("Only a pass has a reason for passing."))
        body["pass_reason"] = str(pass_reason)
    if is_important is not None:
        body["is_important"] = is_important
    draft = EventDraft(kind=Event.Kind.VOTE_MARKED, body=body, participant=participant, client_key=client_key)
    _event, is_new = record_event(participant.deliberation, draft)
    if is_new:
        vote.pass_reason = body.get("pass_reason", vote.pass_reason)
        vote.is_important = body.get("is_important", vote.is_important)
        vote.save(update_fields=["pass_reason", "is_important"])
    return vote


@transaction.atomic
def give_reason(
    *, participant: Participant, statement: Statement, text: str, client_key: str, language: str = ""
) -> VoteReason | None:
    """Say in one sentence why one voted so; an empty text takes the reason back.

    A new or changed reason waits for a moderator. Sending the same key again does nothing.

    Raises:
        VoteRefused: there is no vote to give a reason for, the text is too long, or voting is not possible
            now. A reason can always be taken back.
        KeyReused: the key was used for something else.
    """
    text = clean_text(text)
    if len(text) > LONGEST_REASON:
        raise VoteRefused(
            _("Please say it in at most %(longest)d characters; these are %(length)d.")
            % {"longest": LONGEST_REASON, "length": len(text)}
        )
    vote = _held_vote(participant, statement) if text else None
    if vote is None:
        lock_participant(participant)
    event, is_new = record_event(
        participant.deliberation,
        EventDraft(
            kind=Event.Kind.REASON_GIVEN,
            body={"statement": statement.number, "text": text, "language": language},
            participant=participant,
            client_key=client_key,
        ),
    )
    mine = VoteReason.objects.filter(participant=participant, statement=statement)
    if not is_new:
        return mine.first()
    if vote is None:
        mine.delete()
        return None
    reason, _created = VoteReason.objects.update_or_create(
        participant=participant,
        statement=statement,
        defaults={
            "value": vote.value,
            "text": text,
            "language": language,
            "state": Statement.State.PENDING,
            "event": event,
            "given_at": timezone.now(),
            "decided_by": None,
            "decided_at": None,
        },
    )
    return reason


def _held_vote(participant: Participant, statement: Statement) -> Vote:
    """Return the vote to add something to; no other request of the participant changes it meanwhile."""
    if refusal := why_no_votes(participant.deliberation):
        raise VoteRefused(refusal)
    lock_participant(participant)
    vote = Vote.objects.filter(participant=participant, statement=statement).first()
    if vote is None:
        raise VoteRefused(_("Vote on this statement first."))
    vote.participant, vote.statement = participant, statement
    return vote
