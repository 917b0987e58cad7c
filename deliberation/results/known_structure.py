"""The opinion space and the groups of a stored analysis, for placing people on them again."""

import numpy as np
from numpy.typing import NDArray

from deliberation.analysis import structure
from deliberation.models import Analysis


def known_structure_of(grouping: Analysis) -> "structure.KnownStructure":
    """Return what a full analysis found, from its stored rows."""
    rows = grouping.statement_results.order_by("statement__number").values_list(
        "statement__number", "center", "component_x", "component_y", "by_group"
    )
    numbers, center, across, up, by_group = zip(*rows, strict=True)
    return structure.KnownStructure(
        statement_ids=np.array(numbers, dtype=np.int64),
        center=np.array(center, dtype=np.float64),
        components=np.array([across, up], dtype=np.float64),
        group_agree=_counts(by_group, "agree"),
        group_disagree=_counts(by_group, "disagree"),
        group_seen=_counts(by_group, "votes"),
    )


def _counts(by_group: tuple[list[dict[str, int]], ...], name: str) -> NDArray[np.int64]:
    """(g, m) one kind of count per group and statement."""
    return np.array([[group[name] for group in groups] for groups in by_group], dtype=np.int64).T
