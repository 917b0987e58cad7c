"""What people added to their votes, counted when results are stored: pages read it and count no votes."""

from typing import Any

from django.db.models import Count, Q

from deliberation.models import Deliberation, StatementResult, Vote


def marks_by_statement(deliberation: Deliberation) -> dict[int, dict[str, Any]]:
    """Return `StatementResult.marks` by primary key of the statement, where there are any."""
    marked = Vote.objects.filter(~Q(pass_reason="") | Q(is_important=True), deliberation=deliberation)
    rows = marked.order_by().values_list("statement", "pass_reason", "is_important").annotate(Count("pk"))
    found: dict[int, dict[str, Any]] = {}
    for statement, reason, is_important, count in rows:
        marks = found.setdefault(statement, no_marks())
        marks["important"] += count if is_important else 0
        if reason:
            marks["meanings"][reason] = marks["meanings"].get(reason, 0) + count
    return found


def marks_of(result: StatementResult) -> dict[str, Any]:
    """Return the marks that an analysis counted on a statement; of one that counted none, those of now."""
    if result.marks is not None:
        return result.marks
    return marks_by_statement(result.statement.deliberation).get(result.statement_id, no_marks())


def no_marks() -> dict[str, Any]:
    """Return the marks of a statement to whose votes nobody added anything."""
    return {"important": 0, "meanings": {}}
