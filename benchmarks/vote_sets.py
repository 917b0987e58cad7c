"""The votes that the analysis is measured on: planted assemblies of any size, and real ones."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
PLANTED_SHARES = (0.5, 0.3, 0.2)
VOTES_EACH = 30


@dataclass(frozen=True)
class VoteSet:
    """Votes in long form: (v,) participant, statement, vote; the last of repeated votes counts.

    `statement_ids` (m,) are all statements and `moderated_out` (m,) says which of them were rejected.
    """

    name: str
    participants: NDArray[np.int32]
    statements: NDArray[np.int32]
    values: NDArray[np.int8]
    statement_ids: NDArray[np.int64]
    moderated_out: NDArray[np.bool_]


def planted_name(participants: int, statements: int) -> str:
    """Name the planted assembly of this size."""
    return f"planted {participants:,} x {statements:,}"


def real_names() -> list[str]:
    """Name the real sets that are on this machine."""
    cleaned = ["CCAI, all", "CCAI, cleaned"] if (SHARED_DATA / "ccai").is_dir() else []
    return cleaned + sorted(folder.name for folder in (SHARED_DATA / "polis-open").glob("*/"))


def vote_set(name: str) -> VoteSet:
    """Draw or read the set of this name."""
    if name.startswith("planted "):
        participants, statements = (int(part.replace(",", "")) for part in name.split()[1::2])
        return planted_votes(participants, statements)
    if name.startswith("CCAI"):
        return _collective_constitutional_ai(name, cleaned=name.endswith("cleaned"))
    return _polis_conversation(name)


def planted_votes(participants: int, statements: int, *, seed: int = 7) -> VoteSet:
    """Draw an assembly of three groups: each group agrees with each statement at a rate of its own.

    Every participant votes on 30 statements; of ten votes one is a pass. The votes come in no order.
    """
    generator = np.random.default_rng(seed)
    group = generator.choice(len(PLANTED_SHARES), size=participants, p=PLANTED_SHARES)
    agree_rate = generator.beta(0.8, 0.8, size=(len(PLANTED_SHARES), statements)).astype(np.float32)
    each = min(VOTES_EACH, statements)
    # Sorted draws become different statements by adding 0, 1, 2, ...
    shown = generator.integers(0, statements - each + 1, size=(participants, each), dtype=np.int32)
    shown.sort(axis=1)
    shown += np.arange(each, dtype=np.int32)
    votes = np.where(
        generator.random(shown.shape, dtype=np.float32) < agree_rate[group[:, None], shown], 1, -1
    )
    votes[generator.random(shown.shape, dtype=np.float32) < 0.1] = 0
    order = generator.permutation(shown.size)
    return VoteSet(
        planted_name(participants, statements),
        np.repeat(np.arange(participants, dtype=np.int32), each)[order],
        shown.ravel()[order],
        votes.ravel()[order].astype(np.int8),
        np.arange(statements),
        np.zeros(statements, dtype=bool),
    )


def _collective_constitutional_ai(name: str, *, cleaned: bool) -> VoteSet:
    """Read all votes, or as the published clean set has them.

    Cleaned: accepted statements, participants with at least 26 votes on any statement, without those tossed.
    """
    folder = SHARED_DATA / "ccai"
    tossed = set((folder / "ids-to-toss.csv").read_text(encoding="utf-8").split())
    moderated = {row["comment-id"]: int(row["moderated"]) for row in _rows(folder / "comments.csv")}
    votes = [
        (int(row["participant"]), int(column), int(float(cell)))
        for row in _rows(folder / "participants-votes.csv")
        if not cleaned or (int(row["n-votes"]) >= 26 and row["participant"] not in tossed)
        for column, cell in row.items()
        if cell and column in moderated and (not cleaned or moderated[column] == 1)
    ]
    return _from_table(name, votes, {int(number) for number, state in moderated.items() if state == -1})


def _polis_conversation(name: str) -> VoteSet:
    folder = SHARED_DATA / "polis-open" / name
    votes = [
        (int(row["voter-id"]), int(row["comment-id"]), int(row["vote"]))
        for row in sorted(_rows(folder / "votes.csv"), key=lambda row: int(row["timestamp"]))
    ]
    removed = {int(row["comment-id"]) for row in _rows(folder / "comments.csv") if row["moderated"] == "-1"}
    return _from_table(name, votes, removed)


def _from_table(name: str, votes: list[tuple[int, int, int]], removed: set[int]) -> VoteSet:
    table = np.array(votes, dtype=np.int64)
    statement_ids = np.unique(table[:, 1])
    return VoteSet(
        name,
        table[:, 0].astype(np.int32),
        table[:, 1].astype(np.int32),
        table[:, 2].astype(np.int8),
        statement_ids,
        np.isin(statement_ids, sorted(removed)),
    )


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
