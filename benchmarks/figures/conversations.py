"""Real conversations beside the project, as vote matrices, for the figures that are drawn from them."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from pathlib import Path

from deliberation.analysis.vote_matrix import VoteMatrix

SHARED_DATA = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "data"
NAMES: Mapping[str, str] = {
    "15-per-hour-seattle": "15 per hour, Seattle",
    "canadian-electoral-reform": "Canadian electoral reform",
    "scoop-hivemind.biodiversity": "biodiversity",
    "football-concussions": "football concussions",
    "vtaiwan.uberx": "vTaiwan, Uber",
}


def folder_or_stop(name: str) -> Path:
    """Return the folder of that name under ../shared/data, or end the program with the reason."""
    folder = SHARED_DATA / name
    if not folder.is_dir():
        sys.exit(f"../shared/data/{name} is not there: the figure is left as it is.")
    return folder


def polis_conversations() -> dict[str, VoteMatrix]:
    """The open Polis conversations by name: everybody's last votes, rejected statements moderated out."""
    folder = folder_or_stop("polis-open")
    return {title: _exported(folder / name) for name, title in NAMES.items()}


def cleaned_assembly() -> VoteMatrix:
    """Collective Constitutional AI as its authors cleaned it: 1,002 participants, 275 statements."""
    cast = [
        (int(row["participant"]), int(column), int(float(vote)))
        for row in rows(folder_or_stop("ccai") / "clean_votes.csv")
        for column, vote in row.items()
        if column.isdigit() and vote
    ]
    return VoteMatrix.from_votes(*zip(*cast, strict=True))


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _exported(folder: Path) -> VoteMatrix:
    history = sorted(rows(folder / "votes.csv"), key=lambda row: int(row["timestamp"]))
    statements = {int(row["comment-id"]): row["moderated"] == "-1" for row in rows(folder / "comments.csv")}
    return VoteMatrix.from_votes(
        [int(row["voter-id"]) for row in history],
        [int(row["comment-id"]) for row in history],
        [int(row["vote"]) for row in history],
        statement_ids=list(statements),
        moderated_out=list(statements.values()),
    )
