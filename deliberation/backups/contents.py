"""What the database holds, in figures that tell after a restore whether it is the same."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count

from deliberation.backups.manifest import LogAtBackup
from deliberation.integrity.evidence import content_hash
from deliberation.integrity.sealing import last_seal
from deliberation.integrity.stored_log import signed_head
from deliberation.models import Deliberation, Event, LogSeal, Vote


def applied_migrations() -> list[tuple[str, str]]:
    """Return the migrations that the database has been through."""
    return sorted(MigrationRecorder(connection).applied_migrations())


def rows_of(tables: Iterable[str]) -> dict[str, int]:
    """Return the number of rows of each table."""
    counts = {}
    with connection.cursor() as cursor:
        for table in tables:
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT count(*) FROM {name}")  # noqa: S608 (quoted)  # nosec
            counts[table] = cursor.fetchone()[0]
    return counts


def stored_tables() -> list[str]:
    """Return the tables of all models, in alphabetical order."""
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models if model._meta.managed})


def logs_now() -> list[LogAtBackup]:
    """Return every deliberation with its counts and the last head of its log."""
    events = dict(_counted(Event.objects.values("deliberation__slug")))
    votes = dict(_counted(Vote.objects.values("deliberation__slug")))
    tallies = tallies_now()
    return [
        LogAtBackup(
            slug=deliberation.slug,
            log=deliberation.public_id,
            events=events.get(deliberation.slug, 0),
            votes=votes.get(deliberation.slug, 0),
            tallies=tallies[deliberation.slug],
            head=_last_head(deliberation),
        )
        for deliberation in Deliberation.objects.order_by("pk")
    ]


def tallies_now() -> dict[str, str]:
    """Return by deliberation one hash of all its counts: per statement and value, how many vote so."""
    rows = Vote.objects.values_list("deliberation__slug", "statement__number", "value")
    counts: dict[str, list[list[int]]] = defaultdict(list)
    for slug, *counted in rows.annotate(people=Count("pk")).order_by("statement__number", "value"):
        counts[slug].append(counted)
    return {
        slug: content_hash(counts.get(slug, []))
        for slug in Deliberation.objects.values_list("slug", flat=True)
    }


def _counted(rows: Any) -> Iterable[tuple[str, int]]:
    return rows.annotate(rows=Count("pk")).order_by().values_list("deliberation__slug", "rows")


def _last_head(deliberation: Deliberation) -> dict[str, Any] | None:
    seal = last_seal(deliberation)
    if seal is None:
        return None
    before = LogSeal.objects.filter(deliberation=deliberation, number=seal.number - 1).first()
    return signed_head(deliberation, seal, before.root if before else None)
