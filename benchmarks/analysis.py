"""The analysis against a dense scikit-learn baseline: ``python -m benchmarks.analysis [--json]``.

Both start from the same three arrays (who, what, which vote). The baseline is what one writes first: a full
matrix, missing votes filled with the mean of their statement, PCA, KMeans for 2 to 5 groups, the best
silhouette. It stops there; Concord goes on to representativeness, consensus and routing. Where the package
`red-dwarf` is installed, it is measured too.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.measurement import Work, finish, measure_in_turns, measured_machine, show, show_machine
from deliberation.analysis.pipeline import AnalysisParameters, analyse
from deliberation.analysis.vote_matrix import VoteMatrix

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
DENSE = "dense scikit-learn"
RED_DWARF = "red-dwarf"
MODES = ("polis", "stable")
LEAST_VOTES = 7
MOST_GROUPS = 5
PLANTED_SHARES = (0.5, 0.3, 0.2)
VOTES_EACH = 35


@dataclass(frozen=True)
class VoteSet:
    """Votes in long form: (v,) participant, statement, vote; the last of repeated votes counts."""

    name: str
    participants: NDArray[np.int64]
    statements: NDArray[np.int64]
    values: NDArray[np.int64]
    moderated_out: frozenset[int] = field(default_factory=frozenset)


def planted_votes(participants: int, statements: int, *, seed: int = 7) -> VoteSet:
    """Draw an assembly of three groups: each group agrees with each statement at a rate of its own.

    Every participant votes on 35 statements chosen at random (on all, if there are fewer); of ten votes
    one is a pass.
    """
    generator = np.random.default_rng(seed)
    group = generator.choice(len(PLANTED_SHARES), size=participants, p=PLANTED_SHARES)
    agree_rate = generator.beta(0.8, 0.8, size=(len(PLANTED_SHARES), statements))
    each = min(VOTES_EACH, statements)
    shown = np.stack([generator.permutation(statements)[:each] for _ in range(participants)])
    rate = agree_rate[group[:, None], shown]
    votes = np.where(generator.random(shown.shape) < rate, 1, -1)
    votes[generator.random(shown.shape) < 0.1] = 0
    who = np.repeat(np.arange(participants), each)
    order = generator.permutation(len(who))
    name = f"planted {participants:,} x {statements:,}"
    return VoteSet(name, who[order], shown.ravel()[order], votes.ravel()[order])


def real_votes(*, every: bool) -> Iterator[VoteSet]:
    """Read CCAI, and the Polis conversations if every set is wanted, as far as they are on this machine."""
    if (SHARED_DATA / "ccai").is_dir():
        yield _collective_constitutional_ai(SHARED_DATA / "ccai")
    if every:
        for folder in sorted((SHARED_DATA / "polis-open").glob("*/")):
            yield _polis_conversation(folder)


def _collective_constitutional_ai(folder: Path) -> VoteSet:
    """Accepted statements, participants with at least 26 votes on any statement, without those tossed."""
    tossed = set((folder / "ids-to-toss.csv").read_text(encoding="utf-8").split())
    accepted = {row["comment-id"] for row in _rows(folder / "comments.csv") if row["moderated"] == "1"}
    votes = [
        (int(row["participant"]), int(column), int(float(cell)))
        for row in _rows(folder / "participants-votes.csv")
        if int(row["n-votes"]) >= 26 and row["participant"] not in tossed
        for column, cell in row.items()
        if cell and column in accepted
    ]
    return _vote_set("CCAI", votes)


def _polis_conversation(folder: Path) -> VoteSet:
    votes = [
        (int(row["voter-id"]), int(row["comment-id"]), int(row["vote"]))
        for row in sorted(_rows(folder / "votes.csv"), key=lambda row: int(row["timestamp"]))
    ]
    removed = {int(row["comment-id"]) for row in _rows(folder / "comments.csv") if row["moderated"] == "-1"}
    return _vote_set(folder.name, votes, frozenset(removed & {statement for _, statement, _ in votes}))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _vote_set(
    name: str, votes: list[tuple[int, int, int]], moderated_out: frozenset[int] = frozenset()
) -> VoteSet:
    table = np.array(votes, dtype=np.int64)
    return VoteSet(name, table[:, 0], table[:, 1], table[:, 2], moderated_out)


def our_analysis(votes: VoteSet, mode: str) -> Work:
    """Return the whole analysis of Concord, from the three arrays to every result."""
    parameters = AnalysisParameters(mode=mode, seed=0)  # type: ignore[arg-type]

    def run() -> object:
        statements = np.unique(votes.statements)
        matrix = VoteMatrix.from_votes(
            votes.participants,
            votes.statements,
            votes.values,
            statement_ids=statements,
            moderated_out=np.isin(statements, sorted(votes.moderated_out)),
        )
        return analyse(matrix, parameters)

    return run


def dense_baseline(votes: VoteSet) -> Work:
    """Return the plain way: full matrix, means for what is missing, PCA, KMeans, best silhouette."""
    from sklearn.cluster import KMeans
    from sklearn.decomposition import PCA
    from sklearn.impute import SimpleImputer
    from sklearn.metrics import silhouette_score

    def run() -> object:
        people, rows = np.unique(votes.participants, return_inverse=True)
        statements, columns = np.unique(votes.statements, return_inverse=True)
        matrix = np.full((len(people), len(statements)), np.nan)
        matrix[rows, columns] = votes.values
        matrix = matrix[:, ~np.isin(statements, sorted(votes.moderated_out))]
        matrix = matrix[(~np.isnan(matrix)).sum(axis=1) >= min(LEAST_VOTES, matrix.shape[1])]
        filled = SimpleImputer(strategy="mean", keep_empty_features=True).fit_transform(matrix)
        points = PCA(n_components=2, random_state=0).fit_transform(filled)
        labellings = [
            KMeans(n_clusters=k, random_state=0).fit_predict(points) for k in range(2, MOST_GROUPS + 1)
        ]
        return max(labellings, key=lambda labels: silhouette_score(points, labels))

    return run


def red_dwarf(votes: VoteSet) -> Work:
    """Return red-dwarf's pipeline, from its own input (a list of dictionaries, made beforehand)."""
    from reddwarf.implementations.polis import run_pipeline

    records = [
        {"participant_id": person, "statement_id": statement, "vote": vote, "modified": moment}
        for moment, (person, statement, vote) in enumerate(
            zip(votes.participants.tolist(), votes.statements.tolist(), votes.values.tolist(), strict=True)
        )
    ]
    return lambda: run_pipeline(
        votes=records, mod_out_statement_ids=sorted(votes.moderated_out), random_state=0
    )


