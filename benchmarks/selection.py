"""Selecting principles: ``python -m benchmarks.selection [--quick] [--json]``.

*every rule*: from votes and stored scores to the slates, the rankings, the audit of each, and what only one
of them takes, for 75 principles of 2,000 statements that 100,000 people voted on. *slates*: the three rules
that choose principles together on complete approvals of a size that abcvoting can do, against abcvoting
2.19 with floating point numbers, its fastest, in turns; without abcvoting that ratio is null. It stays out
of this project's environment for the solvers it brings: run the program in one of its own.
"""

from __future__ import annotations

import argparse
import importlib.util
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.measurement import finish, measure_in_turns, measured_machine, show, show_machine
from constitution.selection import NOT_MERGED, Ballots, Candidates, SelectionRules, compare_rules
from constitution.selection.equal_shares import equal_shares
from constitution.selection.phragmen import phragmen
from constitution.selection.proportional_approval import proportional_approval
from deliberation.analysis.consensus import consensus_forms, posteriors
from deliberation.analysis.divisiveness import greatest_difference
from deliberation.analysis.representativeness import GroupVotes

SHARES = (0.5, 0.3, 0.2)
VOTES_EACH = 30
PEER = "abcvoting 2.19"
SLATES = {
    "equal-shares": (equal_shares, "float-fractions"),
    "seqphragmen": (phragmen, "float-fractions"),
    "seqpav": (proportional_approval, "standard"),
}
COLUMNS = (
    "name",
    "participants",
    "statements",
    "votes",
    "size",
    "seconds",
    "cpu_seconds",
    "peak_mb",
    "peer_seconds",
    "ratio",
)


def planted_counts(participants: int, statements: int) -> tuple[NDArray[np.int64], ...]:
    """Draw who of three groups voted on what and agreed, 30 votes each: groups, voters, columns, agrees.

    Within a group people differ as well: along a line of their own on which statements lean either way.
    """
    draw = np.random.default_rng(7)
    groups = draw.choice(len(SHARES), size=participants, p=SHARES)
    rate = np.clip(draw.beta(6, 3, statements) + draw.normal(0, 0.12, (len(SHARES), statements)), 0.02, 0.98)
    place, lean = draw.normal(0, 1, participants), draw.normal(0, 0.1, statements)
    part = statements // VOTES_EACH
    columns = (np.arange(VOTES_EACH) * part + draw.integers(0, part, (participants, VOTES_EACH))).ravel()
    voters = np.repeat(np.arange(participants), VOTES_EACH)
    agrees = draw.random(len(voters)) < rate[groups[voters], columns] + place[voters] * lean[columns]
    return groups, voters, columns, agrees


def every_rule(participants: int, statements: int, size: int) -> tuple[dict[str, Any], Callable[[], object]]:
    """Return what is measured and the work: all rules on stored scores and votes."""
    groups, voters, columns, agrees = planted_counts(participants, statements)
    cells = groups[voters] * statements + columns
    shape = (len(SHARES), statements)
    seen = np.bincount(cells, minlength=shape[0] * statements).reshape(shape)
    agree = np.bincount(cells, agrees, shape[0] * statements).astype(np.int64).reshape(shape)
    counts = GroupVotes(agree, seen - agree, seen)
    candidates = stored(counts, np.bincount(groups))
    lower = posteriors(counts).lower

    def select() -> object:
        ballots = Ballots.from_votes(voters, columns, agrees.astype(bool), groups=groups, expected=lower)
        return compare_rules(candidates, SelectionRules(size=size), ballots)

    facts = {
        "name": "every rule",
        "participants": participants,
        "statements": statements,
        "votes": len(voters),
        "size": size,
        "agreed_in_every_group": int((2 * agree > seen).all(axis=0).sum()),
    }
    return facts, select


