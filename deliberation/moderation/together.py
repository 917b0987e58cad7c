"""Deciding about what still waits: once about each statement, one by one or several together."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction

from deliberation.integrity.evidence import content_hash
from deliberation.models import Deliberation, ModerationDecision, Statement, User
from deliberation.moderation.deciding_rules import Outcome
from deliberation.moderation.verdicts import Verdict, VerdictsAtOnce

MOST_TOGETHER = 100
"""Statements decided about in one transaction; a larger group takes several."""
KEY_TOGETHER = re.compile(r"together\.[0-9a-f]{16}\.")
"""How the keys of decisions that were taken together begin."""


@dataclass(frozen=True)
class Decided:
    """What came of deciding together: the decisions, and why there is none about the others."""

    decisions: list[ModerationDecision] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


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
    verdict = replace(verdict, statement=statement.number)
    verdicts = VerdictsAtOnce(statement.deliberation, {client_key: verdict}, decided_by)
    decisions, refusals = verdicts.decide()
    for refusal in refusals.values():
        raise refusal
    return decisions[0]


@transaction.atomic
def decide_together(
    *, deliberation: Deliberation, verdicts: Sequence[Verdict], decided_by: User, key: str
) -> Decided:
    """Decide about several waiting statements in one transaction, each by an event of its own.

    What cannot be decided about is left as it is and named with the reason; the rest is decided.

    Raises:
        PermissionError: the account holds no role that decides in this deliberation.
    """
    by_key: dict[str, Verdict] = {}
    for verdict in verdicts[:MOST_TOGETHER]:
        by_key.setdefault(_key_of(key, verdict), verdict)
    decisions, refusals = VerdictsAtOnce(deliberation, by_key, decided_by).decide()
    return Decided(decisions, {number: str(refusal) for number, refusal in refusals.items()})


def merge_verdicts(keep: int, others: Sequence[int], *, is_meta: bool) -> list[Verdict]:
    """Return the verdicts that accept one statement and merge the others into it."""
    accepted = Verdict(keep, Outcome.ACCEPTED, is_meta=is_meta)
    return [accepted, *(Verdict(other, Outcome.DUPLICATE, duplicate_of=keep) for other in others)]


def same_verdicts(numbers: Sequence[int], verdict: Verdict) -> list[Verdict]:
    """Return the same verdict about each of the statements."""
    return [replace(verdict, statement=number) for number in numbers]


def in_words(decisions: Sequence[ModerationDecision]) -> Mapping[str, int]:
    """Return how many of the decisions came out which way, by the words for it."""
    counts: dict[str, int] = {}
    for decision in decisions:
        words = str(decision.get_outcome_display())
        counts[words] = counts.get(words, 0) + 1
    return counts


def _key_of(key: str, verdict: Verdict) -> str:
    """Return the key of one of several decisions: the same press sent again gives the same."""
    return f"together.{content_hash(key)[:16]}.{verdict.statement}"
