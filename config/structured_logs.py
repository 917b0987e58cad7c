"""Log lines with fields: the same for the web server, the relay and the workers, for people or as JSON.

Whatever is logged anywhere in the process passes through here and comes out as one line on standard error:
its time (UTC), level, logger, what happened, and the request or the task in which it happened. Nothing in it
names a person: see `config.log_privacy` and docs/monitoring.md.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from structlog.contextvars import merge_contextvars
from structlog.stdlib import ProcessorFormatter, add_log_level, add_logger_name
from structlog.typing import EventDict, WrappedLogger

from config.log_privacy import LEFT_OUT, describe_error, without_personal_data, without_quotes

FORMATS = ("line", "json")
SAYS_TOO_MUCH = {
    "celery.app.trace": "The task failed",
    "gunicorn.error": "The web server could not answer a request",
}
"""Libraries that put the error itself, or the address asked for, into the text, and what they say instead."""


def logging_settings(*, log_format: str, level: str) -> dict[str, Any]:
    """Return the configuration of the standard library's logging (`logging.config.dictConfig`)."""
    quiet = {"handlers": [], "level": "WARNING"}
    silent = {"handlers": ["nowhere"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": StructuredFormatter,
                "foreign_pre_chain": [
                    _add_time,
                    add_log_level,
                    add_logger_name,
                    merge_contextvars,
                    _leave_out_personal_data,
                ],
                "processors": [
                    ProcessorFormatter.remove_processors_meta,
                    as_json if log_format == "json" else as_line,
                ],
            }
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "structured"},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "loggers": {
            # A failed request has its line already, with the error and without the address.
            "django.request": silent,
            "django.server": silent,
            "django": {"handlers": []},
            # What a web process says of requests that are none: with their senders' addresses.
            "gunicorn.error": {"handlers": [], "propagate": True},
            "sentence_transformers": quiet,
            "httpx": quiet,
        },
        "root": {"handlers": ["console"], "level": level},
    }


class StructuredFormatter(ProcessorFormatter):
    """Writes what anybody logs; a line of ours that brings its `fields` goes straight to the end.

    Every request has such a line, and every vote is a request: it needs no look for what libraries might say.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        fields: dict[str, Any] | None = record.__dict__.get("fields")
        if fields is None:
            return super().format(record)
        line = {
            "timestamp": _time_of(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.msg,
            **fields,
        }
        return str(self.processors[-1](None, "", line))


def as_json(_logger: WrappedLogger, _method: str, line: EventDict) -> str:
    """Write a line for programs: one JSON object."""
    return _JSON.encode(line)


def as_line(_logger: WrappedLogger, _method: str, line: EventDict) -> str:
    """Write a line for people: time, level, logger, text, then the fields, then the error below it."""
    error = line.pop("error", "")
    start = f"{line.pop('timestamp')} {line.pop('level').upper()} {line.pop('logger')} {line.pop('event')}"
    fields = "".join([f" {name}={value}" for name, value in line.items()])
    return f"{start}{fields}\n{error}" if error else start + fields


_JSON = json.JSONEncoder(ensure_ascii=False, default=str)


def _time_of(record: logging.LogRecord) -> str:
    return f"{datetime.fromtimestamp(record.created, UTC).isoformat(timespec='milliseconds')[:-6]}Z"


def _add_time(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    line["timestamp"] = _time_of(line["_record"])
    return line


def _leave_out_personal_data(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Put an error into words of its own, and take from the text what could point to a person."""
    record: logging.LogRecord = line["_record"]
    text = without_personal_data(line["event"])
    if path := getattr(getattr(record, "request", None), "path", ""):
        text = text.replace(path, LEFT_OUT)
    if record.name.startswith("django.security"):
        text = without_quotes(text)
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        text = SAYS_TOO_MUCH.get(record.name, text)
    line["event"] = text
    line.pop("exc_info", None)
    if error is not None and not record.name.startswith("django.security"):
        line["error"] = describe_error(error)
    return line
