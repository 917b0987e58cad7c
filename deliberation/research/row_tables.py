"""The tables with a row for single people: the votes that the analysis counted, and who cast them.

Both need the right to rows (`interchange.row_rights`); nothing here asks for it.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import F, Func, IntegerField, Value
from django.db.models.functions import Coalesce

from deliberation.models import Deliberation, Event, Participant, ParticipantProfile, Question, Vote
from deliberation.research import tables
from deliberation.research.columns import FilledTable
from deliberation.research.private_answers import LEFT_OUT, shown_answers
from deliberation.research.snapshot import Snapshot, drawing_key
from deliberation.results.integer_columns import Integers, integer_columns
from deliberation.results.overview import public_results

NO_DAY = -(10**6)
EPOCH = date(1970, 1, 1)
VOTE_KINDS = (Event.Kind.VOTE_CAST, Event.Kind.VOTE_UNDONE)


class _DayNumber(Func):
    """Days from the first of January 1970 to a moment, in UTC."""

    output_field = IntegerField()
    template = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s) / 86400)::integer"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "CAST(FLOOR(julianday(%(expressions)s) - 2440587.5) AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, **extra)


@dataclass(frozen=True)
class CountedVotes:
    """The votes that an analysis counted, of people who have not left since.

    Attributes:
        participants, statements, values: (v,) numbers of the deliberation, and the votes.
        days: (v,) days since 1970, `NO_DAY` where unknown.
        names: the number in the files by the number in the deliberation, of everybody whom it counted.
    """

    participants: Integers
    statements: Integers
    values: Integers
    days: Integers
    names: Mapping[int, int]


def row_tables(snapshot: Snapshot) -> tuple[FilledTable, FilledTable]:
    """Return the tables of votes and of participants; no person's name or number of this site is in them."""
    counted = counted_votes(snapshot)
    return _votes_table(counted), _participants_table(snapshot, counted)


def counted_votes(snapshot: Snapshot) -> CountedVotes:
    """Read the votes that the analysis of the snapshot counted, on statements that are still shown.

    Votes that were changed or taken back since are read from the event log as they were then.
    """
    columns = _votes_then(snapshot.deliberation, snapshot.analysis.event_watermark)
    participants, statements, values, events, days = columns
    merged = _merged_before(snapshot)
    if merged:
        unique, positions = np.unique(statements, return_inverse=True)
        statements = np.array([merged.get(int(one), int(one)) for one in unique], dtype=np.int64)[positions]
    names = _names(snapshot)
    shown = public_results(snapshot.analysis).values_list("statement__number", flat=True)
    kept = np.isin(statements, list(shown)) & np.isin(participants, list(names))
    order = np.lexsort((events, statements, participants))
    order = order[kept[order]]
    last = np.ones(len(order), dtype=bool)
    last[:-1] = (np.diff(participants[order]) != 0) | (np.diff(statements[order]) != 0)
    order = order[last]
    return CountedVotes(participants[order], statements[order], values[order], days[order], names)


def _votes_then(deliberation: Deliberation, watermark: int) -> list[Integers]:
    """Return (participant, statement, value, event, day) of the votes that stood at an event of the log."""
    day = Coalesce(_DayNumber(F("cast_at"), output_field=IntegerField()), Value(NO_DAY))
    votes = Vote.objects.filter(deliberation=deliberation, event_id__lte=watermark).annotate(day=day)
    columns = integer_columns(
        votes.order_by("event_id"), "participant__number", "statement__number", "value", "event_id", "day"
    )
    changed = _changed_since(deliberation, watermark)
    if not changed:
        return columns
    added = np.array(changed, dtype=np.int64).T
    return [np.concatenate([column, more]) for column, more in zip(columns, added, strict=True)]


