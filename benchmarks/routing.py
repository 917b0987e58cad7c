"""How many votes until the shared ground is known, by router: ``python -m benchmarks.routing [--json]``.

Simulated participants of planted, unequal opinion groups arrive one after another, vote on 10 to 40
statements drawn by the router's weights, and leave. Half of the statements are there at the start, the others
come one by one while the first third of the planned participants arrive. From time to time the votes so far
are analysed, as in the product: groups are estimated from the votes alone, and the weights are computed anew.
Counted are the votes until at least 18 of the 20 statements with truly the highest group-aware consensus are
among the 20 estimated ones, at two analyses in a row.

Every router meets the same people in the same order, who would vote the same: ratios are paired by seed.
"""

from __future__ import annotations

import argparse
import math
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.special import expit

from benchmarks.measurement import finish, measured_machine, show, show_machine
from deliberation.analysis.consensus import consensus_geometric_mean, consensus_lower_bound
from deliberation.analysis.divisiveness import greatest_difference
from deliberation.analysis.k_means import best_k_means
from deliberation.analysis.opinion_space import fit_opinion_space
from deliberation.analysis.representativeness import GroupVotes, count_group_votes
from deliberation.analysis.routing import UNSEEN_PRIORITY, adaptive_priorities, routing_priorities
from deliberation.analysis.vote_matrix import VoteMatrix

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

TARGET = 20
ENOUGH = 18
FEWEST_EACH, MOST_EACH = 10, 40
GROUP_SHARES = {2: (0.65, 0.35), 3: (0.5, 0.3, 0.2), 4: (0.4, 0.3, 0.2, 0.1)}
# An analysis comes after this many newcomers, or this share of everybody so far if that is more.
NEWCOMERS, NEWCOMERS_SHARE = 20, 0.08
# So many times the planned participants come at most. What is not known then counts as if it were.
LONGEST = 8
# The constants of the router were chosen on assemblies of smaller seeds.
FIRST_SEED = 1000
CONCORD, POLIS, CHANCE = "Concord", "Polis", "chance"


@dataclass(frozen=True)
class Setting:
    """One row of the table. `kind` says how opinions arise, see `draw_assembly`."""

    kind: str
    statements: int
    groups: int
    planned: int


SETTINGS = (
    Setting("classes", 100, 2, 400),
    Setting("classes", 200, 3, 800),
    Setting("classes", 400, 4, 1200),
    Setting("popular", 100, 3, 400),
    Setting("popular", 200, 4, 800),
    Setting("popular", 400, 2, 1200),
    Setting("spectrum", 100, 4, 400),
    Setting("spectrum", 200, 2, 800),
    Setting("spectrum", 400, 3, 1200),
)


@dataclass(frozen=True)
class Assembly:
    """Everybody who might come, and the truth.

    Attributes:
        answers: (n, m) what each person votes on each statement if it is shown: 1, 0 or -1.
        votes_each: (n,) on how many statements each person votes.
        opening: (m,) how many people have come before the statement is there.
        shares: (g, m) the true share of each planted group that agrees.
    """

    answers: NDArray[np.int8]
    votes_each: Integers
    opening: Integers
    shares: Floats


@dataclass(frozen=True)
class Known:
    """What an analysis of the votes so far knows of the m statements."""

    votes: VoteMatrix
    counts: GroupVotes
    is_open: NDArray[np.bool_]


@dataclass(frozen=True)
class Measure:
    """What shared ground is: in truth, from the planted shares (g, m), and as the product estimates it."""

    true: Callable[[Floats], Floats]
    estimated: Callable[[GroupVotes], Floats]


MEASURES = {
    "mean": Measure(lambda shares: np.exp(np.log(shares).mean(axis=0)), consensus_geometric_mean),
    "least": Measure(lambda shares: shares.min(axis=0), consensus_lower_bound),
}


def by_concord(known: Known) -> Floats:
    """Weigh by how open it is whether a statement is shared ground."""
    division = greatest_difference(known.counts.agree, known.counts.seen)
    return adaptive_priorities(known.counts, division, ~known.is_open)


def by_polis(known: Known) -> Floats:
    """Weigh as Polis does."""
    extremity = fit_opinion_space(known.votes).extremity
    return routing_priorities(known.counts, extremity, known.votes.is_meta)


