"""Tells a database that is away, or too busy for now, from a fault of ours.

While PostgreSQL is stopped, restarted or full, requests are answered 503 with a time to come again, for pages
and for programs alike. What asking again would not help, such as a missing table, stays a fault.
"""

import logging
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError

logger = logging.getLogger(__name__)
COME_AGAIN_SECONDS = 5
"""When somebody may come again whom the database could not serve."""
PASSING_STATES = ("08", "53", "57P", "58", "40001", "40P01", "55P03")
"""PostgreSQL's error codes, or how they begin, that another try may not meet: the connection is broken,
resources are used up, an operator stopped the server, the disk failed, two transactions stood in each other's
way (PostgreSQL documentation, appendix A)."""
PASSING_NAMES = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_FULL")
"""The same for SQLite (https://www.sqlite.org/rescode.html)."""


def is_database_away(error: BaseException) -> bool:
    """Return whether an error, or one that it arose from, says that the database cannot serve for now."""
    return any(_says_so(link) for link in _chain(error))


def note_failure(error: BaseException | None) -> None:
    """Log an error that nothing has dealt with: one line while the database is away, else its traceback."""
    if error is not None and is_database_away(error):
        logger.warning("The database cannot serve a request (%s)", type(error.__cause__ or error).__name__)
    else:
        logger.error("A request failed", exc_info=error)


def _says_so(error: BaseException) -> bool:
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    if state is not None:
        return str(state).startswith(PASSING_STATES)
    name = getattr(error.__cause__, "sqlite_errorname", None)
    # Neither a code nor a name: the connection failed before the server could say anything.
    return name is None or str(name).startswith(PASSING_NAMES)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and, one after the other, those in whose handling it was raised."""
    link: BaseException | None = error
    for _step in range(20):
        if link is None:
            return
        yield link
        link = link.__cause__ or link.__context__
