"""The current votes of a deliberation as columns: blocks kept from an earlier reading, and what is newer.

Reading three million rows takes seconds; reading the blocks and a thousand newer rows takes tenths. The
result is the same to the last vote. What the blocks hold, without the votes that were changed or taken back
since and with the newer ones, must have the count and the checksum of the rows in the database, otherwise
all rows are read. So blocks may be missing, old or wrong, and only time is lost.

Memory: a full reading holds at most some 60 bytes per vote here and 32 bytes per vote, of a million votes at
a time, in PostgreSQL; a block takes about 8 bytes per vote on disk.
"""

import logging
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.db import IntegrityError, connection, transaction
from django.db.models import Max, Min, QuerySet

from deliberation.models import Deliberation, Event, Vote, VoteBlock
from deliberation.models.packed_arrays import narrowed
from deliberation.results.integer_columns import Integers, integer_columns

logger = logging.getLogger(__name__)

LEAST_KEPT = 10_000
"""Fewer newly read votes than this, or than a twentieth of all, are not worth writing blocks for."""
BLOCK_SIZE = 1_000_000
"""Votes per block, and event ids per query when all rows are read."""
SETTLING_EVENTS = 2_000
"""A transaction may be committed after others with later events; blocks stop this far before the last one."""
MODULUS = 2**31 - 1


@dataclass(frozen=True)
class VoteRows:
    """Current votes in the order in which they came about.

    Attributes:
        participants, statements: (v,) their numbers in the deliberation.
        values: (v,) agree = 1, pass = 0, disagree = -1.
        events: (v,) ascending ids of the events that made them so.
    """

    participants: Integers
    statements: Integers
    values: Integers
    events: Integers

    def __len__(self) -> int:
        return len(self.values)

    def where(self, kept: np.ndarray) -> "VoteRows":
        """Return the votes at which the (v,) truth values, or positions, point."""
        return VoteRows(self.participants[kept], self.statements[kept], self.values[kept], self.events[kept])

    @property
    def checksum(self) -> int:
        """The sum over votes of (3 event + value)² modulo a prime; an event knows who voted on what.

        The square keeps two changes that cancel in a plain sum from going unseen.
        """
        mixed = (3 * self.events + self.values) % MODULUS
        return int((mixed * mixed % MODULUS).sum())


