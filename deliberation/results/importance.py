"""Which statements people call important to them, beside how many agree."""

from deliberation.models import Analysis
from deliberation.results.marks import marks_by_statement


def important_votes(analysis: Analysis) -> dict[int, int]:
    """Return how many votes on each statement of the deliberation are marked as important.

    By primary key of the statement; statements without such votes are left out.
    """
    counted = dict(analysis.statement_results.values_list("statement", "marks"))
    if None in counted.values():  # stored before analyses counted marks
        counted = marks_by_statement(analysis.deliberation)
    return {statement: marks["important"] for statement, marks in counted.items() if marks["important"]}


def important_share(marked: int, votes: int) -> float:
    """Share of the votes that are marked; the mark may be newer than the count of votes."""
    return min(1.0, marked / votes) if votes else 0.0
