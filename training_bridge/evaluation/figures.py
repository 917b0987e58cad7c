"""The figures of a suite in one form, whatever it measures: JSON that pages and programs read alike.

    {"unit": "share", "better": "higher" | "lower" | null,
     "phases": {phase: {"value", "interval": [low, high], "items"}},
     "differences": {phase: {"to_before": {"value", "interval", "items", "verdict"}, "to_control": {...}}}}

A difference is that of the same items in both phases. `to_control` says what the constitution brought about,
`to_before` what the whole training did. A suite adds "parts": {name: the same form} for what it is made of,
and "note" in words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal

from training_bridge.evaluation.statistics import (
    Interval,
    Share,
    bootstrap_mean_interval,
    paired_difference,
    score_interval,
)
from training_bridge.records import PHASES

Better = Literal["higher", "lower"] | None
Values = Mapping[str, Mapping[str, float]]
"""Phase -> item -> value."""


def figures_of(values: Values, *, unit: str, better: Better, seed: int) -> dict[str, Any]:
    """Give the mean of each phase and the paired differences to "before" and to "control".

    With unit "share" the values are 0 or 1 and the interval of a phase is the score interval; else it is the
    bootstrap interval of the mean. Phases without items are left out.
    """
    measured: Values = {phase: values[phase] for phase in PHASES if values.get(phase)}
    return {
        "unit": unit,
        "better": better,
        "phases": {phase: _phase(items, unit, seed) for phase, items in measured.items()},
        "differences": {
            phase: found
            for phase in measured
            if phase != "before" and (found := _differences(measured, phase, seed))
        },
    }


def values_by_phase(rows: Any, field: str) -> dict[str, dict[str, float]]:
    """Gather one number of every row as `figures_of` takes it; rows where it is None take no part."""
    values: dict[str, dict[str, float]] = {}
    for row in rows:
        if row.get(field) is not None:
            values.setdefault(row["phase"], {})[row["item"]] = float(row[field])
    return values


def not_measured(reason: str) -> dict[str, Any]:
    """Give what stands in the place of figures where there are none."""
    return {"not_measured": f"not measured: {reason}"}


def as_list(interval: Interval) -> list[float]:
    """Give an interval as JSON."""
    return [interval.low, interval.high]


def share_figures(share: Share) -> dict[str, Any]:
    """Give a share with its interval as JSON."""
    return {
        "count": share.count,
        "items": share.items,
        "share": share.value,
        "interval": as_list(share.interval),
    }


def _phase(items: Mapping[str, float], unit: str, seed: int) -> dict[str, Any]:
    value = math.fsum(items.values()) / len(items)
    interval = (
        score_interval(value, len(items))
        if unit == "share"
        else bootstrap_mean_interval([items[item] for item in sorted(items)], seed=seed)
    )
    return {"value": value, "interval": as_list(interval), "items": len(items)}


def _differences(measured: Values, phase: str, seed: int) -> dict[str, Any]:
    references = ("before",) if phase == "control" else ("before", "control")
    found = {}
    for reference in references:
        if reference in measured and measured[reference].keys() & measured[phase].keys():
            difference = paired_difference(measured[reference], measured[phase], seed=seed)
            found[f"to_{reference}"] = {
                "value": difference.value,
                "interval": as_list(difference.interval),
                "items": difference.items,
                "verdict": difference.verdict,
            }
    return found
