"""What leaving something out changed: paired differences item by item, and what of them is chance. PURE.

Each training is compared with the full one ("full": nothing left out) and with the mean of its random
controls ("random": as many other rows left out), on the same items. Intervals are percentile bootstrap
intervals over items. The p-value is what one reads off such an interval backwards: twice the share of
resampled means on the far side of zero, and never below 2 / (resamples + 1) (Davison and Hinkley 1997,
*Bootstrap Methods and their Application*, section 4.4 on the added one; Efron and Tibshirani 1993, section
13.3). All of them together are corrected by Holm's method.

What an interval over items cannot hold is how much one training differs from the next: leaving out any three
rows moves all items together. The random controls alone show that. If what was left out were rows like any
others, it would move a figure further than each of n random controls with the chance 1 / (n + 1) (a
permutation test: Fisher 1935, *The Design of Experiments*, section 21). So the `cause` is

- "nothing shown": the difference to the full training could be chance;
- "fewer rows": a random control moved the figure as far, or the difference to the controls could be chance;
- "too few controls": neither, but 1 / (n + 1) is above 5 %;
- "this": neither, and it is not.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from training_bridge.evaluation.statistics import (
    CONFIDENCE,
    FEWEST_ITEMS,
    RESAMPLES,
    bootstrap_mean_interval,
    holm,
)

Values = Mapping[str, Mapping[str, float]]
"""Figure -> item -> value."""
Verdict = Literal["rise", "fall", "no clear change"]
Cause = Literal["nothing shown", "fewer rows", "too few controls", "this"]
PRIMARY = "margin"


@dataclass(frozen=True)
class Measured:
    """The values of one thing left out: without it, and of each of its random controls."""

    left_out: str
    without: Values
    random: tuple[Values, ...]


@dataclass(frozen=True)
class Difference:
    """The mean of the differences item by item, without less the reference.

    `p_value` is corrected for all comparisons that were made, None for one that is not among them; the
    verdict follows it.
    """

    value: float
    interval: tuple[float, float]
    items: int
    p_value: float | None
    verdict: Verdict

    def to_json(self) -> dict[str, Any]:
        """Give it as JSON."""
        return {**dataclasses.asdict(self), "interval": list(self.interval)}


def all_differences(full: Values, measured: Sequence[Measured], *, seed: int) -> dict[str, Any]:
    """Compare every training with the full one and with its random controls.

    Returns, by what was left out and by figure, `to_full`, `to_random`, `random_to_full` (the mean of the
    controls against the full training), `random_differences` (that of each), `by_chance`, and `cause`.
    """
    found: dict[tuple[str, str, str], list[float]] = {}
    reached_by: dict[tuple[str, str], list[float]] = {}
    for each in measured:
        for figure in each.without.keys() & full.keys():
            together = _mean_of([values.get(figure, {}) for values in each.random])
            pairs = {
                "to_full": (full[figure], each.without[figure]),
                "to_random": (together, each.without[figure]),
                "random_to_full": (full[figure], together),
            }
            for name, (reference, then) in pairs.items():
                if items := sorted(reference.keys() & then.keys()):
                    found[each.left_out, figure, name] = [then[item] - reference[item] for item in items]
            reached_by[each.left_out, figure] = [
                _mean_difference(full[figure], values.get(figure, {})) for values in each.random
            ]
    tested = {
        "\x1f".join(key): bootstrap_p_value(values, seed=seed)
        for key, values in found.items()
        if key[2] != "random_to_full" and len(values) >= FEWEST_ITEMS
    }
    corrected = holm(tested)
    differences = {
        key: _difference(values, corrected.get("\x1f".join(key)), seed) for key, values in found.items()
    }
    return {
        "comparisons": len(tested),
        "left_out": {each.left_out: _figures(each, differences, reached_by) for each in measured},
    }


def bootstrap_p_value(values: Sequence[float], *, seed: int, resamples: int = RESAMPLES) -> float:
    """Give the two-sided p-value of a mean of zero: where the percentile interval begins to leave it out.

    Raises ValueError where there are no values.
    """
    if not values:
        raise ValueError("a p-value needs at least one value")
    data = np.asarray(values, dtype=float)
    draws = np.random.default_rng(seed).integers(0, len(data), size=(resamples, len(data)))
    means = data[draws].mean(axis=1)
    below, above = int((means <= 0).sum()), int((means >= 0).sum())
    return min(1.0, 2 * (min(below, above) + 1) / (resamples + 1))


def _difference(values: Sequence[float], p_value: float | None, seed: int) -> Difference:
    interval = bootstrap_mean_interval(values, seed=seed)
    value = math.fsum(values) / len(values)
    clear = p_value is not None and p_value < 1 - CONFIDENCE and value != 0
    return Difference(
        value=value,
        interval=(interval.low, interval.high),
        items=len(values),
        p_value=p_value,
        verdict="no clear change" if not clear else "rise" if value > 0 else "fall",
    )


def _figures(
    each: Measured,
    differences: Mapping[tuple[str, str, str], Difference],
    reached_by: Mapping[tuple[str, str], Sequence[float]],
) -> dict[str, Any]:
    figures = {figure for left_out, figure, _ in differences if left_out == each.left_out}
    found = {}
    for figure in sorted(figures, key=lambda name: (name != PRIMARY, name)):
        names = ("to_full", "to_random", "random_to_full")
        own = {
            name: differences[each.left_out, figure, name]
            for name in names
            if (each.left_out, figure, name) in differences
        }
        reached = reached_by[each.left_out, figure]
        found[figure] = {
            **{name: difference.to_json() for name, difference in own.items()},
            "random_differences": list(reached),
            "by_chance": 1 / (len(reached) + 1),
            "cause": cause_of(own.get("to_full"), own.get("to_random"), reached),
        }
    return found


def cause_of(
    to_full: Difference | None, to_random: Difference | None, random_differences: Sequence[float]
) -> Cause:
    """Say what may be said of where a difference comes from."""
    if to_full is None or to_full.verdict == "no clear change":
        return "nothing shown"
    as_far = any(abs(each) >= abs(to_full.value) for each in random_differences)
    if to_random is None or to_random.verdict != to_full.verdict or as_far:
        return "fewer rows"
    return "this" if 1 / (len(random_differences) + 1) <= 1 - CONFIDENCE + 1e-12 else "too few controls"


def _mean_of(several: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Give the mean of each item that all of them measured."""
    if not several:
        return {}
    common = set.intersection(*(set(values) for values in several))
    return {item: math.fsum(values[item] for values in several) / len(several) for item in sorted(common)}


def _mean_difference(first: Mapping[str, float], second: Mapping[str, float]) -> float:
    items = sorted(first.keys() & second.keys())
    return math.fsum(second[item] - first[item] for item in items) / len(items) if items else 0.0
