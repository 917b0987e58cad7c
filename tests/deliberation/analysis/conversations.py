"""Real deliberations as vote matrices, and what Polis itself computed for two of them."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from deliberation.analysis.vote_matrix import VoteMatrix
from tests.shared_data import shared_data


@dataclass(frozen=True)
class Reference:
    """Votes of a conversation and Polis' own result for them.

    `groups` (n,) are those of the result; `encountered` (n,) are the rows in the order of their votes' times.
    """

    votes: VoteMatrix
    result: dict[str, Any]
    groups: np.ndarray
    encountered: np.ndarray


def polis_reference(name: str) -> Reference:
    folder = shared_data(f"polis-math/{name}")
    comments, votes, result = (
        json.loads((folder / f"{file}.json").read_text(encoding="utf-8"))
        for file in ("comments", "votes", "math-pca2")
    )
    votes.sort(key=lambda vote: float(vote["modified"]))
    matrix = VoteMatrix.from_votes(
        [_first(vote, "pid", "participant_id") for vote in votes],
        [_first(vote, "tid", "statement_id") for vote in votes],
        [vote["vote"] for vote in votes],
        statement_ids=[_first(comment, "tid", "statement_id") for comment in comments],
        moderated_out=[_first(comment, "mod", "moderated") == -1 for comment in comments],
        is_meta=[comment["is_meta"] for comment in comments],
    )
    first_seen = {
        _first(vote, "pid", "participant_id"): place for place, vote in reversed(list(enumerate(votes)))
    }
    encountered = np.argsort([first_seen[int(person)] for person in matrix.participant_ids])
    return Reference(matrix, result, _groups(result, matrix.participant_ids), encountered)


def _groups(result: dict[str, Any], participant_ids: np.ndarray) -> np.ndarray:
    base = result["base-clusters"]
    members = dict(zip(base["id"], base["members"], strict=True))
    group = {
        person: cluster["id"]
        for cluster in result["group-clusters"]
        for base_id in cluster["members"]
        for person in members[base_id]
    }
    return np.array([group.get(int(person), -1) for person in participant_ids])


def _first(row: dict[str, Any], *names: str) -> Any:
    return next(row[name] for name in names if name in row)


def ccai_votes() -> VoteMatrix:
    """The cleaned deliberation: more than 25 votes, nobody tossed, statements moderated in."""
    folder = shared_data("ccai")
    tossed = {int(line) for line in (folder / "ids-to-toss.csv").read_text().split()}
    accepted = {int(row["comment-id"]) for row in _rows(folder / "comments.csv") if row["moderated"] == "1"}
    kept = [
        row
        for row in _rows(folder / "participants-votes.csv")
        if int(row["n-votes"]) > 25 and int(row["participant"]) not in tossed
    ]
    cast = [
        (int(row["participant"]), int(column), int(vote))
        for row in kept
        for column, vote in row.items()
        if column.isdigit() and vote and int(column) in accepted
    ]
    participants, statements, values = zip(*cast, strict=True)
    return VoteMatrix.from_votes(participants, statements, values)


def published_ccai_agreement() -> list[tuple[float, float]]:
    """The published share that agrees in each of two groups, per statement (whose labels are misaligned)."""
    return [
        (float(row["group_0_consensus"]), float(row["group_1_consensus"]))
        for row in _rows(shared_data("ccai") / "clean_comments.csv")
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
