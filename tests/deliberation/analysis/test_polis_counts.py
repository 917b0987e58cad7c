"""The counts that Polis itself wrote into its exports, against ours.

What can match: `participants-votes.csv` holds everybody's last votes, so its counts are those of the vote
matrix, to the last one. `comments.csv` counts events: somebody who agrees, disagrees and agrees again is in
there three times, so its counts match the history and not the matrix. None of these exports holds Polis'
group-informed consensus.
"""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from deliberation.analysis.vote_matrix import AGREE, DISAGREE, VoteMatrix
from tests.shared_data import FOLDER, shared_data

EXPORTS = [
    "15-per-hour-seattle",
    "canadian-electoral-reform",
    "football-concussions",
    "scoop-hivemind.biodiversity",
    "vtaiwan.uberx",
]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module", params=EXPORTS)
def export(request: pytest.FixtureRequest) -> tuple[Path, list[dict[str, str]], VoteMatrix]:
    folder = shared_data(f"polis-open/{request.param}")
    history = sorted(rows(folder / "votes.csv"), key=lambda row: int(row["timestamp"]))
    columns = [[int(row[name]) for row in history] for name in ("voter-id", "comment-id", "vote")]
    return folder, history, VoteMatrix.from_votes(*columns)


def test_everybodys_last_votes(export: tuple[Path, list[dict[str, str]], VoteMatrix]) -> None:
    folder, _, votes = export
    people = {int(row["participant"]): row for row in rows(folder / "participants-votes.csv")}
    dense = votes.dense()
    for person, own in zip(votes.participant_ids.tolist(), dense, strict=True):
        counts = [int(np.sum(~np.isnan(own))), int(np.sum(own == AGREE)), int(np.sum(own == DISAGREE))]
        assert counts == [int(people[person][name]) for name in ("n-votes", "n-agree", "n-disagree")]
        for statement, vote in zip(votes.statement_ids.tolist(), own, strict=True):
            assert people[person][str(statement)] == ("" if np.isnan(vote) else str(int(vote)))


def test_counts_beside_statements_are_of_events(
    export: tuple[Path, list[dict[str, str]], VoteMatrix],
) -> None:
    folder, history, votes = export
    events = Counter((row["comment-id"], row["vote"]) for row in history)
    last = dict(zip(votes.statement_ids.tolist(), votes.count(AGREE).tolist(), strict=True))
    for statement in rows(folder / "comments.csv"):
        number = statement["comment-id"]
        assert int(statement["agrees"]) == events[number, "1"]
        assert int(statement["disagrees"]) == events[number, "-1"]
        assert last.get(int(number), 0) <= int(statement["agrees"])


def test_every_export_on_this_machine_is_held() -> None:
    present = FOLDER / "polis-open"
    if not present.is_dir():
        pytest.skip("../shared/data/polis-open is not on this machine")
    assert sorted(path.name for path in present.iterdir() if path.is_dir()) == EXPORTS
