"""What Django's own check before deploying cannot know of Concord: `make deploy-check` runs both."""

from collections.abc import Iterator, Sequence
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

from config.secret_strength import weakness


@checks.register(checks.Tags.security, deploy=True)
def check_site(app_configs: Sequence[Any] | None, **_: Any) -> list[checks.CheckMessage]:
    """Return what keeps these settings from being those of a site in public."""
    found = [*_secrets(), *_addresses(), *_services(), *_what_is_prepared()]
    return list(found)


def _secrets() -> Iterator[checks.CheckMessage]:
    if reason := weakness(settings.SECRET_KEY):
        hint = "python -c 'import secrets; print(secrets.token_urlsafe(50))' makes a good one."
        yield checks.Warning(f"SECRET_KEY {reason}.", hint=hint, id="concord.W001")
    if settings.LOG_SIGNING_KEY and (reason := weakness(settings.LOG_SIGNING_KEY)):
        hint = "python -c 'import secrets; print(secrets.token_hex(32))' makes a good one."
        yield checks.Warning(f"LOG_SIGNING_KEY {reason}.", hint=hint, id="concord.W002")
    if not settings.METRICS_TOKEN:
        hint = "Set it, and let Prometheus read /metrics/: see docs/monitoring.md."
        yield checks.Warning("METRICS_TOKEN is not set: nobody watches.", hint=hint, id="concord.W003")
    elif reason := weakness(settings.METRICS_TOKEN):
        yield checks.Warning(
            f"METRICS_TOKEN {reason}.",
            hint="python -c 'import secrets; print(secrets.token_urlsafe(32))' makes a good one.",
            id="concord.W004",
        )


def _addresses() -> Iterator[checks.CheckMessage]:
    if any(host == "*" for host in settings.ALLOWED_HOSTS):
        yield checks.Warning(
            "ALLOWED_HOSTS takes any name: whoever sends a request chooses what links in e-mails say.",
            hint="Name the hosts, such as concord.example.",
            id="concord.W005",
        )
    site = urlsplit(settings.SITE_URL)
    if site.scheme != "https" or _is_this_machine(site.hostname or ""):
        yield checks.Warning(
            f"SITE_URL is {settings.SITE_URL}: links in e-mails lead nowhere, or without TLS.",
            hint="Set it to the public address, such as https://concord.example.",
            id="concord.W006",
        )


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _services() -> Iterator[checks.CheckMessage]:
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield checks.Warning(
            "The database is SQLite: one writer at a time, on one machine.",
            hint="Set DATABASE_URL to a PostgreSQL.",
            id="concord.W007",
        )
    if settings.REDIS_IS_EMBEDDED:
        yield checks.Warning(
            "Redis is the embedded one, which runs on one machine only and as part of `make run`.",
            hint="Set REDIS_URL.",
            id="concord.W008",
        )
    if settings.EMAIL_BACKEND.rpartition(".")[0].rpartition(".")[2] in {
        "console",
        "dummy",
        "locmem",
        "filebased",
    }:
        yield checks.Warning(
            "No e-mail leaves: nobody can sign in by a code, and no notice arrives.",
            hint="Set EMAIL_BACKEND to django.core.mail.backends.smtp.EmailBackend, and EMAIL_HOST.",
            id="concord.W009",
        )
    if settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith("@localhost"):
        yield checks.Warning(
            "DEFAULT_FROM_EMAIL is at localhost: other mail servers refuse such a sender.",
            hint="Set it to an address of your own domain.",
            id="concord.W010",
        )


def _what_is_prepared() -> Iterator[checks.CheckMessage]:
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        yield checks.Warning(
            f"The style sheets and scripts are not collected in {settings.STATIC_ROOT}.",
            hint="Run `python -m config.static_files` before the web server starts.",
            id="concord.W011",
        )
    yield from _migrations()


def _migrations() -> Iterator[checks.CheckMessage]:
    from django.db import DatabaseError, InterfaceError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except (DatabaseError, InterfaceError):
        yield checks.Info(
            "The database cannot be reached from here, so nothing is said about its migrations.",
            hint="Run the check where DATABASE_URL leads to the database.",
            id="concord.I001",
        )
        return
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        yield checks.Warning(
            f"{len(missing)} migrations are not applied, the first of them {missing[0][0]}.",
            hint="Run `python manage.py migrate`.",
            id="concord.W012",
        )
