"""Planted truth: are the groups found that were put in? ``python -m benchmarks.recovery [--json]``.

Simulated assemblies of 2 to 6 unequal groups: 12 to 40 votes per person, what leaves a person cold is skipped
more often, some statements are seen far more than others, one vote in ten is random, and one person in twenty
votes in lock step with others. Opinions arise in three ways, see `_odds`. On the same votes:

- `ARI`: adjusted Rand index of the groups with the truth, of those who do not vote in lock step;
- `K error`: how many groups too many or too few;
- `consensus`: Spearman correlation of group-aware consensus (the same formula for everybody, each with the
  groups it found) with the geometric mean of the true shares of agreement in the groups.

Ours is mode `stable` as it comes. The peers are red-dwarf's pipeline, where it is installed, and what one
writes first with scikit-learn. Figures are means over seeds; the verdict on each row is by the 95 % interval
of the paired difference to red-dwarf. Rows without groups show how often one group is found.

``--number`` measures the number of groups alone, for ours, with 20 to 40 votes each.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.special import expit
from sklearn.metrics import adjusted_rand_score

from benchmarks.analysis import dense_baseline, red_dwarf
from benchmarks.measurement import finish, measured_machine, show, show_machine
from benchmarks.vote_sets import VoteSet
from deliberation.analysis.analysis_parameters import AnalysisParameters
from deliberation.analysis.consensus import consensus_geometric_mean
from deliberation.analysis.representativeness import count_group_votes
from deliberation.analysis.structure import find_structure
from deliberation.analysis.vote_matrix import VoteMatrix

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SHARES = {
    1: (1.0,),
    2: (0.6, 0.4),
    3: (0.5, 0.3, 0.2),
    4: (0.4, 0.3, 0.2, 0.1),
    5: (0.3, 0.25, 0.2, 0.15, 0.1),
    6: (0.28, 0.22, 0.17, 0.13, 0.11, 0.09),
}
SIZES = ((300, 100), (1000, 150))
WITH_GROUPS = ("rates", "offsets", "points")
WITHOUT_GROUPS = ("popularity", "leniency")
VOTES_EACH = (12, 40)
VOTES_EACH_FOR_NUMBER = (20, 40)
RANDOM_VOTES = 0.1
LOCK_STEP = 0.05
# The method was developed on assemblies of smaller seeds.
FIRST_SEED = 10_000
OURS, RED_DWARF, DENSE = "ours", "red-dwarf", "scikit-learn"
# Which way is better, and from which difference on the verdict is not "equal".
MEASURES = {"ARI": 1, "K error": -1, "consensus": 1}
PEER_IS_THERE = importlib.util.find_spec("reddwarf") is not None


@dataclass(frozen=True)
class Setting:
    """One row of the table."""

    kind: str
    groups: int
    participants: int
    statements: int
    votes_each: tuple[int, int]

    @property
    def name(self) -> str:
        """What the row is called."""
        return f"{self.kind}, {self.groups} of {self.participants:,} x {self.statements}"


@dataclass(frozen=True)
class Assembly:
    """Votes, the true group of each person (-1 in lock step), and the true consensus of each statement."""

    votes: VoteSet
    group: Integers
    consensus: Floats


def draw_assembly(setting: Setting, seed: int) -> Assembly:
    """Draw one simulated assembly."""
    generator = np.random.default_rng([FIRST_SEED + seed, setting.groups, setting.participants])
    n, m, g = setting.participants, setting.statements, setting.groups
    sizes = np.round(np.array(SHARES[g]) * n).astype(int)
    sizes[0] += n - sizes.sum()
    group = generator.permutation(np.repeat(np.arange(g), sizes))
    agree = expit(_odds(setting, group, generator))
    seen = _seen(agree, setting.votes_each, generator)
    warmth = np.abs(2 * agree - 1)
    passes = 0.12 * (1 - warmth)
    values = np.where(generator.random((n, m)) < agree, 1, -1)
    values[generator.random((n, m)) < passes] = 0
    noisy = generator.random((n, m)) < RANDOM_VOTES
    values[noisy] = generator.choice([-1, 0, 1], p=[0.4, 0.2, 0.4], size=(n, m))[noisy]
    campaign = generator.choice(n, int(LOCK_STEP * n), replace=False)
    values[campaign] = generator.choice([-1, 1], m)
    agreeing = (1 - RANDOM_VOTES) * agree * (1 - passes) + RANDOM_VOTES * 0.4
    group[campaign] = -1
    shares = np.array([agreeing[group == number].mean(axis=0) for number in range(g)])
    people, statements = np.nonzero(seen)
    order = generator.permutation(len(people))
    votes = VoteSet(
        setting.name,
        people[order].astype(np.int32),
        statements[order].astype(np.int32),
        values[people, statements][order].astype(np.int8),
        np.arange(m),
        np.zeros(m, dtype=bool),
    )
    return Assembly(votes, group, np.exp(np.log(shares).mean(axis=0)))


def _odds(setting: Setting, group: Integers, generator: np.random.Generator) -> Floats:
    """(n, m) log odds of agreeing.

    - rates: every group agrees with every statement at a rate of its own, drawn from Beta(0.8, 0.8).
    - offsets: every statement has a popularity, from which every group departs a little or a lot.
    - points: every group stands around a point in 2 or 3 dimensions, statements are directions, and people
      differ in leniency.
    - popularity, leniency: no groups; people alike, or differing in how readily they agree.
    """
    n, m, g = len(group), setting.statements, setting.groups
    if setting.kind == "rates":
        rates = generator.beta(0.8, 0.8, (g, m)).clip(0.002, 0.998)
        return np.log(rates / (1 - rates))[group]
    if setting.kind == "offsets":
        return 1.8 * (generator.normal(0.6, 1.0, m) + generator.normal(0.0, 1.0, (g, m)))[group]
    if setting.kind == "points":
        dimensions = min(max(2, g - 1), 3)
        people = 1.3 * _apart(g, dimensions, generator)[group] + generator.normal(0, 0.35, (n, dimensions))
        leaning = 1.2 * people @ generator.normal(0, 1, (dimensions, m))
        return leaning + generator.normal(0.8, 1, m) + generator.normal(0, 0.3, (n, 1))
    leniency = 1.0 if setting.kind == "leniency" else 0.0
    return np.tile(generator.normal(0.8, 1.2, m), (n, 1)) + leniency * generator.normal(0, 1, (n, 1))


def _apart(groups: int, dimensions: int, generator: np.random.Generator) -> Floats:
    """Points (g, d) of which no two come too near."""
    while True:
        points = generator.normal(0, 1, (groups, dimensions))
        distances = np.linalg.norm(points[:, None] - points[None], axis=2)
        if distances[~np.eye(groups, dtype=bool)].min(initial=np.inf) > 1.3:
            return points


def _seen(agree: Floats, votes_each: tuple[int, int], generator: np.random.Generator) -> NDArray[np.bool_]:
    """Who votes on what: some statements are seen more than others, and what leaves one cold is skipped."""
    n, m = agree.shape
    wanted = generator.integers(votes_each[0], votes_each[1] + 1, n)
    weight = np.log(generator.gamma(3, 1 / 3, m)) + np.log(0.5 + np.abs(2 * agree - 1))
    place = np.argsort(np.argsort(-(weight + generator.gumbel(size=(n, m))), axis=1), axis=1)
    return place < wanted[:, None]


def our_groups(assembly: Assembly) -> Integers:
    """Groups of mode `stable`."""
    _, grouping = find_structure(_matrix(assembly.votes), AnalysisParameters(), lambda step, done: None)
    return grouping.labels


def red_dwarf_groups(assembly: Assembly) -> Integers:
    """Groups of red-dwarf."""
    found: Any = red_dwarf(assembly.votes)()
    labels = found.participants_df["cluster_id"].reindex(range(len(assembly.group)))
    return labels.fillna(-1).to_numpy().astype(np.int64)


def dense_groups(assembly: Assembly) -> Integers:
    """Groups of the first thing one writes with scikit-learn; everybody has votes enough."""
    return np.asarray(dense_baseline(assembly.votes)(), dtype=np.int64)


METHODS: dict[str, Callable[[Assembly], Integers]] = {
    OURS: our_groups,
    **({RED_DWARF: red_dwarf_groups} if PEER_IS_THERE else {}),
    DENSE: dense_groups,
}


def compare(task: tuple[Setting, int, tuple[str, ...]]) -> dict[str, dict[str, float]]:
    """Find the groups of one assembly by each method, and hold them against the truth."""
    setting, seed, methods = task
    assembly = draw_assembly(setting, seed)
    matrix = _matrix(assembly.votes)
    found = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in methods:
            labels = METHODS[name](assembly)
            groups = int(labels.max()) + 1
            judged = assembly.group >= 0
            counts = count_group_votes(matrix, labels, groups)
            found[name] = {
                "groups": float(groups),
                "ARI": float(adjusted_rand_score(assembly.group[judged], labels[judged])),
                "K error": float(abs(groups - setting.groups)),
                "consensus": float(
                    stats.spearmanr(consensus_geometric_mean(counts), assembly.consensus).statistic
                ),
            }
    return found


def summarise(setting: Setting, runs: list[dict[str, dict[str, float]]]) -> dict[str, Any]:
    """Means over the seeds with 95 % intervals, and the verdict against red-dwarf."""
    row: dict[str, Any] = {"name": setting.name, "seeds": len(runs)}
    row["right number"] = float(np.mean([run[OURS]["K error"] == 0 for run in runs]))
    row["numbers"] = [int(run[OURS]["groups"]) for run in runs]
    measures = [measure for measure in MEASURES if setting.groups > 1 or measure == "K error"]
    for measure in measures:
        for name in runs[0]:
            values = np.array([run[name][measure] for run in runs])
            row[f"{measure}, {name}"] = round(float(values.mean()), 3)
            row[f"{measure}, {name}, half interval"] = round(_half_interval(values), 3)
        if RED_DWARF in runs[0]:
            gain = MEASURES[measure] * np.array(
                [run[OURS][measure] - run[RED_DWARF][measure] for run in runs]
            )
            row[f"{measure}, verdict"] = _verdict(float(gain.mean()), _half_interval(gain))
    return row


def _half_interval(values: Floats) -> float:
    if len(values) < 2:
        return float("inf")
    return float(stats.t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values)))


def _verdict(gain: float, half: float) -> str:
    if gain > half:
        return "better"
    if gain < -half:
        return "worse"
    return "better, within" if gain > 0 else "equal" if gain == 0 else "worse, within"


def settings(*, quick: bool, number: bool) -> Iterator[Setting]:
    """List the rows."""
    each = VOTES_EACH_FOR_NUMBER if number else VOTES_EACH
    if quick:
        yield Setting("rates", 2, 120, 40, each)
        yield Setting("leniency", 1, 120, 40, each)
        return
    for size in SIZES:
        for kind in WITH_GROUPS:
            for groups in range(2, 7):
                yield Setting(kind, groups, *size, each)
        for kind in WITHOUT_GROUPS:
            yield Setting(kind, 1, *size, each)


def _matrix(votes: VoteSet) -> VoteMatrix:
    return VoteMatrix.from_votes(
        votes.participants, votes.statements, votes.values, statement_ids=votes.statement_ids
    )


def _tally(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Over rows with groups: on how many ours is better than red-dwarf, and on how many worse for certain."""
    tally: dict[str, Any] = {}
    for measure in MEASURES:
        verdicts = [row[f"{measure}, verdict"] for row in rows if f"ARI, {OURS}" in row]
        tally[measure] = {
            "rows": len(verdicts),
            "better": sum(verdict.startswith("better") for verdict in verdicts),
            "better beyond the interval": verdicts.count("better"),
            "worse beyond the interval": verdicts.count("worse"),
        }
    return tally


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--seeds", type=int, default=20, help="assemblies per row (default 20)")
    parser.add_argument(
        "--number", action="store_true", help="the number of groups alone, 20 votes or more each"
    )
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="processes side by side")
    parser.add_argument("--quick", action="store_true", help="two small rows, two seeds: does it work?")
    options = parser.parse_args()
    seeds = 2 if options.quick else max(2, options.seeds)
    methods = (OURS,) if options.number else tuple(METHODS)
    rows = []
    with (
        measured_machine("numpy", "scipy", "scikit-learn", "red-dwarf") as machine,
        ProcessPoolExecutor(options.workers) as workers,
    ):
        for setting in settings(quick=options.quick, number=options.number):
            tasks = [(setting, seed, methods) for seed in range(seeds)]
            rows.append(summarise(setting, list(workers.map(compare, tasks))))
    columns = [f"{measure}, {name}" for measure in MEASURES for name in methods]
    verdicts = [f"{measure}, verdict" for measure in MEASURES] if RED_DWARF in methods else []
    show(rows, ["name", "right number", *([] if options.number else columns), *verdicts])
    tally = _tally(rows) if RED_DWARF in methods else None
    if tally is not None:
        show(
            [{"measure": measure} | counted for measure, counted in tally.items()], ["measure", *tally["ARI"]]
        )
    elif not PEER_IS_THERE:
        print("red-dwarf is not installed and was not measured.")
    show_machine(machine)
    report = {"program": "recovery", "machine": machine, "verdict": tally, "results": rows}
    finish(report, as_json=options.json)


if __name__ == "__main__":
    main()
