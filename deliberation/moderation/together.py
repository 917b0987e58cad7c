"""Deciding about what still waits: once about each statement, one by one or several together."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils.translation import gettext as _

from deliberation.integrity.event_log import KeyReused
from deliberation.integrity.evidence import content_hash
from deliberation.models import Deliberation, Event, ModerationDecision, Statement, User
from deliberation.moderation.services import DecisionRefused, Outcome, moderate_statement

MOST_TOGETHER = 100
"""Statements decided about in one transaction; a larger group takes several."""
KEY_TOGETHER = re.compile(r"together\.[0-9a-f]{16}\.")
"""How the keys of decisions that were taken together begin."""


@dataclass(frozen=True)
class Verdict:
    """What becomes of one statement. Statements are meant by their numbers."""

    statement: int
    outcome: str
    reason: str = ""
    note: str = ""
    duplicate_of: int | None = None
    is_meta: bool | None = None


@dataclass(frozen=True)
class Decided:
    """What came of deciding together: the decisions, and why there is none about the others."""

    decisions: list[ModerationDecision] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


class DecidedMeanwhile(DecisionRefused):
    """Somebody else was faster; nothing was changed."""


@transaction.atomic
def decide_waiting(
    *, statement: Statement, verdict: Verdict, decided_by: User, client_key: str
) -> ModerationDecision:
    """Decide about a statement that waits. Sending the same key again changes nothing.

    Raises:
        DecidedMeanwhile: it waits no more, and not because this decision arrived before.
        DecisionRefused: the decision cannot be taken.
        PermissionError: the account holds no role that decides in this deliberation.
    """
    deliberation = statement.deliberation
    locked = Statement.objects.select_for_update().get(pk=statement.pk)
    locked.deliberation = deliberation
    waits = Statement.objects.awaiting_moderation().filter(pk=locked.pk).exists()
    target = None
    if verdict.duplicate_of is not None:
        target = deliberation.statements.select_for_update().filter(number=verdict.duplicate_of).first()
    return _decide(locked, verdict, target, decided_by=decided_by, client_key=client_key, waits=waits)


@transaction.atomic
def decide_together(
    *, deliberation: Deliberation, verdicts: Sequence[Verdict], decided_by: User, key: str
) -> Decided:
    """Decide about several waiting statements in one transaction, each by an event of its own.

    What cannot be decided about is left as it is and named with the reason; the rest is decided.

    Raises:
        PermissionError: the account holds no role that decides in this deliberation.
    """
    verdicts = verdicts[:MOST_TOGETHER]
    numbers = {number for verdict in verdicts for number in (verdict.statement, verdict.duplicate_of)}
    found = deliberation.statements.filter(number__in=numbers - {None})
    # All at once and in one order: of two people who decide about the same, one waits for the other.
    locked = {statement.number: statement for statement in found.select_for_update().order_by("pk")}
    keys = [statement.pk for statement in locked.values()]
    waiting = set(Statement.objects.awaiting_moderation().filter(pk__in=keys).values_list("pk", flat=True))
    result = Decided()
    for verdict in verdicts:
        statement = locked.get(verdict.statement)
        if statement is None:
            result.refused[verdict.statement] = _("There is no such statement.")
            continue
        statement.deliberation = deliberation
        try:
            decision = _decide(
                statement,
                verdict,
                locked.get(verdict.duplicate_of) if verdict.duplicate_of is not None else None,
                decided_by=decided_by,
                client_key=_key_of(key, verdict),
                waits=statement.pk in waiting,
            )
        except (DecisionRefused, KeyReused) as refusal:
            result.refused[verdict.statement] = str(refusal)
        else:
            result.decisions.append(decision)
    return result


def merge_verdicts(keep: int, others: Sequence[int], *, is_meta: bool) -> list[Verdict]:
    """Return the verdicts that accept one statement and merge the others into it."""
    accepted = Verdict(keep, Outcome.ACCEPTED, is_meta=is_meta)
    return [accepted, *(Verdict(other, Outcome.DUPLICATE, duplicate_of=keep) for other in others)]


def same_verdicts(numbers: Sequence[int], verdict: Verdict) -> list[Verdict]:
    """Return the same verdict about each of the statements."""
    return [replace(verdict, statement=number) for number in numbers]


def why_not_waiting(statement: Statement) -> str:
    """Return why a statement that is in the queue no more cannot be decided about there."""
    if Statement.objects.waiting_for_somebody().filter(pk=statement.pk).exists():
        return _("Somebody has been asked about it in the meantime; nothing was changed.")
    return _("Somebody else has decided about it in the meantime; nothing was changed.")


def in_words(decisions: Sequence[ModerationDecision]) -> Mapping[str, int]:
    """Return how many of the decisions came out which way, by the words for it."""
    counts: dict[str, int] = {}
    for decision in decisions:
        words = str(decision.get_outcome_display())
        counts[words] = counts.get(words, 0) + 1
    return counts


def _decide(
    statement: Statement,
    verdict: Verdict,
    target: Statement | None,
    *,
    decided_by: User,
    client_key: str,
    waits: bool,
) -> ModerationDecision:
    """Decide about a statement that is locked and was found waiting, or was not, under the lock."""
    if not waits and not _sent_before(statement.deliberation, client_key):
        raise DecidedMeanwhile(why_not_waiting(statement))
    return moderate_statement(
        statement=statement,
        outcome=verdict.outcome,
        decided_by=decided_by,
        reason=verdict.reason,
        note=verdict.note,
        duplicate_of=target,
        is_meta=verdict.is_meta,
        client_key=client_key,
    )


def _sent_before(deliberation: Deliberation, key: str) -> bool:
    return Event.objects.filter(deliberation=deliberation, client_key=key, participant=None).exists()


def _key_of(key: str, verdict: Verdict) -> str:
    """Return the key of one of several decisions: the same press sent again gives the same."""
    return f"together.{content_hash(key)[:16]}.{verdict.statement}"
