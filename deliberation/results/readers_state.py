"""What the pages that anybody may read depend on, asked of the database in one cheap query."""

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Subquery

from deliberation.models import Analysis, Deliberation, Event, TopicMap

State = tuple[Any, ...]
_ANY = "slug"


def state_of(slug: str) -> State | None:
    """Return what changes whenever a page of a deliberation has to be made anew at once; None for no such.

    That is how it is set up, its newest analysis and topics, and the newest event that is not an everyday
    one: moderation, erasure, exclusion and whatever happens to a constitution. Everyday events are votes and
    the like, of which many arrive each second (`EventQuerySet.decisive`); pages notice them with a new
    analysis, or when they are made anew for their age.
    """
    sql, parameters = _statement()
    with connection.cursor() as cursor:
        cursor.execute(sql, [slug if value is _ANY else value for value in parameters])
        row: State | None = cursor.fetchone()
    return row


@cache
def _statement() -> tuple[str, tuple[Any, ...]]:
    """Return the query as SQL: to put it together takes Django longer than PostgreSQL needs to answer it."""
    analyses = Analysis.objects.filter(deliberation=OuterRef("pk")).latest_first()
    topic_maps = TopicMap.objects.filter(deliberation=OuterRef("pk")).order_by("-pk")
    events = Event.objects.decisive().filter(deliberation=OuterRef("pk")).order_by("-pk")
    queryset = Deliberation.objects.filter(slug=_ANY).values_list(
        "pk",
        "title",
        "state",
        "results_visibility",
        *(Subquery(rows.values("pk")[:1]) for rows in (analyses, topic_maps, events)),
    )
    sql, parameters = queryset.query.sql_with_params()
    return sql, tuple(parameters)