def stored(counts: GroupVotes, sizes: NDArray[np.int64]) -> Candidates:
    """Return the statements as an analysis stores them; of bridging any numbers will do."""
    forms, statements = consensus_forms(counts), counts.seen.shape[1]
    return Candidates(
        numbers=np.arange(1, statements + 1),
        agree=counts.agree,
        seen=counts.seen,
        group_sizes=sizes,
        geometric_mean=forms.geometric_mean,
        lower_bound=forms.lower_bound,
        divisiveness=greatest_difference(counts.agree, counts.seen),
        accepted=np.ones(statements, dtype=bool),
        meta=np.zeros(statements, dtype=bool),
        merged_into=np.full(statements, NOT_MERGED),
        not_trainable=("",) * statements,
        scores={
            "minimum": forms.least_mean,
            "polis_product": forms.polis_product,
            "ccai_product": forms.unsmoothed_product.filled(np.nan),
            "bridging": np.random.default_rng(1).normal(size=statements),
            "weighted_lower_bound": forms.lower_bound,
        },
    )


def slates(voters: int, statements: int, size: int) -> tuple[dict[str, Any], dict[str, Callable[[], object]]]:
    """Return what is measured, and the three slates by Concord and, where it is there, by abcvoting."""
    draw = np.random.default_rng(3)
    taste = draw.choice([0.1, 0.4, 0.8], (2, statements))
    approves = draw.random((voters, statements)) < taste[draw.integers(0, 2, voters)]
    who, what = (axis.ravel() for axis in np.indices(approves.shape))
    nobody = np.zeros(voters, dtype=np.int64)

    def ours() -> object:
        ballots = Ballots.from_votes(
            who, what, approves.ravel(), groups=nobody, expected=np.full((1, statements), 0.5)
        )
        return [rule(ballots, size) for rule, _algorithm in SLATES.values()]

    facts = {
        "name": "slates",
        "participants": voters,
        "statements": statements,
        "votes": len(who),
        "size": size,
    }
    work: dict[str, Callable[[], object]] = {"ours": ours}
    if importlib.util.find_spec("abcvoting"):
        work["peer"] = _peer([np.flatnonzero(row).tolist() for row in approves], statements, size)
    return facts, work


def _peer(approvals: list[list[int]], statements: int, size: int) -> Callable[[], object]:
    from abcvoting import abcrules
    from abcvoting.preferences import Profile

    def theirs() -> object:
        profile = Profile(statements)
        profile.add_voters(approvals)
        return [
            abcrules.compute(rule, profile, size, algorithm=algorithm, resolute=True)
            for rule, (_ours, algorithm) in SLATES.items()
        ]

    return theirs


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="tiny sizes: only show that it works")
    parser.add_argument("--json", action="store_true", help="end with the whole report as one line of JSON")
    options = parser.parse_args()
    large, small = ((300, 60, 8), (60, 12, 4)) if options.quick else ((100_000, 2_000, 75), (1_000, 100, 20))
    with measured_machine("numpy", "scipy", "abcvoting") as machine:
        facts, select = every_rule(*large)
        found = measure_in_turns({"ours": select}, memory=True)["ours"]
        rows = [
            facts
            | {
                "seconds": round(found.seconds, 3),
                "cpu_seconds": round(found.cpu_seconds, 3),
                "peak_mb": round(found.peak_mb or 0.0, 1),
            }
        ]
        facts, work = slates(*small)
        measured = measure_in_turns(work)
        ours, peer = measured["ours"].seconds, measured.get("peer")
        rows.append(
            facts
            | {
                "seconds": round(ours, 4),
                "peer": PEER,
                "peer_seconds": round(peer.seconds, 4) if peer else None,
                "ratio": round(peer.seconds / ours, 1) if peer else None,
            }
        )
    show(rows, COLUMNS)
    show_machine(machine)
    finish({"benchmark": "selection", "machine": machine, "results": rows}, as_json=options.json)


if __name__ == "__main__":
    main()
