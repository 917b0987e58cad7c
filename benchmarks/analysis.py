"""The analysis against red-dwarf: ``python -m benchmarks.analysis [--json]``.

Mode ``polis``, from three arrays (who, what, which vote) to every result, and red-dwarf's pipeline from its
own input (a list of dictionaries, made beforehand), on the same votes in the same process. Every set of votes
has a process of its own, so that its memory is its own. red-dwarf takes the silhouette over every pair of
participants; Polis takes it over its base clusters, and so does mode ``polis``: part of the ratio is that.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import statistics
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
if __package__ in (None, ""):
    sys.path.insert(0, str(ROOT))  # started by its path

from benchmarks.measurement import Work, finish, measure_in_turns, measured_machine, show, show_machine  # noqa: E402
from benchmarks.vote_sets import SHARED_DATA, VoteSet, planted_name, real_names, vote_set  # noqa: E402
from deliberation.analysis.pipeline import AnalysisParameters, analyse  # noqa: E402
from deliberation.analysis.vote_matrix import VoteMatrix  # noqa: E402

SIZES = ("small", "large", "million")
QUICK, LARGE, MILLION = planted_name(200, 40), planted_name(100_000, 2000), planted_name(1_000_000, 5000)
# A peer that needs longer than this is run once.
PATIENCE = 10.0
# The dense baseline compares all participants with each other: only up to this many.
MOST_FOR_DENSE = 2500
LEAST_VOTES, MOST_GROUPS = 7, 5


def our_analysis(votes: VoteSet, mode: str = "polis") -> Work:
    """Return the whole analysis of Concord, from the three arrays to every result."""
    parameters = AnalysisParameters(mode=mode, seed=0)  # type: ignore[arg-type]

    def run() -> object:
        matrix = VoteMatrix.from_votes(
            votes.participants,
            votes.statements,
            votes.values,
            statement_ids=votes.statement_ids,
            moderated_out=votes.moderated_out,
        )
        return analyse(matrix, parameters)

    return run


def red_dwarf(votes: VoteSet) -> Work:
    """Return red-dwarf's pipeline, from its own input."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from reddwarf.implementations.polis import run_pipeline

    # It takes one vote per participant and statement: the last one.
    pairs = zip(votes.participants.tolist(), votes.statements.tolist(), strict=True)
    last = dict(zip(pairs, votes.values.tolist(), strict=True))
    records = [
        {"participant_id": person, "statement_id": statement, "vote": vote}
        for (person, statement), vote in last.items()
    ]
    removed = votes.statement_ids[votes.moderated_out].tolist()

    def run() -> object:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return run_pipeline(votes=records, mod_out_statement_ids=removed, random_state=0)

    return run


def dense_baseline(votes: VoteSet) -> Work:
    """Return what one writes first with scikit-learn, which stops at the groups.

    The full matrix, means for what is missing, PCA, KMeans for 2 to 5 groups, the best silhouette.
    """
    from sklearn.cluster import KMeans
    from sklearn.decomposition import PCA
    from sklearn.impute import SimpleImputer
    from sklearn.metrics import silhouette_score

    def run() -> object:
        people, rows = np.unique(votes.participants, return_inverse=True)
        columns = np.searchsorted(votes.statement_ids, votes.statements)
        matrix = np.full((len(people), len(votes.statement_ids)), np.nan)
        matrix[rows, columns] = votes.values
        matrix = matrix[:, ~votes.moderated_out]
        matrix = matrix[(~np.isnan(matrix)).sum(axis=1) >= min(LEAST_VOTES, matrix.shape[1])]
        filled = SimpleImputer(strategy="mean", keep_empty_features=True).fit_transform(matrix)
        points = PCA(n_components=2, random_state=0).fit_transform(filled)
        labellings = [
            KMeans(n_clusters=k, random_state=0).fit_predict(points) for k in range(2, MOST_GROUPS + 1)
        ]
        return max(labellings, key=lambda labels: silhouette_score(points, labels))

    return run


