"""How easily the rows of a deliberation are told apart, as commands print it and files say it."""

from deliberation.analysis.row_uniqueness import unique_given
from deliberation.models import Deliberation, Vote
from deliberation.results.integer_columns import integer_columns

KNOWN = (4, 8)
"""Known votes from which the share of unique rows is told."""


def uniqueness_of(deliberation: Deliberation) -> dict[str, float | None]:
    """Return `unique_given_4` and `unique_given_8`, from 0 to 1; None where nobody has so many votes."""
    votes = Vote.objects.filter(deliberation=deliberation).order_by("participant_id", "statement_id")
    columns = integer_columns(votes, "participant__number", "statement__number", "value")
    shares = unique_given(*columns, KNOWN)
    return {
        f"unique_given_{known}": None if share is None else round(share, 4) for known, share in shares.items()
    }


def uniqueness_words(shares: dict[str, float | None]) -> str:
    """Return the shares as one sentence."""
    said = [
        f"{100 * share:.1f} % given any {known} known votes"
        for known in KNOWN
        if (share := shares[f"unique_given_{known}"]) is not None
    ]
    if not said:
        return "Nobody has cast enough votes for a row to be found by some of them."
    return f"Rows that are unique: {', '.join(said)}. Whoever knows so much of a person finds the rest."
