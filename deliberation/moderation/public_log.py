"""The public moderation log: every decision that was recorded, without saying who took it.

It is read from the events, so that decisions that came with an import, and those that no row knows any more,
stand in it as well. It names the role of whoever decided and neither the account nor any participant.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from deliberation.models import Deliberation, Event, ModerationDecision
from deliberation.moderation.shown_words import ShownWords, shown_words

PER_PAGE = 50
Kind = Event.Kind
Outcome = ModerationDecision.Outcome
KINDS: Final = (
    Kind.STATEMENT_MODERATED,
    Kind.DECISION_PROPOSED,
    Kind.DECISION_ANSWERED,
    Kind.REASON_MODERATED,
)
ASKED, REASONS = "asked", "reasons"
"""Filters beside the outcomes: what was asked of somebody else, and decisions about reasons for votes."""
LENGTH_OF_NAME: Final = 12


@dataclass(frozen=True)
class LogEntry:
    """One decision as everybody may read it.

    Attributes:
        about: "statement", "question" (something was asked of somebody else) or "reason" (for a vote).
        statement: the number of the statement it is about.
        outcome: of a decision as `ModerationDecision.Outcome` names it; of a question "ask_reject",
            "ask_reword", "ask_split", "declined", "withdrawn" or "expired".
        reason, public_reason: why, where it was said.
        role: of whoever decided; empty where nobody did here or it was not recorded.
        agreed: who agreed with whoever decided: "second_person", "author" or nobody.
        origin: "web", "command", "imported" or "simulated".
        merged_into, replaced_by: numbers of other statements that the outcome names.
        name: what the entry is called in addresses. It tells nothing of the event's commitment, which nobody
            outside may know: with it one could try out which account decided.
        leaf: the fingerprint of the event in the sealed log, by which it is found there; empty until then.
        position: in the sealed log, from 0; None while it waits for its seal.
        words: the statement's text, or why it is not shown; None where that was not looked up.
    """

    name: str
    at: datetime
    about: str
    statement: int
    outcome: str
    reason: str = ""
    public_reason: str = ""
    role: str = ""
    agreed: str = ""
    origin: str = ""
    merged_into: int | None = None
    replaced_by: tuple[int, ...] = ()
    leaf: str = ""
    position: int | None = None
    words: ShownWords | None = None

    @property
    def reason_in_words(self) -> str:
        """The reason in the reader's language."""
        return str(ModerationDecision.Reason(self.reason).label) if self.reason else ""


@dataclass(frozen=True)
class LogQuery:
    """Which entries somebody asks for; what means nothing asks for all."""

    outcome: str = ""
    reason: str = ""
    statement: int | None = None

    @classmethod
    def of(cls, outcome: str, reason: str, statement: str) -> "LogQuery":
        """Read it from an address."""
        return cls(
            outcome if outcome in {*Outcome.values, ASKED, REASONS} else "",
            reason if reason in ModerationDecision.Reason.values else "",
            int(statement) if statement.isdecimal() and len(statement) < 12 else None,
        )

    @property
    def asks_for_all(self) -> bool:
        """Whether nothing is left out."""
        return self == LogQuery()


def events_of(deliberation: Deliberation, query: LogQuery) -> QuerySet[Event]:
    """Return the events behind the log, the newest first.

    That somebody agreed is said by the decision that followed in the same moment.
    """
    agreed = Q(kind=Kind.DECISION_ANSWERED, payload__body__answer="agreed")
    events = Event.objects.filter(deliberation=deliberation, kind__in=KINDS).exclude(agreed).order_by("-id")
    if query.outcome == ASKED:
        events = events.filter(kind__in=[Kind.DECISION_PROPOSED, Kind.DECISION_ANSWERED])
    elif query.outcome == REASONS:
        events = events.filter(kind=Kind.REASON_MODERATED)
    elif query.outcome:
        events = events.filter(kind=Kind.STATEMENT_MODERATED, payload__body__outcome=query.outcome)
    if query.reason:
        events = events.filter(payload__body__reason=query.reason)
    if query.statement is not None:
        events = events.filter(payload__body__statement=query.statement)
    return events