def measure(votes: VoteSet, *, least_runs: int, most_runs: int) -> list[dict[str, Any]]:
    """Measure both modes against each peer that is there; one row per mode and peer."""
    ours = {mode: our_analysis(votes, mode) for mode in MODES}
    peers = {DENSE: dense_baseline(votes)}
    if _red_dwarf_is_there():
        peers[RED_DWARF] = red_dwarf(votes)
    measured = measure_in_turns(ours | peers, least_runs=least_runs, most_runs=most_runs, memory=True)
    pairs = np.unique(np.stack([votes.participants, votes.statements]), axis=1)
    return [
        {
            "name": f"{votes.name}, {mode}",
            "participants": len(np.unique(pairs[0])),
            "statements": len(np.unique(pairs[1])),
            "votes": pairs.shape[1],
            "seconds": round(measured[mode].seconds, 5),
            "peak_mb": round(measured[mode].peak_mb or 0.0, 1),
            "peer": peer,
            "peer_seconds": round(measured[peer].seconds, 5),
            "peer_peak_mb": round(measured[peer].peak_mb or 0.0, 1),
            "ratio": round(measured[peer].seconds / measured[mode].seconds, 2),
            "cpu_ratio": round(measured[peer].cpu_seconds / measured[mode].cpu_seconds, 2),
            "runs": len(measured[mode].runs),
        }
        for mode in MODES
        for peer in peers
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--runs", type=int, default=9, help="counted runs of each at most (default 9)")
    parser.add_argument("--all", action="store_true", help="the five Polis conversations as well")
    parser.add_argument("--quick", action="store_true", help="one small set, one run: does it work?")
    options = parser.parse_args()
    most_runs = 1 if options.quick else max(1, options.runs)
    least_runs = min(3, most_runs)
    results = []
    with measured_machine("numpy", "scipy", "scikit-learn", "red-dwarf") as machine:
        for votes in _sets(quick=options.quick, every=options.all):
            results += measure(votes, least_runs=least_runs, most_runs=most_runs)
    notes = []
    if not _red_dwarf_is_there():
        notes.append("red-dwarf is not installed and was not measured.")
    if not SHARED_DATA.is_dir():
        notes.append("../shared/data is not there: planted votes only.")
    columns = ["name", "votes", "seconds", "peak_mb", "peer", "peer_seconds", "peer_peak_mb"]
    show(results, [*columns, "ratio", "cpu_ratio"])
    print("ratio: how many times as fast as the peer Concord is, by the clock; cpu_ratio: in processor time.")
    print(*notes)
    show_machine(machine)
    finish(
        {"program": "analysis", "machine": machine, "notes": notes, "results": results}, as_json=options.json
    )


def _sets(*, quick: bool, every: bool) -> Iterator[VoteSet]:
    if quick:
        yield planted_votes(200, 40)
        return
    yield planted_votes(1000, 200)
    yield from real_votes(every=every)
    yield planted_votes(10_000, 1000)


def _red_dwarf_is_there() -> bool:
    return importlib.util.find_spec("reddwarf") is not None


if __name__ == "__main__":
    main()
