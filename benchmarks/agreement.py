"""Agreement and how sure it is: ``python -m benchmarks.agreement [--all] [--json]``.

Two things are timed. *resampling*: the bootstrap over participants, against the plain way of doing it, which
for each resample looks up the votes of those drawn and counts them anew; that baseline is timed on a few
resamples and its time scaled to their number. *rule*: everything else that is said of a statement's
agreement and division, from counted votes; it has no baseline.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.measurement import finish, measure_in_turns, measured_machine, show, show_machine
from deliberation.analysis.agreement import AgreementRule, agreed
from deliberation.analysis.consensus import consensus_forms, consensus_geometric_mean, posteriors
from deliberation.analysis.divisiveness import between_group_variance
from deliberation.analysis.pipeline import AnalysisParameters, analyse
from deliberation.analysis.representativeness import GroupVotes, count_group_votes
from deliberation.analysis.resampling import resample_agreement, resamples_for
from deliberation.analysis.robustness import robustness
from deliberation.analysis.vote_matrix import AGREE, VoteMatrix
from tests.deliberation.analysis.conversations import ccai_votes
from tests.shared_data import FOLDER

PLANTED_SHARES = (0.5, 0.3, 0.2)
VOTES_EACH = 30
PEER = "counting anew for each resample"
PEER_RESAMPLES = 4
RULE = AgreementRule()
COLUMNS = (
    "name", "participants", "statements", "votes", "resamples", "seconds", "peak_mb", "peer_seconds", "ratio",
    "rule_seconds", "agreed", "agreed_in_95_percent", "median_added_to_drop", "median_changed_to_drop",
)  # fmt: skip

Assembly = tuple[str, VoteMatrix, NDArray[np.int64]]


def planted(participants: int, statements: int, *, seed: int = 7) -> Assembly:
    """Draw an assembly of three groups, each of which agrees with each statement at a rate of its own.

    Everybody votes on 30 statements, one from each thirtieth of the list.
    """
    generator = np.random.default_rng(seed)
    group = generator.choice(len(PLANTED_SHARES), size=participants, p=PLANTED_SHARES)
    agree_rate = generator.beta(2.0, 1.0, size=(len(PLANTED_SHARES), statements))
    part = statements // VOTES_EACH
    shown = np.arange(VOTES_EACH) * part + generator.integers(0, part, size=(participants, VOTES_EACH))
    rows = np.repeat(np.arange(participants), VOTES_EACH)
    agrees = generator.random(len(rows)) < agree_rate[group[rows], shown.ravel()]
    votes = VoteMatrix.from_votes(
        rows, shown.ravel(), np.where(agrees, 1, -1), statement_ids=np.arange(statements)
    )
    return f"planted {participants:,} x {statements:,}", votes, group


def assemblies(*, quick: bool, every: bool) -> Iterator[Assembly]:
    """Yield the assemblies that are measured, each with the group of every participant."""
    if quick:
        yield planted(200, 60)
        return
    if (FOLDER / "ccai").is_dir():
        votes = ccai_votes()
        yield "Collective Constitutional AI", votes, analyse(votes, AnalysisParameters()).participant_group
    yield planted(10_000, 1_000)
    yield planted(100_000, 2_000)
    if every:
        yield planted(1_000_000, 5_000)


def count_each_resample(votes: VoteMatrix, group: NDArray[np.int64], groups: int, resamples: int) -> None:
    """Draw participants, look up their votes, count, apply the rule: once for each resample."""
    ends = np.cumsum(votes.votes_per_participant)
    agrees = votes.values == AGREE
    sizes = np.bincount(group[group >= 0], minlength=groups)
    generator = np.random.default_rng(0)
    width = votes.shape[1]
    for _ in range(resamples):
        cells, yes = [], []
        for number in range(groups):
            drawn = generator.choice(np.flatnonzero(group == number), sizes[number])
            length = votes.votes_per_participant[drawn]
            first = np.repeat(ends[drawn] - np.cumsum(length), length)
            taken = first + np.arange(len(first))
            cells.append(number * width + votes.columns[taken])
            yes.append(agrees[taken])
        cell, agreeing = np.concatenate(cells), np.concatenate(yes)
        agree = np.bincount(cell[agreeing], minlength=groups * width).reshape(groups, width)
        seen = np.bincount(cell, minlength=groups * width).reshape(groups, width)
        counts = GroupVotes(agree, seen - agree, seen)
        np.argsort(-consensus_geometric_mean(counts))
        agreed(counts, sizes, RULE)


def apply_rule(counts: GroupVotes, sizes: NDArray[np.int64]) -> None:
    """Say everything about each statement that follows from its counts."""
    agreed(counts, sizes, RULE)
    consensus_forms(counts)
    posteriors(counts)
    between_group_variance(counts, sizes)
    robustness(counts, sizes, RULE)


def measure(assembly: Assembly, *, least_runs: int, most_runs: int) -> dict[str, Any]:
    """Measure one assembly."""
    name, votes, group = assembly
    groups = int(group.max()) + 1
    sizes = np.bincount(group[group >= 0], minlength=groups)
    counts = count_group_votes(votes, group, groups)
    resamples = resamples_for(votes.shape[1])
    work: dict[str, Callable[[], object]] = {
        "resampling": lambda: resample_agreement(votes, group, groups, RULE),
        "peer": lambda: count_each_resample(votes, group, groups, PEER_RESAMPLES),
        "rule": lambda: apply_rule(counts, sizes),
    }
    measured = measure_in_turns(work, least_runs=least_runs, most_runs=most_runs, memory=True)
    found, outcome = resample_agreement(votes, group, groups, RULE), robustness(counts, sizes, RULE)
    peer_seconds = measured["peer"].seconds * resamples / PEER_RESAMPLES
    return {
        "name": name,
        "participants": votes.shape[0],
        "statements": votes.shape[1],
        "votes": len(votes.values),
        "groups": groups,
        "resamples": resamples,
        "seconds": round(measured["resampling"].seconds, 4),
        "peak_mb": round(measured["resampling"].peak_mb or 0.0, 1),
        "peer": PEER,
        "peer_seconds": round(peer_seconds, 3),
        "peer_resamples_timed": PEER_RESAMPLES,
        "ratio": round(peer_seconds / measured["resampling"].seconds, 2),
        "rule_seconds": round(measured["rule"].seconds, 4),
        "runs": len(measured["resampling"].runs),
        "agreed": int(outcome.agreed.sum()),
        "agreed_in_95_percent": int((found.pass_share[outcome.agreed] >= 0.95).sum()),
        "median_added_to_drop": _median(outcome.added[outcome.agreed]),
        "median_changed_to_drop": _median(outcome.changed[outcome.agreed]),
    }


def _median(votes: NDArray[np.int64]) -> float | None:
    return float(np.median(votes)) if len(votes) else None


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--all", action="store_true", help="also a million participants (minutes, 3 GB)")
    parser.add_argument("--quick", action="store_true", help="a small assembly, one run: does it work?")
    options = parser.parse_args()
    least, most = (1, 1) if options.quick else (3, 7)
    with measured_machine("numpy", "scipy") as machine:
        rows = [
            measure(assembly, least_runs=least, most_runs=most)
            for assembly in assemblies(quick=options.quick, every=options.all)
        ]
    show(rows, COLUMNS)
    show_machine(machine)
    finish({"benchmark": "agreement", "machine": machine, "results": rows}, as_json=options.json)


if __name__ == "__main__":
    main()
