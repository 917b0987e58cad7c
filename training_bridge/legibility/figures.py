"""How often a reader finds the rewritten answer, with its critique, with another one, and with none. PURE."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from training_bridge.evaluation.figures import as_list, share_figures
from training_bridge.evaluation.statistics import CONFIDENCE, RESAMPLES, Interval, share_of, verdict_of
from training_bridge.feedback.judge_check import position_figures
from training_bridge.feedback.position import position_bias
from training_bridge.feedback.soft_labels import is_tie
from training_bridge.legibility.asking import Guess
from training_bridge.legibility.readings import ARMS, Arm

REAL: Arm = "critique"


@dataclass(frozen=True)
class ReadRow:
    """One row of `legibility.jsonl`, as the figures need it."""

    record_id: str
    round: int
    arm: Arm
    verdict: str
    guess: Guess

    @property
    def key(self) -> tuple[str, int]:
        """Name what was read: record and round."""
        return self.record_id, self.round

    @property
    def is_right(self) -> bool:
        """Whether the revision was found; an exact tie finds nothing."""
        return self.guess.p_revision > 0.5 and not is_tie(self.guess.p_revision)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> ReadRow:
        """Read a row back."""
        in_order, in_reverse = (
            (float(row[name][0]), float(row[name][1]))
            for name in ("log_probabilities_in_order", "log_probabilities_in_reverse")
        )
        guess = Guess(
            p_revision_in_order=row["p_revision_in_order"],
            p_revision_in_reverse=row["p_revision_in_reverse"],
            log_probabilities_in_order=in_order,
            log_probabilities_in_reverse=in_reverse,
            prior_a=row["prior_a"],
        )
        return cls(row["critique_revision_id"], row["round"], row["arm"], row["verdict"], guess)


def reading_figures(
    rows: Sequence[ReadRow], *, listed: int, least_agreement: float, seed: int
) -> dict[str, Any]:
    """Give accuracy by arm, what the critique itself adds to it, and the least legible critiques.

    `rows` are all of one reader and one form. A difference is that of the arm "critique" to another one over
    the rounds that both read, with the bootstrap over prompts, since rounds of one prompt hang together.
    """
    by_arm: dict[Arm, list[ReadRow]] = {arm: [row for row in rows if row.arm == arm] for arm in ARMS}
    arms = {arm: _arm_figures(found, seed) for arm, found in by_arm.items() if found}
    real = by_arm[REAL]
    agreement = arms[REAL]["position"]["agreement"] if real else None
    return {
        "arms": arms,
        "differences": {
            arm: _difference(real, by_arm[arm], lambda row: float(row.is_right), seed)
            for arm in arms
            if arm != REAL
        },
        "probability_differences": {
            arm: _difference(real, by_arm[arm], lambda row: row.guess.p_revision, seed)
            for arm in arms
            if arm != REAL
        },
        "by_verdict": {
            verdict: share_figures(share_of(sum(row.is_right for row in found), len(found)))
            for verdict in ("accepted", "rejected")
            if (found := [row for row in real if row.verdict == verdict])
        },
        "least_agreement": least_agreement,
        "follows_places": bool(agreement and agreement["share"] < least_agreement),
        "least_legible": [
            {"critique_revision_id": row.record_id, "round": row.round, "p_revision": row.guess.p_revision}
            for row in sorted(real, key=lambda row: (row.guess.p_revision, row.key))[:listed]
        ],
    }


def illegible(rows: Iterable[ReadRow], drop_below: float | None) -> frozenset[tuple[str, int]]:
    """Give the rounds that may not be learnt from because nobody could follow their critique."""
    if drop_below is None:
        return frozenset()
    return frozenset(row.key for row in rows if row.arm == REAL and row.guess.p_revision < drop_below)


def clustered_mean_interval(
    values: Mapping[str, Sequence[float]], *, seed: int, resamples: int = RESAMPLES
) -> Interval:
    """Give the percentile bootstrap interval of the mean of all values, resampling whole clusters.

    Efron and Tibshirani 1993, section 13.3, with clusters as the units (section 8.3): values of one cluster
    are kept together. With one value a cluster it is the bootstrap of the mean. Raises ValueError for none.
    """
    if not values:
        raise ValueError("an interval needs at least one value")
    names = sorted(values)
    sums = np.array([math.fsum(values[name]) for name in names])
    counts = np.array([len(values[name]) for name in names], dtype=float)
    draws = np.random.default_rng(seed).integers(0, len(names), size=(resamples, len(names)))
    means = sums[draws].sum(axis=1) / counts[draws].sum(axis=1)
    low, high = np.quantile(means, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Interval(float(low), float(high))


def _arm_figures(rows: Sequence[ReadRow], seed: int) -> dict[str, Any]:
    by_prompt: dict[str, list[float]] = {}
    for row in rows:
        by_prompt.setdefault(row.record_id, []).append(row.guess.p_revision)
    return {
        "accuracy": share_figures(share_of(sum(row.is_right for row in rows), len(rows))),
        "ties": sum(is_tie(row.guess.p_revision) for row in rows),
        "mean_probability": {
            "value": math.fsum(row.guess.p_revision for row in rows) / len(rows),
            "interval": as_list(clustered_mean_interval(by_prompt, seed=seed)),
        },
        "position": position_figures(position_bias([row.guess.orders for row in rows], seed=seed)),
        "prior_a": rows[0].guess.prior_a,
    }


def _difference(
    real: Sequence[ReadRow], others: Sequence[ReadRow], value_of: Any, seed: int
) -> dict[str, Any]:
    beside = {row.key: value_of(row) for row in others}
    both = [(row, value_of(row) - beside[row.key]) for row in real if row.key in beside]
    by_prompt: dict[str, list[float]] = {}
    for row, difference in both:
        by_prompt.setdefault(row.record_id, []).append(difference)
    interval = clustered_mean_interval(by_prompt, seed=seed)
    return {
        "value": math.fsum(difference for _, difference in both) / len(both),
        "interval": as_list(interval),
        "items": len(both),
        "prompts": len(by_prompt),
        "verdict": verdict_of(interval, 0.0, len(by_prompt)),
    }
