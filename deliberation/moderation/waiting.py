"""A page of the queue, and how far the moderators are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from deliberation.models import Deliberation, ModerationDecision, Statement, Topic, User
from deliberation.moderation.claiming import Others
from deliberation.moderation.marks import Mark, marks_of
from deliberation.moderation.queue_lines import QueueLine, QueueLines

PER_PAGE = 25
PACE_OF = timedelta(minutes=30)
"""The stretch of one's own work by which the time that is left is estimated."""
LEAST_FOR_PACE = 10
"""Decisions below which there is no pace to speak of."""


@dataclass(frozen=True)
class QueueItem:
    """Statements that say about the same, shown by the first of them.

    `holder` is who else has it on the desk, `marks` are what a computer noticed about the first statement.
    """

    statement: Statement
    size: int
    topic: str
    holder: User | None
    marks: Sequence[Mark]

    @property
    def others(self) -> int:
        """How many more statements say about the same."""
        return self.size - 1


@dataclass(frozen=True)
class TopicChoice:
    """One topic with how many statements wait in it."""

    number: int
    title: str
    size: int


@dataclass(frozen=True)
class Progress:
    """How many of all statements have been decided about, and the minutes that the rest takes."""

    decided: int
    total: int
    minutes_left: int | None

    @property
    def hours_left(self) -> int:
        """The same in whole hours."""
        return round((self.minutes_left or 0) / 60)


def page_of_items(
    lines: QueueLines,
    deliberation: Deliberation,
    others: Others,
    *,
    topic: int | None,
    largest_first: bool,
    number: str | None,
) -> Page:
    """Return one page of the queue's items, of one topic if one is given, the largest first if asked for."""
    if topic is not None:
        lines = lines.of_topic(topic)
    if largest_first:
        lines = lines.largest_first()
    page = Paginator(lines, PER_PAGE).get_page(number)
    page.object_list = items_of(deliberation, others, page.object_list)
    return page


def items_of(
    deliberation: Deliberation,
    others: Others,
    lines: Sequence[QueueLine],
    titles: dict[int | None, str] | None = None,
) -> list[QueueItem]:
    """Return the items with what their lines on the page say; `titles` of topics where they are known."""
    firsts = deliberation.statements.filter(number__in=[line.first for line in lines])
    statements = {statement.number: statement for statement in firsts}
    titles = titles_of(line.topic for line in lines) if titles is None else titles
    marks = marks_of(list(statements.values()))
    items = []
    for line in lines:
        statement = statements.get(line.first)
        if statement is not None:
            items.append(
                QueueItem(
                    statement=statement,
                    size=line.size,
                    topic=titles.get(line.topic, _("Not sorted yet")),
                    holder=others.holders.get(statement.pk),
                    marks=marks.get(statement.pk, ()),
                )
            )
    return items


def topic_choices(lines: QueueLines) -> list[TopicChoice]:
    """Return the topics of the queue in its order, what is not sorted yet last."""
    sizes: dict[tuple[int, int | None], int] = {}
    for topic_number, _group, topic, size, _first in lines.rows:
        sizes[topic_number, topic] = sizes.get((topic_number, topic), 0) + size
    titles = titles_of(topic for _number, topic in sizes)
    return [
        TopicChoice(number, titles.get(topic, _("Not sorted yet")), size)
        for (number, topic), size in sizes.items()
    ]


def progress_of(deliberation: Deliberation, moderator: User, *, waiting: int, decided: int) -> Progress:
    """Return how far the moderators are, and how long the rest takes at this one's pace."""
    since = timezone.now() - PACE_OF
    mine = ModerationDecision.objects.filter(
        statement__deliberation=deliberation, decided_by=moderator, decided_at__gt=since
    ).aggregate(count=Count("pk"), start=Min("decided_at"))
    minutes = None
    if mine["count"] >= LEAST_FOR_PACE and waiting:
        spent = (timezone.now() - mine["start"]).total_seconds() / 60
        minutes = max(1, round(spent / mine["count"] * waiting))
    return Progress(decided=decided, total=decided + waiting, minutes_left=minutes)


def titles_of(topics: Iterable[int | None]) -> dict[int | None, str]:
    """Return the titles of topics by their keys, in one query; None stands for what is not sorted yet."""
    wanted = {topic for topic in topics if topic is not None}
    found = Topic.objects.filter(pk__in=wanted) if wanted else ()
    return {None: _("Not sorted yet")} | {topic.pk: topic.title for topic in found}