def page_of_log(deliberation: Deliberation, query: LogQuery, number: str | None) -> Page:
    """Return one page of the log with the words of its statements."""
    page = Paginator(_columns(events_of(deliberation, query)), PER_PAGE).get_page(number)
    page.object_list = list(_with_words(deliberation, list(map(_entry, page.object_list))))
    return page


def entries_behind(deliberation: Deliberation, events: Collection[Event]) -> list[LogEntry]:
    """Return the entries of some of `events_of` with the words of their statements, the newest first."""
    chosen = Event.objects.filter(pk__in=[event.pk for event in events]).order_by("-id")
    return list(_with_words(deliberation, list(map(_entry, _columns(chosen)))))


def all_entries(deliberation: Deliberation) -> Iterator[LogEntry]:
    """Yield the whole log with the words of the statements, the newest first."""
    words = shown_words(deliberation)
    for row in _columns(events_of(deliberation, LogQuery())).iterator(chunk_size=2000):
        yield _told(_entry(row), words)


def entries_about(deliberation: Deliberation, statements: Collection[int]) -> list[LogEntry]:
    """Return the decisions about some statements, the oldest first and without words; none about reasons."""
    events = events_of(deliberation, LogQuery()).filter(payload__body__statement__in=list(statements))
    rows = list(_columns(events.exclude(kind=Kind.REASON_MODERATED)))
    return [_entry(row) for row in reversed(rows)]


def counts_of_log(deliberation: Deliberation) -> dict[str, int]:
    """Return how many decisions of each outcome there are, and how many about reasons, in two queries."""
    rows = (
        Event.objects.filter(deliberation=deliberation, kind=Kind.STATEMENT_MODERATED)
        .annotate(outcome=KeyTextTransform("outcome", "payload__body"))
        .values_list("outcome")
        .annotate(count=Count("pk"))
        .order_by()
    )
    reasons = Event.objects.filter(deliberation=deliberation, kind=Kind.REASON_MODERATED).count()
    return dict.fromkeys(Outcome.values, 0) | dict(rows) | {REASONS: reasons}


def _columns(events: QuerySet[Event]) -> Any:
    return events.values_list(
        "commitment",
        "kind",
        "origin",
        "occurred_at",
        "recorded_at",
        "sealed__leaf",
        "sealed__position",
        "payload__body",
    )


def _entry(row: tuple[Any, ...]) -> LogEntry:
    commitment, kind, origin, occurred_at, recorded_at, leaf, position, body = row
    return LogEntry(
        name=hashlib.sha256(commitment.encode()).hexdigest()[:LENGTH_OF_NAME],
        at=occurred_at or recorded_at,
        about=_ABOUT[kind],
        statement=body["statement"],
        outcome=_outcome(kind, body),
        reason=body.get("reason", ""),
        public_reason=body.get("public_reason", ""),
        role=body.get("role", ""),
        agreed=body.get("agreed", ""),
        origin=origin,
        merged_into=body.get("duplicate_of"),
        replaced_by=tuple(body.get("replaced_by", ())),
        leaf=leaf or "",
        position=position,
    )


_ABOUT: Final[dict[str, str]] = {
    Kind.STATEMENT_MODERATED: "statement",
    Kind.DECISION_PROPOSED: "question",
    Kind.DECISION_ANSWERED: "question",
    Kind.REASON_MODERATED: "reason",
}


def _outcome(kind: str, body: dict[str, Any]) -> str:
    if kind == Kind.DECISION_PROPOSED:
        return f"ask_{body['kind']}"
    return str(body["answer"] if kind == Kind.DECISION_ANSWERED else body["outcome"])


def _with_words(deliberation: Deliberation, entries: list[LogEntry]) -> Iterable[LogEntry]:
    words = shown_words(deliberation, {entry.statement for entry in entries})
    return [_told(entry, words) for entry in entries]


def _told(entry: LogEntry, words: dict[int, ShownWords]) -> LogEntry:
    return entry if entry.about == "reason" else replace(entry, words=words.get(entry.statement))
