"""The order of the queue: an item for what says about the same, by topic and then by age, in one query."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, F, Min, Value
from django.db.models.functions import Coalesce

from deliberation.models import Deliberation, QueuePlace

UNSORTED = 1_000_000
"""Stands for the number of a topic where there is none: it comes after all others."""


class QueueLine(NamedTuple):
    """One item of the queue: statements that say about the same, or one by itself.

    `group` is the number that its statements share, `first` that of its first statement, `size` how many
    statements wait in it.
    """

    topic_number: int
    group: int
    topic: int | None
    size: int
    first: int


class QueueLines(Sequence[QueueLine]):
    """Every item that waits, in the order in which moderators read."""

    def __init__(self, rows: list[tuple[int, int, int | None, int, int]]) -> None:
        self.rows = rows
        self.waiting = sum(row[3] for row in rows)
        """How many statements wait in all items."""

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        if isinstance(place, slice):
            return [QueueLine(*row) for row in self.rows[place]]
        return QueueLine(*self.rows[place])

    def position(self, place: tuple[int, int] | None) -> int | None:
        """Return where the item of this topic number and group stands, from 0; None where it is not."""
        if place is None:
            return None
        found = bisect_left(self.rows, place, key=lambda row: row[:2])
        return found if found < len(self.rows) and self.rows[found][:2] == place else None

    def behind(self, place: tuple[int, int] | None) -> Iterator[QueueLine]:
        """Go through the items behind a place and then those before it, without the one at the place."""
        start = 0 if place is None else bisect_right(self.rows, place, key=lambda row: row[:2])
        yield from (QueueLine(*row) for row in self.rows[start:])
        yield from (QueueLine(*row) for row in self.rows[:start] if row[:2] != place)

    def before(self, place: tuple[int, int]) -> Iterator[QueueLine]:
        """Go through the items before a place, the nearest first, and then through the last ones."""
        start = bisect_left(self.rows, place, key=lambda row: row[:2])
        yield from (QueueLine(*row) for row in reversed(self.rows[:start]))
        yield from (QueueLine(*row) for row in reversed(self.rows[start:]) if row[:2] != place)

    def of_topic(self, number: int) -> "QueueLines":
        """Return the items of one topic."""
        return QueueLines([row for row in self.rows if row[0] == number])

    def largest_first(self) -> "QueueLines":
        """Return the items that most say first."""
        return QueueLines(sorted(self.rows, key=lambda row: -row[3]))


def queue_lines(deliberation: Deliberation) -> QueueLines:
    """Return what waits now. A statement that has no place yet stands by itself, not sorted yet."""
    lines = (
        deliberation.statements.awaiting_moderation()
        .annotate(
            topic_number=Coalesce("queue_place__topic__number", Value(UNSORTED)),
            group=Coalesce("queue_place__group", F("number")),
        )
        .values_list("topic_number", "group", "queue_place__topic")
        .annotate(size=Count("pk"), first=Min("number"))
        .order_by("topic_number", "group")
    )
    # Read past the ORM, which would look at each of fifty thousand numbers for something to convert.
    sql, parameters = lines.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return QueueLines(cursor.fetchall())


def place_of(deliberation: Deliberation, number: int | None) -> tuple[int, int] | None:
    """Return where a statement stands, or stood, in that order; None without a number."""
    if number is None:
        return None
    places = QueuePlace.objects.filter(deliberation=deliberation, statement__number=number)
    place = places.values_list("topic__number", "group").first()
    if place is None:
        return UNSORTED, number
    return UNSORTED if place[0] is None else place[0], place[1]