def _changed_since(deliberation: Deliberation, watermark: int) -> list[tuple[int, int, int, int, int]]:
    """Return the votes that stood at an event and were changed or taken back later."""
    events = Event.objects.filter(deliberation=deliberation, kind__in=VOTE_KINDS, payload__isnull=False)
    later = events.filter(id__gt=watermark)
    pairs = set(later.values_list("participant", "payload__body__statement"))
    if not pairs:
        return []
    earlier = events.filter(id__lte=watermark, participant__in={person for person, _number in pairs})
    found: dict[tuple[int, int], tuple[int, int, int, int, int] | None] = {}
    names = (
        "participant",
        "participant__number",
        "id",
        "occurred_at",
        "recorded_at",
        "origin",
        "payload__body",
    )
    for person, number, event, occurred, recorded, origin, body in (
        earlier.order_by("id").values_list(*names).iterator(chunk_size=5000)
    ):
        if (person, body["statement"]) not in pairs:
            continue
        value = body["restored"] if "restored" in body else body["value"]
        moment = occurred or (None if origin == Event.Origin.IMPORTED else recorded)
        found[person, body["statement"]] = (
            None if value is None else (number, body["statement"], value, event, _day_number(moment))
        )
    return [vote for vote in found.values() if vote is not None]


def _day_number(moment: datetime | None) -> int:
    return NO_DAY if moment is None else (moment.date() - EPOCH).days


def _merged_before(snapshot: Snapshot) -> dict[int, int]:
    """Return into which statement each was merged before the analysis, which then has no result of it."""
    merged = snapshot.deliberation.statements.exclude(merged_into=None)
    own = snapshot.analysis.statement_results.values_list("statement__number", flat=True)
    return dict(merged.exclude(number__in=list(own)).values_list("number", "merged_into__number"))


def _names(snapshot: Snapshot) -> dict[int, int]:
    """Return the number in the files of everybody whom the analysis counted and who has not left since."""
    key = drawing_key(snapshot)
    people = Participant.objects.filter(deliberation=snapshot.deliberation, erased_at=None)
    counted = set(snapshot.analysis.places().participants.tolist())
    numbers = [number for number in people.values_list("number", flat=True) if number in counted]
    drawn = sorted(numbers, key=lambda number: hmac.new(key, str(number).encode(), hashlib.sha256).digest())
    return {number: place for place, number in enumerate(drawn, start=1)}


def _votes_table(counted: CountedVotes) -> FilledTable:
    known, place = np.unique(counted.participants, return_inverse=True)
    named = np.array([counted.names[int(number)] for number in known], dtype=np.int64)
    people = named[place] if len(known) else counted.participants
    order = np.lexsort((counted.statements, people))
    values = counted.values[order]
    return FilledTable(
        tables.VOTES,
        {
            "participant": people[order],
            "statement": counted.statements[order],
            "vote": [tables.VOTE_WORDS[value] for value in values.tolist()],
            "value": values.astype(np.int8),
            "day": _dates(counted.days[order]),
        },
    )


def _dates(days: Integers) -> list[date | None]:
    unique, positions = np.unique(days, return_inverse=True)
    dates = [None if day == NO_DAY else EPOCH + timedelta(days=day) for day in unique.tolist()]
    return [dates[position] for position in positions.tolist()]


def _participants_table(snapshot: Snapshot, counted: CountedVotes) -> FilledTable:
    questions = list(snapshot.deliberation.questions.filter(kind=Question.Kind.CHOICE))
    votes = dict(
        zip(*(part.tolist() for part in np.unique(counted.participants, return_counts=True)), strict=True)
    )
    groups = snapshot.analysis.places().group_by_number()
    joined = dict(snapshot.deliberation.participants.values_list("number", "joined_at"))
    people = sorted(counted.names, key=lambda number: counted.names[number])
    answers = _answers(snapshot.deliberation, people, questions)
    rows = [
        (
            counted.names[number],
            votes.get(number, 0),
            None if number not in groups else chr(ord("A") + groups[number]),
            None if joined[number] is None else joined[number].date(),
            *(None if answer == LEFT_OUT else answer for answer in said),
        )
        for number, said in zip(people, answers, strict=True)
    ]
    table = tables.participants_table({question.key: question.text for question in questions})
    return FilledTable.from_rows(table, rows)


def _answers(
    deliberation: Deliberation, people: list[int], questions: list[Question]
) -> list[tuple[str, ...]]:
    """Return what everybody chose, held back where few chose the same; free texts are never read."""
    profiles = ParticipantProfile.objects.filter(participant__deliberation=deliberation)
    said = dict(profiles.values_list("participant__number", "answers"))

    def chosen(number: int, question: Question) -> str:
        answer = said.get(number, {}).get(question.key)
        return answer if isinstance(answer, str) and answer in question.options else LEFT_OUT

    return shown_answers([tuple(chosen(number, question) for question in questions) for number in people])
