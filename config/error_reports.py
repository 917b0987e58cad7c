"""Reports our own faults to a Sentry, or to anything that speaks its protocol, where SENTRY_DSN names one.

A report says where in the code an error arose and on which kind of page, under which request id. Whatever
could point to a person is taken out before it leaves: addresses asked for, cookies, headers, bodies,
variables, the values that an error quotes.
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from structlog.contextvars import get_contextvars

from config.log_privacy import message_without_values, without_personal_data

KEPT = (
    "event_id",
    "timestamp",
    "platform",
    "level",
    "logger",
    "release",
    "environment",
    "sdk",
)
"""Parts of a report that hold nothing of a request; all others are left out or written anew."""


def report_errors_to(dsn: str) -> None:
    """Report errors of this process from now on.

    Raises:
        ImproperlyConfigured: the package is not installed, or the address is none.
    """
    try:
        import sentry_sdk
        from sentry_sdk.utils import BadDsn
    except ImportError:
        raise ImproperlyConfigured(
            "SENTRY_DSN needs the package sentry-sdk: install concord[sentry]."
        ) from None
    try:
        sentry_sdk.init(
            dsn=dsn,
            include_local_variables=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            auto_session_tracking=False,
            send_client_reports=False,
            before_send=scrubbed,
        )
    except BadDsn as error:
        raise ImproperlyConfigured(f"SENTRY_DSN must be the address of a project: {error}.") from None


def scrubbed(report: Any, hint: dict[str, Any]) -> Any:
    """Return a report without anything of a person, or None for what is no fault: the database being away."""
    from deliberation.integrity.database_away import is_database_away

    _kind, error, _trace = hint.get("exc_info") or (None, None, None)
    if error is not None and is_database_away(error):
        return None
    kept: dict[str, Any] = {name: report[name] for name in KEPT if name in report}
    kept["tags"] = {name: str(value) for name, value in get_contextvars().items()}
    # Named after a route or a task; where neither was found, it would be the address that was asked for.
    if (report.get("transaction_info") or {}).get("source") in {"route", "task"}:
        kept["transaction"] = report["transaction"]
    if entry := report.get("logentry"):
        kept["logentry"] = {"message": without_personal_data(entry.get("message") or "")}
    if exceptions := (report.get("exception") or {}).get("values"):
        kept["exception"] = {"values": [_scrubbed_exception(each) for each in exceptions]}
    return kept


def _scrubbed_exception(told: dict[str, Any]) -> dict[str, Any]:
    frames = (told.get("stacktrace") or {}).get("frames") or []
    return {
        "type": told.get("type"),
        "module": told.get("module"),
        "value": message_without_values(str(told.get("type")), str(told.get("value") or "")),
        "mechanism": {"type": "generic", "handled": False},
        "stacktrace": {"frames": [{**frame, "vars": {}} for frame in frames]},
    }
