"""The votes behind an analysis as ballots on its statements."""

import numpy as np

from constitution.selection import Ballots
from constitution.services.candidates import AnalysedStatements
from deliberation.integrity.one_moment import one_moment
from deliberation.models import Vote
from deliberation.results.stored_votes import VoteRows, keep_blocks, read_votes


def ballots_of(analysed: AnalysedStatements) -> Ballots | None:
    """Return the ballots of everybody whom the analysis counted; None where it counted nobody.

    Votes cast since the analysis do not count. Whoever has changed a vote since counts as not having seen
    that statement: only current votes are kept ready. A vote on a merged statement counts for the one it
    was merged into, the latest of one person's.
    """
    places = analysed.analysis.places()
    if not len(places.participants):
        return None
    votes = _votes_behind(analysed)
    voters = np.searchsorted(places.participants, votes.participants)
    voters[voters == len(places.participants)] = 0
    columns = _column_of_each(analysed)[votes.statements]
    counted = (places.participants[voters] == votes.participants) & (columns >= 0)
    voters, columns, values = voters[counted], columns[counted], votes.values[counted]
    if _has_merged(analysed):
        last = _last_of_each(voters * len(analysed.candidates.numbers) + columns)
        voters, columns, values = voters[last], columns[last], values[last]
    last_part = len(analysed.bounds) - 1
    return Ballots.from_votes(
        voters,
        columns,
        values == Vote.Value.AGREE,
        groups=np.where(places.groups < 0, last_part, np.minimum(places.groups, last_part)).astype(np.int64),
        expected=np.clip(analysed.bounds, 0.0, 1.0),
    )


def _votes_behind(analysed: AnalysedStatements) -> VoteRows:
    """Read the current votes that the analysis may have seen, and keep them ready for the next reading."""
    deliberation = analysed.analysis.deliberation
    with one_moment():
        reading = read_votes(deliberation)
    if reading.is_worth_keeping:
        keep_blocks(deliberation, reading)
    rows = reading.rows
    return rows.where(rows.events <= analysed.analysis.event_watermark)


def _column_of_each(analysed: AnalysedStatements) -> np.ndarray:
    """(greatest number + 1,) the column that votes on a statement count for; -1 for none."""
    candidates = analysed.candidates
    last = (
        analysed.analysis.deliberation.statements.order_by("-number").values_list("number", flat=True).first()
    )
    columns = np.full((last or 0) + 1, -1, dtype=np.int64)
    for number, statement in analysed.statements.items():
        target = statement.merged_into.number if statement.merged_into else number
        if target in analysed.results:
            columns[number] = np.searchsorted(candidates.numbers, target)
    return columns


def _has_merged(analysed: AnalysedStatements) -> bool:
    return any(statement.merged_into_id for statement in analysed.statements.values())


def _last_of_each(keys: np.ndarray) -> np.ndarray:
    """Return the position of the last occurrence of each key."""
    _keys, first_from_the_end = np.unique(keys[::-1], return_index=True)
    return len(keys) - 1 - first_from_the_end
