"""The rows of a suite as one number for each item and figure, whatever the suite measures. PURE."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from training_bridge.comparing_runs import numbers_of


def values_of(suite: str, rows: Iterable[Mapping[str, Any]], phase: str) -> dict[str, dict[str, float]]:
    """Give figure -> item -> value of one phase."""
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for row in rows:
        if row.get("phase") == phase:
            for figure, item, value in numbers_of(suite, row):
                found[figure][item] = value
    return dict(found)


def by_theme(
    full: Mapping[str, float], then: Mapping[str, float], rows: Sequence[Mapping[str, Any]]
) -> dict[str, list[float]]:
    """Give the differences of the margin of each theme, in the order of the pairs' ids."""
    themes = {str(row["pair_id"]): str(row["theme"]) for row in rows}
    found: defaultdict[str, list[float]] = defaultdict(list)
    for item in sorted(full.keys() & then.keys() & themes.keys()):
        found[themes[item]].append(then[item] - full[item])
    return dict(sorted(found.items()))