def by_chance(known: Known) -> Floats:
    """Weigh all alike."""
    return np.ones(len(known.is_open))


ROUTERS: dict[str, Callable[[Known], Floats]] = {CONCORD: by_concord, POLIS: by_polis, CHANCE: by_chance}


def draw_assembly(setting: Setting, seed: int) -> Assembly:
    """Draw the people, the statements and every vote that might be cast.

    In "classes" each group agrees with each statement at a rate of its own, around one common to all;
    "popular" is the same with much agreement, as in deliberations about values; in "spectrum" everybody has
    a position of their own around that of the group, and groups overlap. Some 11 % of the votes are passes.
    """
    generator = np.random.default_rng(seed)
    people, m = LONGEST * setting.planned, setting.statements
    group = generator.choice(setting.groups, size=people, p=GROUP_SHARES[setting.groups])
    if setting.kind == "spectrum":
        centers = 1.3 * generator.normal(size=(setting.groups, 3))
        positions = centers[group] + 0.7 * generator.normal(size=(people, 3))
        leaning = generator.normal(0.5, 1.2, m) + positions @ (0.6 * generator.normal(size=(3, m)))
        rate = expit(1.7 * leaning)
    else:
        common, spread = (1.3, 0.9) if setting.kind == "popular" else (0.3, 1.3)
        divides = generator.choice([0.4, 1.6], m, p=[0.6, 0.4])
        apart = generator.normal(0.0, 0.9, (setting.groups, m)) * divides
        rate = expit(generator.normal(common, spread, m) + apart)[group]
    passing = generator.beta(1.5, 12.0, m)
    agreeing = rate * (1.0 - passing)
    drawn = generator.random((people, m))
    late = generator.integers(1, max(2, setting.planned // 3), m - m // 2)
    return Assembly(
        answers=np.where(drawn < agreeing, 1, np.where(drawn < 1.0 - passing, -1, 0)).astype(np.int8),
        votes_each=generator.integers(FEWEST_EACH, MOST_EACH + 1, people),
        opening=generator.permutation(np.concatenate([np.zeros(m // 2, dtype=np.int64), late])),
        shares=np.stack([agreeing[group == number].mean(axis=0) for number in range(setting.groups)]),
    )


def votes_needed(assembly: Assembly, router: str, measure: Measure, seed: int) -> tuple[int, bool]:
    """Return how many votes were cast until the shared ground was known, and whether it ever was."""
    true = set(np.argsort(-measure.true(assembly.shares))[:TARGET].tolist())
    known_before = False
    before = 0
    for votes, known in deliberate(assembly, ROUTERS[router], seed):
        estimated = np.where(known.is_open, measure.estimated(known.counts), -1.0)
        found = np.argsort(-estimated, kind="stable")[:TARGET].tolist()
        is_known = len(true.intersection(found)) >= ENOUGH
        if is_known and known_before:
            return before, True
        known_before, before = is_known, votes
    return before, False


def deliberate(
    assembly: Assembly, router: Callable[[Known], Floats], seed: int
) -> Iterator[tuple[int, Known]]:
    """Let people come, vote and leave; yield the votes cast and what each analysis knows of them."""
    people, m = assembly.answers.shape
    weights = np.full(m, UNSEEN_PRIORITY)
    cast: list[tuple[Integers, Integers]] = []
    for start, stop in pairwise(_moments_of_analysis(people)):
        cast.append(_ballots(assembly, weights, np.arange(start, stop), np.random.default_rng((seed, start))))
        rows = np.concatenate([who for who, _what in cast])
        columns = np.concatenate([what for _who, what in cast])
        votes = VoteMatrix.from_votes(
            rows, columns, assembly.answers[rows, columns], statement_ids=np.arange(m)
        )
        known = analyse(votes, assembly.opening < stop, len(assembly.shares), seed)
        yield len(rows), known
        weights = np.where(known.is_open, router(known), UNSEEN_PRIORITY)


def analyse(votes: VoteMatrix, is_open: NDArray[np.bool_], groups: int, seed: int) -> Known:
    """Estimate groups from the votes, by k-means on the axes of shared variance, and count their votes."""
    space = fit_opinion_space(votes, axes=max(2, groups - 1), shared_only=True)
    points = space.participants[:, : groups - 1]
    found = best_k_means(points, groups, np.random.default_rng(seed), starts=2)
    return Known(votes, count_group_votes(votes, found.labels, len(found.centers)), is_open)


def _moments_of_analysis(people: int) -> Iterator[int]:
    arrived = 0
    while arrived < people:
        yield arrived
        arrived += max(NEWCOMERS, int(NEWCOMERS_SHARE * arrived))
    yield people


def _ballots(
    assembly: Assembly, weights: Floats, people: Integers, generator: np.random.Generator
) -> tuple[Integers, Integers]:
    """Who votes on what: drawn by weight, without replacement, among what is there when a person comes.

    An exponential race, in which the rate of a statement is its weight (Efraimidis and Spirakis 2006).
    """
    is_there = assembly.opening[None, :] <= people[:, None]
    finish_time = generator.standard_exponential((len(people), len(weights))) / weights
    order = np.argsort(np.where(is_there, finish_time, np.inf), axis=1)[:, :MOST_EACH]
    each = np.minimum(assembly.votes_each[people], is_there.sum(axis=1))
    row, turn = np.nonzero(np.arange(order.shape[1]) < each[:, None])
    return people[row], order[row, turn]


def compare(task: tuple[Setting, str, int]) -> dict[str, tuple[int, bool]]:
    """Let every router serve the same assembly."""
    setting, measure, seed = task
    assembly = draw_assembly(setting, seed)
    return {router: votes_needed(assembly, router, MEASURES[measure], seed) for router in ROUTERS}


def summarise(setting: Setting, measure: str, runs: Sequence[dict[str, tuple[int, bool]]]) -> dict[str, Any]:
    """Put the runs of one setting in a row: mean votes, and ratios of votes with 95 % intervals.

    A ratio is the geometric mean over the seeds, its interval that of Student's t on the logarithms.
    `unfinished` counts the runs in which the shared ground was not known when nobody was left to vote.
    """
    row: dict[str, Any] = {
        "name": f"{setting.kind}, {setting.statements} statements, {setting.groups} groups",
        "measure": measure,
        "seeds": len(runs),
    }
    for router in ROUTERS:
        row[f"votes {router}"] = round(float(np.mean([run[router][0] for run in runs])))
        row[f"unfinished {router}"] = sum(not run[router][1] for run in runs)
    for peer in (POLIS, CHANCE):
        logarithms = np.log([run[CONCORD][0] / run[peer][0] for run in runs])
        middle, error = float(logarithms.mean()), 0.0
        if len(runs) > 1:
            error = float(stats.t.ppf(0.975, len(runs) - 1) * stats.sem(logarithms))
        row[f"ratio to {peer}"] = round(math.exp(middle), 3)
        row[f"interval to {peer}"] = [round(math.exp(middle + side), 3) for side in (-error, error)]
    return row


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--seeds", type=int, default=20, help="assemblies per setting (default 20)")
    parser.add_argument(
        "--measure", choices=MEASURES, default="mean", help="geometric mean of the groups, or the least group"
    )
    parser.add_argument("--quick", action="store_true", help="one small setting, two seeds: does it work?")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="processes side by side")
    options = parser.parse_args()
    settings = (Setting("classes", 60, 2, 100),) if options.quick else SETTINGS
    seeds = range(FIRST_SEED, FIRST_SEED + (2 if options.quick else options.seeds))
    results = []
    with measured_machine("numpy", "scipy") as machine, ProcessPoolExecutor(options.workers) as workers:
        for setting in settings:
            tasks = [(setting, options.measure, seed) for seed in seeds]
            results.append(summarise(setting, options.measure, list(workers.map(compare, tasks))))
            print(f"{results[-1]['name']} done", flush=True)
    votes = [f"votes {router}" for router in ROUTERS]
    ratios = [f"{what} to {peer}" for peer in (POLIS, CHANCE) for what in ("ratio", "interval")]
    show(results, ["name", *votes, *ratios])
    print(
        "ratio: Concord's votes until 18 of the true top 20 are found, to those of the peer; paired by seed."
    )
    show_machine(machine)
    finish({"program": "routing", "machine": machine, "results": results}, as_json=options.json)


if __name__ == "__main__":
    main()
