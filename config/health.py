"""Whether this process lives and whether it can serve: for load balancers and whoever watches the site."""

from functools import lru_cache
from http import HTTPStatus

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from deliberation.integrity.database_away import COME_AGAIN_SECONDS
from deliberation.integrity.redis_state import is_redis_away


def health(_request: HttpRequest) -> HttpResponse:
    """Answer that the process lives; nothing else is asked, lest a fault elsewhere leads to a restart."""
    return JsonResponse({"status": "alive"})


def ready(_request: HttpRequest) -> HttpResponse:
    """Answer 200 if requests can be served, 503 if the database is away or lacks tables of this code.

    Without Redis the site is degraded and still ready: votes are taken, what follows from them comes later.
    """
    database, migrations = _database(), "unknown"
    if database == "reachable":
        migrations = "applied" if _tables_fit() else "missing"
    redis = "away" if is_redis_away() else "reachable"
    can_serve = migrations == "applied"
    status = ("ready" if redis == "reachable" else "degraded") if can_serve else "not ready"
    response = JsonResponse(
        {"status": status, "database": database, "migrations": migrations, "redis": redis},
        status=HTTPStatus.OK if can_serve else HTTPStatus.SERVICE_UNAVAILABLE,
    )
    if not can_serve:
        response["Retry-After"] = str(COME_AGAIN_SECONDS)
    return response


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        connection.close()
        return "away"
    return "reachable"


def _tables_fit() -> bool:
    try:
        return _all_migrations_are_applied()
    except (DatabaseError, InterfaceError, _Missing):
        return False


class _Missing(Exception):
    """Migrations have to be applied; raised, so that only the good news is kept."""


@lru_cache(maxsize=1)
def _all_migrations_are_applied() -> bool:
    """Read once in a process: code does not change while it runs, and no migration is taken back under it."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _Missing
    return True
