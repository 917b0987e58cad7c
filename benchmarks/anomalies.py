"""Finding people who vote by agreement: ``python -m benchmarks.anomalies [--seeds 3] [--large] [--json]``.

Simulated assemblies with planted campaigns of 5, 10 and 20 % in several styles. For each: the area under the
ROC curve of the score (1 is perfect, 0.5 is chance), which share of the honest is wrongly proposed, and
which share of the campaign is proposed. Then the 37 people whom the makers of Collective Constitutional AI
left out by hand. ``--large`` adds 100,000 participants and how long they take.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Iterable
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.measurement import finish, measured_machine, show, show_machine
from benchmarks.vote_sets import SHARED_DATA
from deliberation.analysis.anomalies.ranking import Conduct, Finding, rank
from deliberation.analysis.anomalies.spam_texts import AuthoredText
from deliberation.analysis.vote_matrix import VoteMatrix
from deliberation.simulation.assembly import simulate
from deliberation.simulation.citizens import AssemblyPlan
from deliberation.simulation.coordination import COORDINATED, Coordination, coordinate
from deliberation.simulation.statements import choose_statements

SHARES = (0.05, 0.10, 0.20)
STYLES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("copies", {}),
    ("copies, 5 % noise", {"noise": 0.05}),
    ("copies, 10 % noise", {"noise": 0.10}),
    ("targeted, random elsewhere", {"style": "targeted"}),
    ("targeted, honest elsewhere", {"style": "targeted_honest"}),
    ("scattered", {"style": "scattered"}),
    ("scattered, 5 % noise", {"style": "scattered", "noise": 0.05}),
)
SIZES: tuple[tuple[str, int, int, int], ...] = (
    ("1,000 people, sparse", 1000, 265, 35),
    ("1,000 people, dense", 1000, 265, 120),
    ("1,000 people, few statements", 1000, 60, 40),
    ("250 people", 250, 265, 35),
)


def assembly_votes(
    people: int, statements: int, votes: int, coordination: Coordination, seed: int
) -> tuple[VoteMatrix, np.ndarray]:
    """Return the votes of a simulated assembly, and (n,) who follows the campaign."""
    plan = AssemblyPlan(
        participants=people,
        votes_per_participant=votes,
        seed=seed,
        straight_liner_share=0.0,
        bloc_share=0.0,
    )
    assembly = coordinate(simulate(plan, choose_statements(statements)), coordination)
    matrix = VoteMatrix.from_votes(assembly.participant, assembly.statement, assembly.value)
    members = [citizen.number for citizen in assembly.citizens if citizen.kind == COORDINATED]
    return matrix, np.isin(matrix.participant_ids, members)


def judged(matrix: VoteMatrix, coordinated: np.ndarray) -> dict[str, float]:
    """Rank, and hold the ranking against the planted truth."""
    started = time.perf_counter()
    findings = {finding.participant: finding for finding in rank(matrix)}
    seconds = time.perf_counter() - started
    ranked = [findings[number] for number in matrix.participant_ids.tolist()]
    score = np.array([finding.score for finding in ranked])
    proposed = np.array([finding.is_proposed for finding in ranked])
    return {
        "auc": float(roc_auc_score(coordinated, score)),
        "false_exclusions": float(proposed[~coordinated].mean()),
        "found": float(proposed[coordinated].mean()),
        "seconds": seconds,
    }


def over_seeds(
    size: tuple[str, int, int, int], style: tuple[str, dict[str, Any]], share: float, seeds: Iterable[int]
) -> dict[str, Any]:
    """One row: the least area, the most false exclusions and the mean found over the seeds."""
    name, people, statements, votes = size
    results = [
        judged(*assembly_votes(people, statements, votes, Coordination(share=share, **style[1]), seed))
        for seed in seeds
    ]
    return {
        "assembly": name,
        "style": style[0],
        "share": share,
        "auc_least": round(min(result["auc"] for result in results), 3),
        "auc_mean": round(float(np.mean([result["auc"] for result in results])), 3),
        "false_exclusions_most": round(max(result["false_exclusions"] for result in results), 4),
        "found_mean": round(float(np.mean([result["found"] for result in results])), 3),
        "seconds": round(float(np.mean([result["seconds"] for result in results])), 2),
    }


def collective_constitutional_ai() -> dict[str, Any] | None:
    """How the hand-excluded rank, by votes alone and with what they wrote; None without the data."""
    folder = SHARED_DATA / "ccai"
    if not folder.is_dir():
        return None
    tossed = {int(number) for number in (folder / "ids-to-toss.csv").read_text(encoding="utf-8").split()}
    with (folder / "comments.csv").open(encoding="utf-8", newline="") as file:
        comments = list(csv.DictReader(file))
    accepted = {row["comment-id"] for row in comments if int(row["moderated"]) > 0}
    with (folder / "participants-votes.csv").open(encoding="utf-8", newline="") as file:
        votes = [
            (int(row["participant"]), int(column), int(float(cell)))
            for row in csv.DictReader(file)
            for column, cell in row.items()
            if column in accepted and cell
        ]
    matrix = VoteMatrix.from_votes(*zip(*votes, strict=True))
    texts = [
        AuthoredText(int(row["author-id"]), row["comment-body"], int(row["moderated"]) <= 0, False)
        for row in comments
        if int(row["author-id"]) > 0
    ]
    report: dict[str, Any] = {"excluded_by_hand": len(tossed)}
    for name, conduct in (("votes", Conduct()), ("votes_and_statements", Conduct(texts=texts))):
        report[name] = _rank_of(rank(matrix, conduct), tossed)
    return report


def _rank_of(findings: list[Finding], tossed: set[int]) -> dict[str, Any]:
    ranks = [place for place, found in enumerate(findings, start=1) if found.participant in tossed]
    truth = [found.participant in tossed for found in findings]
    proposed = [found.participant in tossed for found in findings if found.is_proposed]
    return {
        "ranked": len(findings),
        "auc": round(float(roc_auc_score(truth, [found.score for found in findings])), 3),
        "mean_rank": round(float(np.mean(ranks)), 1),
        "median_rank": float(np.median(ranks)),
        "proposed": len(proposed),
        "proposed_of_them": sum(proposed),
    }


def large() -> dict[str, Any]:
    """100,000 participants, 5 % of them copies with 5 % noise, in one go."""
    size = ("100,000 people", 100_000, 265, 30)
    return over_seeds(size, STYLES[1], 0.05, [1])


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="one small assembly per style")
    parser.add_argument("--large", action="store_true", help="100,000 participants as well")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    sizes = (SIZES[-1],) if arguments.quick else SIZES
    shares = (0.10,) if arguments.quick else SHARES
    seeds = range(1, 2 if arguments.quick else arguments.seeds + 1)
    with measured_machine() as machine:
        rows = [
            over_seeds(size, style, share, seeds) for size in sizes for style in STYLES for share in shares
        ]
        if arguments.large:
            rows.append(large())
        report = {"machine": machine, "results": rows, "ccai": collective_constitutional_ai()}
    if not arguments.json:
        show_machine(machine)
        show(rows, list(rows[0]))
    finish(report, as_json=arguments.json)


if __name__ == "__main__":
    main()
