"""Reads from the database what the accounts are held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.chaos.books import CurrentVote, LoggedVote, Tally

if TYPE_CHECKING:
    from deliberation.models import Analysis, Deliberation


def logged_votes(deliberation: Deliberation) -> list[LoggedVote]:
    """Return every vote in the log."""
    from deliberation.models import Event

    rows = Event.objects.filter(deliberation=deliberation, kind=Event.Kind.VOTE_CAST).values_list(
        "id", "participant_id", "payload__body__statement", "payload__body__value", "client_key"
    )
    return [LoggedVote(*row) for row in rows]


def current_votes(deliberation: Deliberation) -> list[CurrentVote]:
    """Return every current vote."""
    rows = deliberation.votes.values_list("participant_id", "statement__number", "value")
    return [CurrentVote(*row) for row in rows]


def shown_tallies(analysis: Analysis | None) -> dict[int, Tally]:
    """Return the tallies by statement that the results pages show, of statements with votes."""
    if analysis is None:
        return {}
    rows = analysis.statement_results.filter(votes__gt=0).values_list(
        "statement__number", "agree", "disagree", "passed"
    )
    return {statement: (agree, disagree, passed) for statement, agree, disagree, passed in rows}