def measure(votes: VoteSet, *, peer: bool, stable: bool, least_runs: int, most_runs: int) -> dict[str, Any]:
    """Measure one set of votes in this process; one row of the report."""
    work = {"ours": our_analysis(votes)}
    before, peak = _resident_mb("VmRSS"), _peak_during(work["ours"])
    matrix = VoteMatrix.from_votes(votes.participants, votes.statements, votes.values)
    row: dict[str, Any] = {
        "name": votes.name,
        "participants": matrix.shape[0],
        "statements": len(votes.statement_ids),
        "votes": len(matrix.values),
        "mode": "polis",
    }
    del matrix
    once: dict[str, float] = {}
    if peer:
        work["peer"] = red_dwarf(votes)
        once["peer"] = _seconds(work["peer"])
        if once["peer"] > PATIENCE:
            del work["peer"]
    if row["participants"] <= MOST_FOR_DENSE:
        work["dense"] = dense_baseline(votes)
    if stable:
        once["stable"] = statistics.median(
            _seconds(our_analysis(votes, "stable"))
            for _ in range(min(3, least_runs) if "peer" in work else 1)
        )
    measured = measure_in_turns(work, least_runs=least_runs, most_runs=most_runs, seconds=4.0)
    seconds = once | {name: taken.seconds for name, taken in measured.items()}
    return row | {
        "seconds": round(seconds["ours"], 5),
        "peak_mb": peak,
        "growth_mb": None if peak is None or before is None else round(peak - before, 1),
        "peer_seconds": _rounded(seconds.get("peer")),
        "ratio": _rounded(seconds.get("peer", np.nan) / seconds["ours"], 2),
        "runs": len(measured["ours"].runs),
        "cpu_seconds": round(measured["ours"].cpu_seconds, 5),
        "dense_seconds": _rounded(seconds.get("dense")),
        "stable_seconds": _rounded(seconds.get("stable")),
    }


def measure_apart(name: str, arguments: list[str]) -> dict[str, Any]:
    """Measure one set of votes in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.analysis", "--here", name, *arguments]
    finished = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    row: dict[str, Any] = json.loads(finished.stdout.splitlines()[-1])
    return row


def _seconds(run: Work) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _rounded(value: float | None, digits: int = 5) -> float | None:
    return None if value is None or np.isnan(value) else round(float(value), digits)


def _peak_during(run: Work) -> float | None:
    """Most memory the process held at a time while this ran, its input included, in MB of 10^6 bytes."""
    marks = Path("/proc/self/clear_refs")
    if marks.exists():
        marks.write_text("5", encoding="ascii")  # proc(5): forget the peak so far
    run()
    return _resident_mb("VmHWM")


def _resident_mb(kind: str) -> float | None:
    facts = Path("/proc/self/status")
    lines = facts.read_text(encoding="utf-8").splitlines() if facts.exists() else []
    return next(
        (round(int(line.split()[1]) * 1024 / 1e6, 1) for line in lines if line.startswith(kind)), None
    )


def names(sizes: list[str]) -> list[str]:
    """Name the sets of votes of these sizes."""
    small = [planted_name(1000, 200), *real_names(), planted_name(10_000, 1000)]
    return [
        *(small if "small" in sizes else []),
        *([LARGE] if "large" in sizes else []),
        *([MILLION] if "million" in sizes else []),
    ]


def main() -> None:
    """Measure and print."""
    options = _options()
    if options.here:
        votes = vote_set(options.here)
        runs = {"least_runs": 1 if options.quick else 5, "most_runs": 1 if options.quick else 9}
        print(
            json.dumps(measure(votes, peer=_peer_wanted(votes.name, options), stable=options.stable, **runs))
        )
        return
    passed_on = [
        "--peer",
        options.peer,
        *(f"--{flag}" for flag in ("quick", "stable") if getattr(options, flag)),
    ]
    chosen = [QUICK] if options.quick else names(options.sizes)
    with measured_machine("numpy", "scipy", "scikit-learn", "red-dwarf") as machine:
        results = [measure_apart(name, passed_on) for name in chosen]
    notes = [
        "ratio: how many times as fast as red-dwarf, which takes the silhouette over every pair of "
        "participants; Polis and mode polis take it over base clusters.",
        "peak_mb: the whole process, input included.",
    ]
    if importlib.util.find_spec("reddwarf") is None:
        notes.append("red-dwarf is not installed and was not measured: make bench installs it.")
    if not SHARED_DATA.is_dir():
        notes.append("../shared/data is not there: planted votes only.")
    show(
        results,
        ["name", "votes", "seconds", "peak_mb", "peer_seconds", "ratio", "dense_seconds", "stable_seconds"],
    )
    print(*notes, sep="\n")
    show_machine(machine)
    report = {"program": "analysis", "machine": machine, "notes": notes, "results": results}
    finish(report, as_json=options.json)


def _peer_wanted(name: str, options: argparse.Namespace) -> bool:
    if importlib.util.find_spec("reddwarf") is None or options.peer == "none" or name == MILLION:
        return False
    return name != LARGE or options.peer == "full"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument(
        "--sizes", nargs="+", choices=SIZES, default=list(SIZES), help="which sets of votes (default: all)"
    )
    parser.add_argument(
        "--peer",
        choices=("usual", "full", "none"),
        default="usual",
        help="full: red-dwarf on 100,000 x 2,000 as well, six minutes and 14 GB",
    )
    parser.add_argument("--stable", action="store_true", help="time mode stable as well")
    parser.add_argument("--quick", action="store_true", help="one small set, one run: does it work?")
    parser.add_argument("--here", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