@dataclass(frozen=True)
class Reading:
    """All current votes, how many of them came from rows, and the last event they may reflect."""

    rows: VoteRows
    newly_read: int
    last_event: int

    @property
    def is_worth_keeping(self) -> bool:
        """Whether new blocks would spare the next reading much."""
        return self.newly_read > max(LEAST_KEPT, len(self.rows) // 20)


def read_votes(deliberation: Deliberation) -> Reading:
    """Read the current votes; call it inside `one_moment`."""
    last_event = Event.objects.filter(deliberation=deliberation).aggregate(last=Max("id"))["last"] or 0
    blocks = _readable_blocks(deliberation)
    count, checksum = _count_and_checksum(deliberation)
    if blocks:
        newer = _newer_than(deliberation, blocks[0].reaches)
        rows = _joined([_without_outdated(_rows_of(blocks), newer), newer.rows])
        if len(rows) == count and rows.checksum == checksum:
            return Reading(rows, len(newer.rows), last_event)
    rows = _all_rows(deliberation)
    return Reading(rows, len(rows), last_event)


def _readable_blocks(deliberation: Deliberation) -> list[VoteBlock]:
    try:
        return list(VoteBlock.objects.filter(deliberation=deliberation).order_by("position"))
    except (zlib.error, ValueError):
        logger.warning("The vote blocks of deliberation %s cannot be read; its rows are.", deliberation.pk)
        return []


def keep_blocks(deliberation: Deliberation, reading: Reading) -> None:
    """Write what was read as blocks, in place of those that are there."""
    reaches = reading.last_event - SETTLING_EVENTS
    rows = reading.rows.where(reading.rows.events <= reaches)
    try:
        with transaction.atomic():
            VoteBlock.objects.filter(deliberation=deliberation).delete()
            for position, start in enumerate(range(0, len(rows), BLOCK_SIZE)):
                part = rows.where(np.arange(start, min(start + BLOCK_SIZE, len(rows))))
                VoteBlock.objects.create(
                    deliberation=deliberation,
                    position=position,
                    reaches=reaches,
                    participants=narrowed(part.participants),
                    statements=narrowed(part.statements),
                    values=part.values.astype(np.int8),
                    events=narrowed(np.diff(part.events, prepend=0)),
                )
    except IntegrityError:
        # Another worker has written its blocks meanwhile; they serve as well.
        return


@dataclass(frozen=True)
class _Newer:
    """Votes to take from rows instead of from blocks; all votes of `whole` participants are among them."""

    rows: VoteRows
    whole: Integers


def _newer_than(deliberation: Deliberation, reached: int) -> _Newer:
    """Read the votes made since an event, and all votes of participants who took one back since."""
    undone = Event.objects.filter(
        deliberation=deliberation, kind=Event.Kind.VOTE_UNDONE, id__gt=reached, participant__isnull=False
    )
    who, whole = integer_columns(undone.distinct().order_by(), "participant_id", "participant__number")
    votes = deliberation.votes.all()
    rows = [_numbered(votes.filter(event_id__gt=reached))]
    for start in range(0, len(who), 500):
        rows.append(
            _numbered(votes.filter(event_id__lte=reached, participant__in=who[start : start + 500].tolist()))
        )
    joined = _joined(rows)
    return _Newer(joined.where(np.argsort(joined.events, kind="stable")), whole)


def _numbered(votes: QuerySet[Vote]) -> VoteRows:
    return VoteRows(
        *integer_columns(
            votes.order_by("event_id"), "participant__number", "statement__number", "value", "event_id"
        )
    )


def _without_outdated(rows: VoteRows, newer: _Newer) -> VoteRows:
    """Drop the votes for which there is a newer one, and those of participants who are read whole."""
    outdated = np.isin(rows.participants, newer.whole)
    touched = np.flatnonzero(np.isin(rows.participants, newer.rows.participants))
    width = 1 + max(int(rows.statements.max(initial=0)), int(newer.rows.statements.max(initial=0)))
    pairs = rows.participants[touched] * width + rows.statements[touched]
    newer_pairs = newer.rows.participants * width + newer.rows.statements
    outdated[touched[np.isin(pairs, newer_pairs)]] = True
    return rows.where(~outdated)


def _rows_of(blocks: Iterable[VoteBlock]) -> VoteRows:
    return _joined(
        [
            VoteRows(
                block.participants.astype(np.int64),
                block.statements.astype(np.int64),
                block.values.astype(np.int64),
                np.cumsum(block.events, dtype=np.int64),
            )
            for block in blocks
        ]
    )


def _all_rows(deliberation: Deliberation) -> VoteRows:
    """Read every vote, a slice of events at a time, and put the numbers in the place of row ids."""
    votes = deliberation.votes.all()
    ends = votes.aggregate(first=Min("event_id"), last=Max("event_id"))
    if ends["first"] is None:
        return _joined([])
    people = _NumberOf(*integer_columns(deliberation.participants.all(), "id", "number"))
    statements = _NumberOf(*integer_columns(deliberation.statements.all(), "id", "number"))
    parts = []
    for start in range(ends["first"], ends["last"] + 1, BLOCK_SIZE):
        part = votes.filter(event_id__gte=start, event_id__lt=start + BLOCK_SIZE).order_by()
        who, what, value, event = integer_columns(part, "participant_id", "statement_id", "value", "event_id")
        order = np.argsort(event, kind="stable")
        parts.append(VoteRows(people.at(who[order]), statements.at(what[order]), value[order], event[order]))
    return _joined(parts)


class _NumberOf:
    """Looks up the numbers of rows by their ids."""

    def __init__(self, ids: Integers, numbers: Integers) -> None:
        self._first = int(ids.min())
        # Ids of one deliberation lie close together unless many grow at once; a table is ten times as fast.
        self._has_table = int(ids.max()) - self._first < 4 * len(ids) + 10_000
        order = np.argsort(ids)
        self._ids, self._numbers = ids[order], numbers[order]
        if self._has_table:
            self._table = np.zeros(int(ids.max()) - self._first + 1, dtype=np.int64)
            self._table[ids - self._first] = numbers

    def at(self, ids: Integers) -> Integers:
        """Return the number of each id."""
        if self._has_table:
            return self._table[ids - self._first]
        return self._numbers[np.searchsorted(self._ids, ids)]


def _joined(parts: list[VoteRows]) -> VoteRows:
    empty = np.empty(0, dtype=np.int64)
    columns = zip(*((p.participants, p.statements, p.values, p.events) for p in parts), strict=True)
    return VoteRows(*(np.concatenate(column) for column in columns)) if parts else VoteRows(*[empty] * 4)


def _count_and_checksum(deliberation: Deliberation) -> tuple[int, int]:
    """Return the number of current votes and `VoteRows.checksum` of them, as the database has them."""
    mixed = f"((3 * event_id + value) %% {MODULUS})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*), COALESCE(SUM(CAST({mixed} * {mixed} %% {MODULUS} AS integer)), 0)"  # noqa: S608  # nosec
            f" FROM {Vote._meta.db_table} WHERE deliberation_id = %s",
            [deliberation.pk],
        )
        count, checksum = cursor.fetchone()
    return int(count), int(checksum)
