"""The votes of a deliberation as the analysis reads them: from rows of the database to a vote matrix."""

import hashlib
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from deliberation.analysis.pipeline import AnalysisParameters
from deliberation.analysis.vote_matrix import VoteMatrix
from deliberation.integrity.evidence import content_hash
from deliberation.integrity.one_moment import one_moment
from deliberation.models import Deliberation, ParticipantExclusion, Statement
from deliberation.results.integer_columns import Integers
from deliberation.results.stored_votes import VoteRows, keep_blocks, read_votes

METHOD = 3
"""To be raised whenever the same votes give another result than before."""


@dataclass(frozen=True)
class Selection:
    """Which votes an analysis reads.

    Attributes:
        minimum_votes: participants with fewer votes, counted on all statements, are left out.
        excluded: numbers of participants to leave out.
        statements: `accepted` reads those alone; `all` reads every statement and marks the rejected ones.
    """

    minimum_votes: int = 0
    excluded: frozenset[int] = frozenset()
    statements: Literal["accepted", "all"] = "accepted"


def standing_selection(deliberation: Deliberation) -> Selection:
    """Return what an analysis reads unless told otherwise: all votes but those of excluded participants."""
    excluded = ParticipantExclusion.objects.standing().filter(participant__deliberation=deliberation)
    return Selection(excluded=frozenset(excluded.values_list("participant__number", flat=True)))


@dataclass(frozen=True)
class MergeConflict:
    """People who voted differently on two merged statements; many of them speak against the merge."""

    statement: int
    merged_into: int
    differing: int


@dataclass(frozen=True)
class VoteSnapshot:
    """The vote matrix of one moment, the event it reaches to, and what merging had to settle.

    `votes_held` counts all votes there were, those that the selection leaves out as well.
    """

    votes: VoteMatrix
    event_watermark: int
    merge_conflicts: tuple[MergeConflict, ...]
    votes_held: int


def take_snapshot(deliberation: Deliberation, selection: Selection) -> VoteSnapshot:
    """Read the current votes, as of one moment. A merged pair counts a person once, by the latest vote."""
    with one_moment():
        reading = read_votes(deliberation)
        columns = list(
            deliberation.statements.order_by("number").values_list(
                "number", "state", "is_meta", "merged_into__number"
            )
        )
    if reading.is_worth_keeping:
        keep_blocks(deliberation, reading)
    merged = {number: into for number, _state, _meta, into in columns if into is not None}
    kept = [column for column in columns if column[3] is None and _is_read(column[1], selection)]
    matrix = _matrix(reading.rows, kept, merged, selection)
    conflicts = _merge_conflicts(reading.rows, merged)
    return VoteSnapshot(matrix, reading.last_event, conflicts, len(reading.rows))


def _matrix(
    votes: VoteRows, kept: list[tuple[Any, ...]], merged: dict[int, int], selection: Selection
) -> VoteMatrix:
    participants = _kept_participants(votes.participants, selection)
    statements = _after_merging(votes.statements, merged)
    numbers = np.array([number for number, *_ in kept], dtype=np.int64)
    read = np.isin(statements, numbers) & np.isin(votes.participants, participants)
    if not read.all():
        votes, statements = votes.where(read), statements[read]
    return VoteMatrix.from_votes(
        votes.participants,
        statements,
        votes.values,
        participant_ids=participants,
        statement_ids=numbers,
        moderated_out=[state == Statement.State.REJECTED for _number, state, *_ in kept],
        is_meta=[meta for _number, _state, meta, _into in kept],
    )


def input_hash(
    votes: VoteMatrix,
    selection: Selection,
    parameters: AnalysisParameters,
    *,
    weights: NDArray[np.float64] | None = None,
    grouped_by: str = "",
) -> str:
    """Return the hash of everything an analysis depends on.

    That is votes, selection, parameters, the method, the weights of the participants, and for a refresh the
    result hash of the analysis whose groups it keeps.
    """
    digest = hashlib.sha256()
    for array in (
        votes.participant_ids.astype("<i8"),
        votes.statement_ids.astype("<i8"),
        votes.rows.astype("<i4"),
        votes.columns.astype("<i4"),
        votes.values.astype("<i1"),
        votes.moderated_out.astype("<i1"),
        votes.is_meta.astype("<i1"),
        np.empty(0) if weights is None else weights.astype("<f8"),
    ):
        digest.update(len(array).to_bytes(8, "little"))
        digest.update(np.ascontiguousarray(array).data)
    return content_hash(
        {
            "method": METHOD,
            "votes": digest.hexdigest(),
            "minimum_votes": selection.minimum_votes,
            "excluded": sorted(selection.excluded),
            "statements": selection.statements,
            "parameters": parameters.as_dict(),
            "grouped_by": grouped_by,
        }
    )


def _is_read(state: str, selection: Selection) -> bool:
    return selection.statements == "all" or state == Statement.State.ACCEPTED


def _kept_participants(participants: Integers, selection: Selection) -> Integers:
    numbers, counts = np.unique(participants, return_counts=True)
    enough = counts >= max(1, selection.minimum_votes)
    return numbers[enough & ~np.isin(numbers, sorted(selection.excluded))]


def _after_merging(statements: Integers, merged: dict[int, int]) -> Integers:
    """Return the statement that each vote counts for: its own, or the one that was merged into."""
    if not merged:
        return statements
    numbers, positions = np.unique(statements, return_inverse=True)
    return np.array([merged.get(number, number) for number in numbers.tolist()], dtype=np.int64)[positions]


def _merge_conflicts(votes: VoteRows, merged: dict[int, int]) -> tuple[MergeConflict, ...]:
    conflicts = []
    for statement, into in sorted(merged.items()):
        first, second = (votes.where(votes.statements == number) for number in (statement, into))
        _both, here, there = np.intersect1d(first.participants, second.participants, return_indices=True)
        differing = int((first.values[here] != second.values[there]).sum())
        if differing:
            conflicts.append(MergeConflict(statement, into, differing))
    return tuple(conflicts)
