"""The votes of a deliberation as the analysis reads them: from rows of the database to a vote matrix."""

import hashlib
from dataclasses import dataclass
from typing import Literal

import numpy as np

from deliberation.analysis.pipeline import AnalysisParameters
from deliberation.analysis.vote_matrix import VoteMatrix
from deliberation.integrity.evidence import content_hash
from deliberation.models import Deliberation, Event, Statement


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


@dataclass(frozen=True)
class MergeConflict:
    """People who voted differently on two merged statements; many of them speak against the merge."""

    statement: int
    merged_into: int
    differing: int


@dataclass(frozen=True)
class VoteSnapshot:
    """The vote matrix of one moment, the event it reaches to, and what merging had to settle."""

    votes: VoteMatrix
    event_watermark: int
    merge_conflicts: tuple[MergeConflict, ...]


def take_snapshot(deliberation: Deliberation, selection: Selection) -> VoteSnapshot:
    """Read the current votes. A merged pair counts a person once, by the latest vote."""
    watermark = Event.objects.filter(deliberation=deliberation).order_by("-id").values_list("id", flat=True)
    reached = watermark.first() or 0
    votes = np.array(
        list(
            deliberation.votes.order_by("event_id", "id").values_list(
                "participant__number", "statement__number", "value"
            )
        ),
        dtype=np.int64,
    ).reshape(-1, 3)
    columns = list(
        deliberation.statements.order_by("number").values_list(
            "number", "state", "is_meta", "merged_into__number"
        )
    )
    merged = {number: into for number, _state, _meta, into in columns if into is not None}
    kept = [column for column in columns if column[3] is None and _is_read(column[1], selection)]
    participants, conflicts = _kept_participants(votes, selection), _merge_conflicts(votes, merged)
    statements = np.array([merged.get(number, number) for number in votes[:, 1].tolist()], dtype=np.int64)
    numbers = np.array([number for number, *_ in kept], dtype=np.int64)
    read = np.isin(statements, numbers) & np.isin(votes[:, 0], participants)
    matrix = VoteMatrix.from_votes(
        votes[read, 0],
        statements[read],
        votes[read, 2],
        participant_ids=participants,
        statement_ids=numbers,
        moderated_out=[state == Statement.State.REJECTED for _number, state, *_ in kept],
        is_meta=[meta for _number, _state, meta, _into in kept],
    )
    return VoteSnapshot(matrix, reached, conflicts)


def input_hash(votes: VoteMatrix, selection: Selection, parameters: AnalysisParameters) -> str:
    """Return the hash of everything an analysis depends on: votes, selection and parameters."""
    digest = hashlib.sha256()
    for array in (
        votes.participant_ids[votes.rows],
        votes.statement_ids[votes.columns],
        votes.values.astype(np.int64),
        votes.participant_ids,
        votes.statement_ids,
        votes.moderated_out.astype(np.int64),
        votes.is_meta.astype(np.int64),
    ):
        digest.update(len(array).to_bytes(8, "little") + np.ascontiguousarray(array, dtype="<i8").tobytes())
    return content_hash(
        {
            "votes": digest.hexdigest(),
            "minimum_votes": selection.minimum_votes,
            "excluded": sorted(selection.excluded),
            "statements": selection.statements,
            "parameters": parameters.as_dict(),
        }
    )


def _is_read(state: str, selection: Selection) -> bool:
    return selection.statements == "all" or state == Statement.State.ACCEPTED


def _kept_participants(votes: np.ndarray, selection: Selection) -> np.ndarray:
    numbers, counts = np.unique(votes[:, 0], return_counts=True)
    enough = counts >= max(1, selection.minimum_votes)
    return numbers[enough & ~np.isin(numbers, sorted(selection.excluded))]


def _merge_conflicts(votes: np.ndarray, merged: dict[int, int]) -> tuple[MergeConflict, ...]:
    conflicts = []
    for statement, into in sorted(merged.items()):
        own = {p: v for p, s, v in votes[votes[:, 1] == statement].tolist()}
        differing = sum(1 for p, s, v in votes[votes[:, 1] == into].tolist() if p in own and own[p] != v)
        if differing:
            conflicts.append(MergeConflict(statement, into, differing))
    return tuple(conflicts)
