"""The order of the queue: an item for what says about the same, by topic and then by age, in one query."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, Min, Value
from django.db.models.functions import Coalesce

from deliberation.models import Deliberation, QueuePlace
from deliberation.moderation.grouping import give_places, places_of_waiting

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


def queue_lines(deliberation: Deliberation) -> list[QueueLine]:
    """Return every item that waits, in the order in which moderators read."""
    give_places(deliberation)
    lines = (
        places_of_waiting(deliberation)
        .values_list(Coalesce("topic__number", Value(UNSORTED)), "group", "topic")
        .annotate(size=Count("pk"), first=Min("statement__number"))
        .order_by("coalesce1", "group")
    )
    return [QueueLine(*line) for line in lines]


def place_of(deliberation: Deliberation, number: int | None) -> tuple[int, int] | None:
    """Return where a statement stands, or stood, in that order; None without a number."""
    if number is None:
        return None
    places = QueuePlace.objects.filter(deliberation=deliberation, statement__number=number)
    place = places.values_list("topic__number", "group").first()
    if place is None:
        return UNSORTED, number
    return UNSORTED if place[0] is None else place[0], place[1]


def behind(lines: Sequence[QueueLine], place: tuple[int, int] | None) -> list[QueueLine]:
    """Return the lines behind a place and then those before it, without the one at the place itself."""
    if place is None:
        return list(lines)
    return [line for line in lines if line[:2] > place] + [line for line in lines if line[:2] < place]
