"""Holding the current votes and statements against the event log, and making them anew from it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from deliberation.integrity.one_moment import one_moment
from deliberation.integrity.rebuilt_elsewhere import CheckedElsewhere, check_elsewhere, rewrite_elsewhere
from deliberation.integrity.replay import RecordedEvent, Replay, StatementAsLogged, replay
from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation, Event, Participant, Statement, StatementLineage, Vote

BATCH = 2000
OTHER_WORDS: Final = "other words"
"""The name of a difference in what a statement was put into other words as."""
VOTE_PARTS: Final = ("vote", "reason for passing", "importance")
"""What can differ about a vote; its marks are compared where the votes are the same."""


@dataclass(frozen=True)
class Difference:
    """Where a current row and the log disagree; `current` or `log` is None where one knows of nothing."""

    what: str
    statement: int | None
    participant: int | None
    current: Any
    log: Any

    def __str__(self) -> str:
        whose = f" of participant {self.participant}" if self.participant is not None else ""
        on = f" on statement {self.statement}" if self.statement is not None else ""
        return f"{self.what}{whose}{on}: {_shown(self.current)} now, {_shown(self.log)} in the log"


@dataclass(frozen=True)
class Check:
    """What holding a deliberation against its log brought to light."""

    deliberation: Deliberation
    log: Replay
    differences: tuple[Difference, ...]
    elsewhere: Mapping[str, CheckedElsewhere] = field(default_factory=dict)
    """The same for rows of other parts of the platform; their differences are among `differences`."""

    def counts(self) -> dict[str, int]:
        """Return how much was compared, and how many differences there are."""
        return {
            "events": self.log.events,
            "verified": self.log.verified,
            "erased": self.log.erased,
            "statements": len(self.log.statements),
            "votes": len(self.log.votes),
            **self.counts_elsewhere(),
            "differences": len(self.differences),
        }

    def counts_elsewhere(self) -> dict[str, int]:
        """Return how much was compared of what other parts keep."""
        return {name: count for part in self.elsewhere.values() for name, count in part.counts.items()}


def check_deliberation(deliberation: Deliberation) -> Check:
    """Compare every current vote and statement of a deliberation with what its log says."""
    with one_moment():
        return _check(deliberation)


def rebuild_deliberation(deliberation: Deliberation) -> tuple[Check, Check]:
    """Write the current rows that differ anew from the log; return the comparison before and after.

    Statements of which the log knows nothing are left alone and stay a difference.

    Raises:
        WorkRefused: a payload does not fit its commitment, so that the log itself cannot be believed.
    """
    with one_moment():
        before = _check(deliberation)
        if before.log.broken:
            raise WorkRefused(
                f"{len(before.log.broken)} events of {deliberation.slug} do not fit their commitments "
                f"(the first is event {before.log.broken[0]}); nothing was rewritten."
            )
        if before.differences:
            _rewrite_statements(before)
            _rewrite_votes(before)
            rewrite_elsewhere(deliberation, dict(before.elsewhere))
        return before, _check(deliberation) if before.differences else before


def _check(deliberation: Deliberation) -> Check:
    log = replay(recorded_events(deliberation))
    elsewhere = check_elsewhere(deliberation)
    differences = [
        Difference(f"commitment of event {event}", None, None, "another payload", None)
        for event in log.broken
    ]
    differences += _statement_differences(deliberation, log)
    differences += _vote_differences(deliberation, log)
    for part in elsewhere.values():
        differences += part.differences
    return Check(deliberation, log, tuple(differences), elsewhere)


def recorded_events(
    deliberation: Deliberation, kinds: Collection[str] | None = None
) -> Iterator[RecordedEvent]:
    """Yield the events of a deliberation in the order of the log, all of them or those of some kinds."""
    events = Event.objects.filter(deliberation=deliberation)
    if kinds is not None:
        events = events.filter(kind__in=kinds)
    rows = events.order_by("id").values_list(
        "id", "kind", "participant__number", "client_key", "occurred_at", "commitment",
        "payload__salt", "payload__body",
    )  # fmt: skip
    for *fields, salt, body in rows.iterator(chunk_size=5000):
        yield RecordedEvent(*fields, salt=salt or "", body=body)


def _statement_differences(deliberation: Deliberation, log: Replay) -> Iterator[Difference]:
    columns = ("state", "merged_into__number", "is_meta", "text")
    lineage = _lineage(deliberation)
    current = {
        number: dict(zip(columns, values, strict=True))
        for number, *values in deliberation.statements.order_by("number").values_list("number", *columns)
    }
    for number in sorted(current.keys() | log.statements.keys()):
        row, logged = current.get(number), log.statements.get(number)
        if row is None or logged is None:
            state = (row["state"] if row else None, logged.state if logged else None)
            yield Difference("presence", number, None, *state)
            continue
        said = {
            "state": logged.state,
            "merged_into__number": logged.merged_into,
            "is_meta": logged.is_meta,
            "text": row["text"] if logged.text is None else logged.text,
        }
        for column in columns:
            if row[column] != said[column]:
                yield Difference(column.partition("__")[0], number, None, row[column], said[column])
        if lineage.get(number, ()) != logged.replaced_by:
            yield Difference(OTHER_WORDS, number, None, lineage.get(number, ()), logged.replaced_by)


def _lineage(deliberation: Deliberation) -> dict[int, tuple[int, ...]]:
    """Return the numbers of the statements that each statement was put into other words as."""
    rows = StatementLineage.objects.filter(source__deliberation=deliberation).order_by("result__number")
    found: dict[int, tuple[int, ...]] = {}
    for source, result in rows.values_list("source__number", "result__number"):
        found[source] = (*found.get(source, ()), result)
    return found


def _vote_differences(deliberation: Deliberation, log: Replay) -> Iterator[Difference]:
    rows = Vote.objects.filter(deliberation=deliberation).values_list(
        "participant__number", "statement__number", "value", "pass_reason", "is_important"
    )
    nothing = (None, None, None)
    current = {(participant, statement): tuple(held) for participant, statement, *held in rows}
    said = {pair: (vote.value, vote.pass_reason, vote.is_important) for pair, vote in log.votes.items()}
    for pair in sorted(pair for pair in current.keys() | said.keys() if current.get(pair) != said.get(pair)):
        participant, statement = pair
        now, logged = current.get(pair, nothing), said.get(pair, nothing)
        for what, ours, theirs in zip(VOTE_PARTS, now, logged, strict=True):
            if ours != theirs and (what == "vote" or now[0] == logged[0]):
                yield Difference(what, statement, participant, ours, theirs)


def _rewrite_statements(check: Check) -> None:
    differing = {
        difference.statement
        for difference in check.differences
        if difference.what not in VOTE_PARTS and difference.statement in check.log.statements
    }
    rows = {row.number: row for row in check.deliberation.statements.all()}
    for number in sorted(differing - rows.keys(), key=lambda number: number or 0):
        if number is not None:
            rows[number] = _made_again(check.deliberation, check.log.statements[number])
    changed = [rows[number] for number in differing if number is not None]
    for row in changed:
        logged = check.log.statements[row.number]
        row.state, row.is_meta = logged.state, logged.is_meta
        row.merged_into = None if logged.merged_into is None else rows[logged.merged_into]
        row.text = row.text if logged.text is None else logged.text
    Statement.objects.bulk_update(changed, ["state", "is_meta", "merged_into", "text"], batch_size=500)
    _rewrite_lineage(check, rows)


def _rewrite_lineage(check: Check, rows: dict[int, Statement]) -> None:
    for difference in check.differences:
        if difference.what != OTHER_WORDS or difference.statement is None:
            continue
        source = rows[difference.statement]
        StatementLineage.objects.filter(source=source).delete()
        moderated = Event.objects.filter(
            deliberation=check.deliberation,
            kind=Event.Kind.STATEMENT_MODERATED,
            payload__body__statement=source.number,
        ).order_by("-id")
        StatementLineage.objects.bulk_create(
            [
                StatementLineage(source=source, result=rows[number], event=moderated[0])
                for number in check.log.statements[source.number].replaced_by
            ]
        )


def _made_again(deliberation: Deliberation, logged: StatementAsLogged) -> Statement:
    return Statement.objects.create(
        deliberation=deliberation,
        number=logged.number,
        author=deliberation.participants.filter(number=logged.author).first(),
        text=logged.text or "",
        language=logged.language or deliberation.language,
        is_seed=logged.is_seed,
        proposed_at=logged.proposed_at,
    )


def _rewrite_votes(check: Check) -> None:
    pairs = [(d.participant, d.statement) for d in check.differences if d.what in VOTE_PARTS]
    people = {row.number: row for row in Participant.objects.filter(deliberation=check.deliberation)}
    statements = {row.number: row for row in check.deliberation.statements.all()}
    logged = {pair: check.log.votes[pair] for pair in pairs if pair in check.log.votes}
    events = Event.objects.in_bulk([vote.event for vote in logged.values()])
    for participant, statement in set(pairs) - logged.keys():
        Vote.objects.filter(participant=people[participant], statement=statements[statement]).delete()
    Vote.objects.bulk_create(
        [
            Vote(
                deliberation=check.deliberation,
                participant=people[participant],
                statement=statements[statement],
                value=vote.value,
                pass_reason=vote.pass_reason,
                is_important=vote.is_important,
                event=events[vote.event],
                cast_at=_known_time(events[vote.event]),
            )
            for (participant, statement), vote in sorted(logged.items())
        ],
        update_conflicts=True,
        unique_fields=["participant", "statement"],
        update_fields=["value", "pass_reason", "is_important", "cast_at", "event"],
        batch_size=BATCH,
    )


def _known_time(event: Event) -> Any:
    return event.occurred_at or (None if event.origin == Event.Origin.IMPORTED else event.recorded_at)


def _shown(value: Any) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
