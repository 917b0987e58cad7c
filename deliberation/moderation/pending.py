"""Decisions that count only once somebody else agrees: a second moderator, or the statement's author."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.integrity.plain_text import clean_text
from deliberation.models import (
    Deliberation,
    Event,
    ModerationDecision,
    Participant,
    PendingDecision,
    Role,
    Statement,
    User,
)
from deliberation.moderation.answers import close_decision, role_in_words
from deliberation.moderation.deciding_rules import DecisionRefused, Outcome, holds_votes, role_that_decides
from deliberation.moderation.replacing import (
    AUTHOR,
    NOBODY,
    checked_words,
    replace_statement,
    who_is_asked,
    why_not_replaceable,
)
from deliberation.moderation.services import moderate_statement
from deliberation.people.notices import notify_question

Kind = PendingDecision.Kind
State = PendingDecision.State


class AlreadyAnswered(DecisionRefused):
    """Somebody has answered, or nobody did in time; the question no longer stands."""


@transaction.atomic
def propose_rejection(
    *,
    statement: Statement,
    reason: str,
    public_reason: str,
    proposed_by: User,
    note: str = "",
    client_key: str = "",
) -> PendingDecision:
    """Ask a second moderator to reject a statement that people have voted on.

    Until somebody else agrees it stays what it is. Sending the same key again changes nothing.

    Raises:
        DecisionRefused: a reason is missing, the statement cannot be rejected, or something is being asked
            about it already.
        PermissionError: the account holds no role that decides in this deliberation.
    """
    if reason not in ModerationDecision.Reason.values:
        raise DecisionRefused(_("A rejection needs a reason; its author will read it."))
    if not clean_text(public_reason):
        raise DecisionRefused(_("Say in a sentence why; everybody can read it in the moderation log."))
    locked = _locked_statement(statement)
    if locked.erased_at is not None:
        raise DecisionRefused(_("Its author took the words back; there is nothing left to decide about."))
    if locked.state == Statement.State.REJECTED or locked.merged_into_id is not None:
        raise DecisionRefused(_("People do not vote on it any more; look at it again."))
    if locked.merged_statements.exists():
        raise DecisionRefused(_("Other statements were merged into this one; merge those elsewhere first."))
    if not holds_votes(locked):
        raise DecisionRefused(_("Nobody has voted on it; you can reject it by yourself."))
    said = {"reason": str(reason), "note": clean_text(note), "public_reason": clean_text(public_reason)}
    return _ask(locked, Kind.REJECT, said, proposed_by, client_key)


@transaction.atomic
def propose_words(
    *, statement: Statement, texts: Sequence[str], proposed_by: User, note: str = "", client_key: str = ""
) -> PendingDecision | None:
    """Propose to say a statement in other words: one new text rewords it, several split it.

    Its author is asked; a second moderator where no author can be. None is returned where nobody needs to
    be, and the new words stand at once.

    Raises:
        DecisionRefused: the statement or the words are not such that they can be exchanged, or something is
            being asked about it already.
        PermissionError: the account holds no role that decides in this deliberation.
    """
    locked = _locked_statement(statement)
    role_that_decides(proposed_by, locked)
    key = client_key or uuid.uuid4().hex
    if (repeated := _asked_before(locked, key)) is not None:
        return repeated
    if refusal := why_not_replaceable(locked):
        raise DecisionRefused(refusal)
    words = checked_words(locked, texts)
    if who_is_asked(locked) == NOBODY:
        replace_statement(statement=locked, texts=words, decided_by=proposed_by, note=note, client_key=key)
        return None
    kind = Kind.REWORD if len(words) == 1 else Kind.SPLIT
    asked = _ask(locked, kind, {"note": clean_text(note), "texts": words}, proposed_by, key)
    if who_is_asked(locked) == AUTHOR:
        notify_question(asked=asked)
    return asked


@transaction.atomic
def answer_as_second_person(
    *, asked: PendingDecision, agrees: bool, answered_by: User, client_key: str
) -> PendingDecision:
    """Agree to what another moderator has proposed, or decline it; agreeing carries it out.

    Raises:
        AlreadyAnswered: the question no longer stands.
        DecisionRefused: it is the proposer who answers, or the author who is asked, or it cannot be done.
        PermissionError: the account holds no role that decides in this deliberation.
    """
    locked = _locked_statement(asked.statement)
    role_that_decides(answered_by, locked)
    current = _locked_question(asked, locked)
    if _was_answered_with(client_key, locked):
        return current
    _check_it_stands(current)
    if current.proposed_by_id == answered_by.pk:
        raise DecisionRefused(_("You have proposed it yourself; somebody else has to look at it."))
    if current.kind != Kind.REJECT and who_is_asked(locked) == AUTHOR:
        raise DecisionRefused(_("Only its author can agree to other words."))
    if role_in_words(current.proposed_by, locked) not in {Role.MODERATOR, Role.OWNER}:
        close_decision(current, State.WITHDRAWN, by=answered_by, client_key=client_key)
        return current
    state = State.AGREED if agrees else State.DECLINED
    close_decision(current, state, by=answered_by, client_key=client_key)
    if agrees:
        _carry_out(current, locked, client_key)
    return current


@transaction.atomic
def answer_as_author(
    *, asked: PendingDecision, agrees: bool, author: Participant, client_key: str
) -> PendingDecision:
    """Agree to other words for one's own statement, or keep one's own; agreeing puts them into its place.

    Raises:
        AlreadyAnswered: the question no longer stands.
        DecisionRefused: it is not the author who answers, or it cannot be done any more.
    """
    locked = _locked_statement(asked.statement)
    current = _locked_question(asked, locked)
    if locked.author_id != author.pk or current.kind == Kind.REJECT:
        raise DecisionRefused(_("Only its author can agree to other words."))
    if _was_answered_with(client_key, locked, author):
        return current
    _check_it_stands(current)
    state = State.AGREED if agrees else State.DECLINED
    if role_in_words(current.proposed_by, locked) not in {Role.MODERATOR, Role.OWNER}:
        state = State.WITHDRAWN
    close_decision(current, state, by=None, participant=author, client_key=client_key)
    if state == State.AGREED:
        _carry_out(current, locked, client_key)
    return current


@transaction.atomic
def withdraw_proposal(*, asked: PendingDecision, withdrawn_by: User, client_key: str) -> PendingDecision:
    """Take back what one has proposed oneself, as long as nobody has answered.

    Raises:
        AlreadyAnswered: somebody has.
        DecisionRefused: somebody else proposed it.
    """
    locked = _locked_statement(asked.statement)
    current = _locked_question(asked, locked)
    if current.proposed_by_id != withdrawn_by.pk:
        raise DecisionRefused(_("Only who proposed it can take it back."))
    if not _was_answered_with(client_key, locked):
        _check_it_stands(current)
        close_decision(current, State.WITHDRAWN, by=withdrawn_by, client_key=client_key)
    return current


def expire_unanswered(deliberation: Deliberation | None = None) -> int:
    """Note which questions nobody answered in time; return how many. Calling it again does nothing.

    They count as unanswered from that moment on whether this is called or not; it is for the record.
    """
    overdue = PendingDecision.objects.overdue()
    if deliberation is not None:
        overdue = overdue.filter(statement__deliberation=deliberation)
    noted = 0
    for asked in overdue.select_related("statement"):
        with transaction.atomic():
            noted += _expire(_locked_statement(asked.statement))
    return noted


def _expire(statement: Statement) -> int:
    """Note that the open question about a locked statement has lapsed, if it has."""
    overdue = PendingDecision.objects.overdue().filter(statement=statement)
    asked = overdue.select_for_update().first()
    if asked is None:
        return 0
    asked.statement = statement
    close_decision(asked, State.EXPIRED, by=None, client_key=f"expired.{asked.pk}")
    return 1


def _ask(
    statement: Statement, kind: str, said: dict[str, Any], proposed_by: User, client_key: str
) -> PendingDecision:
    """Write the question down, once per key, where nothing else is being asked."""
    role = role_that_decides(proposed_by, statement)
    key = client_key or uuid.uuid4().hex
    if (repeated := _asked_before(statement, key)) is not None:
        return repeated
    _expire(statement)
    if PendingDecision.objects.filter(statement=statement, state=State.OPEN).exists():
        raise DecisionRefused(_("Somebody has asked about this statement already; wait for the answer."))
    event, _is_new = record_event(
        statement.deliberation,
        EventDraft(
            kind=Event.Kind.DECISION_PROPOSED,
            body={"statement": statement.number, "kind": str(kind), "role": role, **said},
            user=proposed_by,
            client_key=key,
        ),
    )
    return PendingDecision.objects.create(
        statement=statement, kind=kind, proposed_by=proposed_by, proposed_at=event.recorded_at, **said
    )


def _asked_before(statement: Statement, client_key: str) -> PendingDecision | None:
    """Return the question that the same request has put before; it is known by its moment."""
    event = Event.objects.filter(
        deliberation=statement.deliberation_id,
        client_key=client_key,
        participant=None,
        kind=Event.Kind.DECISION_PROPOSED,
    ).first()
    if event is None:
        return None
    return PendingDecision.objects.get(statement=statement, proposed_at=event.recorded_at)


def _carry_out(asked: PendingDecision, statement: Statement, client_key: str) -> None:
    if asked.kind == Kind.REJECT:
        moderate_statement(
            statement=statement,
            outcome=Outcome.REJECTED,
            decided_by=asked.answered_by,
            reason=asked.reason,
            note=asked.note,
            public_reason=asked.public_reason,
            confirmed=asked,
            client_key=f"{client_key[:48]}.rejected",
        )
        return
    replace_statement(
        statement=statement,
        texts=asked.texts,
        decided_by=asked.proposed_by,
        note=asked.note,
        confirmed=asked,
        client_key=client_key,
    )


def _locked_statement(statement: Statement) -> Statement:
    """Lock the statement first, always: so no two people wait for each other."""
    return Statement.objects.select_for_update(of=["self"]).select_related("author").get(pk=statement.pk)


def _locked_question(asked: PendingDecision, statement: Statement) -> PendingDecision:
    current = PendingDecision.objects.select_for_update(of=["self"]).select_related("proposed_by")
    found = current.get(pk=asked.pk, statement=statement)
    found.statement = statement
    return found


def _was_answered_with(client_key: str, statement: Statement, author: Participant | None = None) -> bool:
    return Event.objects.filter(
        deliberation=statement.deliberation_id,
        client_key=client_key,
        participant=author,
        kind=Event.Kind.DECISION_ANSWERED,
    ).exists()


def _check_it_stands(asked: PendingDecision) -> None:
    if not asked.is_open:
        raise AlreadyAnswered(_("This question no longer stands: somebody answered it, or nobody in time."))
