"""What the event log says the current votes and statements are. PURE.

Votes of one participant on one statement form a stack: casting puts a value on it, undoing takes one off;
the top is the current vote. Marks (what a pass means, that the statement is important) belong to the vote on
top: importance passes on to the next one, a reason for passing does not. A statement has the state that its
last moderation gave it; one whose author took the words back is rejected, and what had been merged into it
stands for itself again. What a statement was put into other words as is what its last moderation says.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from deliberation.integrity.evidence import commitment, event_content

PROPOSED: Final = "statement.proposed"
MODERATED: Final = "statement.moderated"
CAST: Final = "vote.cast"
UNDONE: Final = "vote.undone"
MARKED: Final = "vote.marked"
TAKEN_BACK: Final = "statement.erased"
REPLAYED: Final = (PROPOSED, MODERATED, TAKEN_BACK, CAST, UNDONE, MARKED)
"""Kinds from which current rows derive; events of other kinds are only held against their commitments."""

STATE_AFTER: Final = {
    "accepted": "accepted",
    "rejected": "rejected",
    "duplicate": "accepted",
    "reopened": "pending",
    "replaced": "rejected",
}
"""The state of a statement after each outcome of moderation."""


@dataclass(frozen=True)
class RecordedEvent:
    """One event as the log holds it. `salt` is empty and `body` None where they were erased."""

    id: int
    kind: str
    participant: int | None
    client_key: str
    occurred_at: datetime | None
    commitment: str
    salt: str = ""
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class StatementAsLogged:
    """A statement as the log tells it. Text and language are None where they were erased."""

    number: int
    author: int | None
    text: str | None = None
    language: str | None = None
    proposed_at: datetime | None = None
    state: str = "pending"
    merged_into: int | None = None
    is_meta: bool = False
    is_seed: bool = False
    replaced_by: tuple[int, ...] = ()
    """Numbers of the statements that say it in other words."""


@dataclass(frozen=True)
class VoteAsLogged:
    """A current vote, the event that made it so, and its marks."""

    value: int
    event: int
    pass_reason: str = ""
    is_important: bool = False


@dataclass(frozen=True)
class Replay:
    """The outcome of a log: statements by number, votes by (participant number, statement number)."""

    statements: Mapping[int, StatementAsLogged]
    votes: Mapping[tuple[int, int], VoteAsLogged]
    events: int
    verified: int
    """Events whose payload was held against their commitment and fits."""
    erased: int
    """Events whose payload or salt is gone, so that nothing can be held against the commitment."""
    broken: tuple[int, ...]
    """Ids of events whose payload is not what was committed to."""


def replay(events: Iterable[RecordedEvent]) -> Replay:
    """Return what the events of one deliberation, in the order of the log, add up to."""
    statements: dict[int, StatementAsLogged] = {}
    stacks: defaultdict[tuple[int, int], list[VoteAsLogged]] = defaultdict(list)
    total = verified = erased = 0
    broken: list[int] = []
    for event in events:
        total += 1
        fits = fits_commitment(event)
        if fits is None:
            erased += 1
        elif fits:
            verified += 1
        else:
            broken.append(event.id)
        if event.body is None:
            continue
        if event.kind == PROPOSED:
            statements[event.body["statement"]] = _proposed(event, event.body)
        elif event.kind == MODERATED:
            _moderate(statements, event.body)
        elif event.kind == TAKEN_BACK:
            _take_back(statements, event.body["statement"])
        elif event.participant is not None and event.kind in {CAST, UNDONE, MARKED}:
            _vote(stacks[event.participant, event.body["statement"]], event, event.body)
    votes = {pair: stack[-1] for pair, stack in stacks.items() if stack}
    return Replay(statements, votes, total, verified, erased, tuple(broken))


def fits_commitment(event: RecordedEvent) -> bool | None:
    """Return whether an event says what it was committed to; None when its salt or body is gone."""
    if event.body is None or not event.salt:
        return None
    content = event_content(
        kind=event.kind,
        participant=event.participant,
        key=event.client_key,
        occurred_at=event.occurred_at,
        body=dict(event.body),
    )
    return commitment(content, event.salt) == event.commitment


def _proposed(event: RecordedEvent, body: Mapping[str, Any]) -> StatementAsLogged:
    return StatementAsLogged(
        number=body["statement"],
        author=event.participant,
        text=body.get("text"),
        language=body.get("language"),
        proposed_at=event.occurred_at,
        state=body.get("state", "pending"),
        is_meta=body.get("is_meta", False),
        is_seed=body.get("is_seed", False),
    )


def _moderate(statements: dict[int, StatementAsLogged], body: Mapping[str, Any]) -> None:
    number = body["statement"]
    before = statements.get(number) or StatementAsLogged(number=number, author=None)
    statements[number] = replace(
        before,
        state=STATE_AFTER[body["outcome"]],
        merged_into=body["duplicate_of"],
        is_meta=body["is_meta"],
        replaced_by=tuple(sorted(body.get("replaced_by", ()))),
    )


def _take_back(statements: dict[int, StatementAsLogged], number: int) -> None:
    before = statements.get(number) or StatementAsLogged(number=number, author=None)
    statements[number] = replace(before, state="rejected", text="")
    merged = [one for one in statements.values() if one.merged_into == number]
    for statement in merged:
        statements[statement.number] = replace(statement, merged_into=None)


def _vote(stack: list[VoteAsLogged], event: RecordedEvent, body: Mapping[str, Any]) -> None:
    is_important = bool(stack) and stack[-1].is_important
    if event.kind == CAST:
        stack.append(VoteAsLogged(body["value"], event.id, is_important=is_important))
    elif event.kind == UNDONE:
        stack[-1:] = []
        if stack:
            stack[-1] = VoteAsLogged(stack[-1].value, event.id, is_important=is_important)
    elif stack:
        held = stack[-1]
        pass_reason = body.get("pass_reason", held.pass_reason) if held.value == 0 else ""
        marked = body.get("is_important", held.is_important)
        stack[-1] = replace(held, pass_reason=pass_reason, is_important=marked)
