"""Verdicts about statements that wait: checked one by one under one lock, written down in one go."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from deliberation.integrity.event_log import EventDraft, KeyReused, record_event, record_events
from deliberation.models import (
    Deliberation,
    DuplicateCandidate,
    Event,
    ModerationDecision,
    Statement,
    User,
)
from deliberation.moderation.attached import attached_to
from deliberation.moderation.deciding_rules import (
    DecisionRefused,
    Outcome,
    checked_target,
    role_that_decides_in,
)
from deliberation.moderation.services import STATES, body_of, decision_of, moderate_statement
from deliberation.people.notices import notify_decisions
from deliberation.results.semantic_index import request_index
from deliberation.webhooks.announcing import announce_statements

OUT_OF_THE_QUEUE = frozenset({Outcome.ACCEPTED, Outcome.REJECTED, Outcome.DUPLICATE})


@dataclass(frozen=True)
class Verdict:
    """What becomes of one statement. Statements are meant by their numbers."""

    statement: int
    outcome: str
    reason: str = ""
    note: str = ""
    duplicate_of: int | None = None
    is_meta: bool | None = None


class DecidedMeanwhile(DecisionRefused):
    """Somebody else was faster; nothing was changed."""


@dataclass(frozen=True)
class Draft:
    """A decision that has been checked and is not written down yet."""

    statement: Statement
    target: Statement | None
    event: EventDraft


class VerdictsAtOnce:
    """Verdicts of one person by the keys of their requests. Make and use it inside one transaction.

    Most are plain: about a statement that waits and on which nothing hangs. Those are gathered and written
    with a few queries for all. Any other goes through `moderate_statement`, in its turn.
    """

    def __init__(self, deliberation: Deliberation, verdicts: Mapping[str, Verdict], decided_by: User) -> None:
        self.deliberation = deliberation
        self.verdicts = verdicts
        self.decided_by = decided_by
        numbers = {
            number for verdict in verdicts.values() for number in (verdict.statement, verdict.duplicate_of)
        }
        found = deliberation.statements.filter(number__in=numbers - {None})
        # All at once and in one order: of two people who decide about the same, one waits for the other.
        locked = list(found.select_for_update().order_by("pk"))
        for statement in locked:
            statement.deliberation = deliberation
        keys = [statement.pk for statement in locked]
        self.locked = {statement.number: statement for statement in locked}
        waiting = Statement.objects.awaiting_moderation().filter(pk__in=keys)
        self.waiting = set(waiting.values_list("pk", flat=True))
        self.attached = attached_to(keys)
        sent = Event.objects.filter(deliberation=deliberation, client_key__in=verdicts, participant=None)
        self.sent_before = set(sent.values_list("client_key", flat=True))
        self.drafts: list[Draft] = []
        self.decisions: list[ModerationDecision] = []

    def decide(self) -> tuple[list[ModerationDecision], dict[int, DecisionRefused | KeyReused]]:
        """Return the decisions, and why there is none about the others, by their numbers.

        Raises:
            PermissionError: the account holds no role that decides in this deliberation.
        """
        refusals: dict[int, DecisionRefused | KeyReused] = {}
        role = role_that_decides_in(self.deliberation, self.decided_by)
        for key, verdict in self.verdicts.items():
            statement = self.locked.get(verdict.statement)
            try:
                if statement is None:
                    raise DecisionRefused(_("There is no such statement."))
                if self._is_plain(key, verdict, statement):
                    self._draft(key, verdict, statement, role)
                else:
                    self._decide_alone(key, verdict, statement)
            except (DecisionRefused, KeyReused) as refusal:
                refusals[verdict.statement] = refusal
        self._write()
        return self.decisions, refusals

    def _is_plain(self, key: str, verdict: Verdict, statement: Statement) -> bool:
        attached = self.attached
        hangs = attached.reworded | attached.asked
        if verdict.outcome == Outcome.REJECTED:
            hangs |= attached.voted_on
        return (
            key not in self.sent_before
            and verdict.outcome in OUT_OF_THE_QUEUE
            and statement.pk in self.waiting
            and statement.merged_into_id is None
            and statement.pk not in hangs
        )

    def _draft(self, key: str, verdict: Verdict, statement: Statement, role: str) -> None:
        """Check a verdict and let those behind it see what it changes."""
        target = checked_target(
            statement,
            self.attached,
            outcome=verdict.outcome,
            reason=verdict.reason,
            duplicate_of=self._target_of(verdict),
        )
        body = body_of(
            statement,
            target,
            outcome=verdict.outcome,
            reason=verdict.reason,
            note=verdict.note,
            is_meta=verdict.is_meta,
            role=role,
        )
        event = EventDraft(
            kind=Event.Kind.STATEMENT_MODERATED, body=body, user=self.decided_by, client_key=key
        )
        self.drafts.append(Draft(statement, target, event))
        statement.state, statement.merged_into = STATES[Outcome(verdict.outcome)], target
        statement.is_meta = body["is_meta"]
        self.waiting.discard(statement.pk)
        self.sent_before.add(key)
        if target is not None:
            self.attached.holding_others.add(target.pk)

    def _decide_alone(self, key: str, verdict: Verdict, statement: Statement) -> None:
        if statement.pk not in self.waiting and key not in self.sent_before:
            raise DecidedMeanwhile(why_not_waiting(statement))
        self._write()  # what comes later in the log may build on what comes before
        decision = moderate_statement(
            statement=statement,
            outcome=verdict.outcome,
            decided_by=self.decided_by,
            reason=verdict.reason,
            note=verdict.note,
            duplicate_of=self._target_of(verdict),
            is_meta=verdict.is_meta,
            client_key=key,
        )
        self.decisions.append(decision)
        self.waiting.discard(statement.pk)
        if decision.duplicate_of_id is not None:
            self.attached.holding_others.add(decision.duplicate_of_id)

    def _target_of(self, verdict: Verdict) -> Statement | None:
        return None if verdict.duplicate_of is None else self.locked.get(verdict.duplicate_of)

    def _write(self) -> None:
        """Write down what has been drafted."""
        if not self.drafts:
            return
        events = self._events()
        decisions = ModerationDecision.objects.bulk_create(
            decision_of(draft.statement, draft.target, event, draft.event.body)
            for draft, event in zip(self.drafts, events, strict=True)
        )
        self._give_states()
        request_index(deliberation=self.deliberation)
        notify_decisions(decisions=decisions)
        accepted = [
            draft.statement for draft in self.drafts if draft.event.body["outcome"] == Outcome.ACCEPTED
        ]
        announce_statements(self.deliberation, accepted)
        self.decisions += decisions
        self.drafts = []

    def _events(self) -> list[Event]:
        drafts = [draft.event for draft in self.drafts]
        if len(drafts) > 1:
            return record_events(self.deliberation, drafts)
        # By itself it needs one query less, and is told from the same key used for another statement.
        event, is_new = record_event(self.deliberation, drafts[0])
        if not is_new:
            raise KeyReused("This request key was already used for a different action.")
        return [event]

    def _give_states(self) -> None:
        alike: dict[tuple[str, int | None, bool], list[int]] = {}
        for draft in self.drafts:
            given = draft.statement.state, draft.statement.merged_into_id, draft.statement.is_meta
            alike.setdefault(given, []).append(draft.statement.pk)
        for (state, target, is_meta), keys in alike.items():
            Statement.objects.filter(pk__in=keys).update(state=state, merged_into=target, is_meta=is_meta)
            if target is not None:
                pairs = Q(first=target, second__in=keys) | Q(second=target, first__in=keys)
                DuplicateCandidate.objects.filter(pairs).update(state=DuplicateCandidate.State.CONFIRMED)


def why_not_waiting(statement: Statement) -> str:
    """Return why a statement that is in the queue no more cannot be decided about there."""
    if Statement.objects.waiting_for_somebody().filter(pk=statement.pk).exists():
        return _("Somebody has been asked about it in the meantime; nothing was changed.")
    return _("Somebody else has decided about it in the meantime; nothing was changed.")
