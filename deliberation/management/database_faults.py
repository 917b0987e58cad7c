"""What an operator is told where a command finds no database, or one that was never set up."""

from django.db import DatabaseError

from deliberation.integrity.database_away import is_database_away

MISSING_STATES = ("42P01", "42703")
"""PostgreSQL's codes for a table and a column that are not there."""
MISSING_TEXTS = ("no such table", "no such column", "has no column named")
"""The same in SQLite's words, which has no codes for them."""


def sentence_on(error: DatabaseError) -> str:
    """Return what to do about a failure of the database, in one line; empty where it is a fault of ours."""
    if _is_something_missing(error):
        return "The database is not set up for this version; run `manage.py migrate` first."
    if is_database_away(error):
        return f"The database cannot be reached or cannot take this now: {' '.join(str(error).split())}"
    return ""


def _is_something_missing(error: DatabaseError) -> bool:
    state = getattr(error.__cause__, "sqlstate", None)
    return state in MISSING_STATES or any(text in str(error) for text in MISSING_TEXTS)
