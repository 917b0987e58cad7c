"""The statements of an analysis as the selection reads them. PURE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from constitution.selection.rules import GEOMETRIC_MEAN, LOWER_BOUND, RANKINGS, RuleNotMeasured

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

NOT_MERGED = -1


@dataclass(frozen=True)
class Candidates:
    """The statements of an analysis; m statements, g groups.

    Attributes:
        numbers: (m,) statement numbers.
        agree, seen: (g, m) votes of each group's members; passes are in `seen`.
        group_sizes: (g,) members of each group.
        geometric_mean: (m,) normalised group-aware consensus.
        lower_bound: (m,) least over the groups of the lower credible bound of the share that agrees.
        divisiveness: (m,) greatest difference in the share that agrees.
        accepted: (m,) whether moderation lets the statement in today.
        meta: (m,) whether it is about the deliberation itself.
        merged_into: (m,) number of the statement it was merged into, or `NOT_MERGED`.
        not_trainable: m codes of why it is not about a response; "" where it is. Only asked for where it
            matters, so it may be worked out on demand.
        scores: (m,) by the name of a ranking, what else the analysis measured; NaN where it did not. A
            ranking without an entry cannot be asked for.
    """

    numbers: Integers
    agree: Integers
    seen: Integers
    group_sizes: Integers
    geometric_mean: Floats
    lower_bound: Floats
    divisiveness: Floats
    accepted: Flags
    meta: Flags
    merged_into: Integers
    not_trainable: Sequence[str]
    scores: Mapping[str, Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        columns = len(self.numbers)
        per_statement = (self.geometric_mean, self.lower_bound, self.divisiveness, self.accepted)
        lengths = {len(values) for values in (*per_statement, self.meta, self.merged_into)}
        if (lengths | {len(values) for values in self.scores.values()}) - {columns}:
            raise ValueError("every array needs one entry per statement")
        if len(self.not_trainable) != columns:
            raise ValueError("not_trainable needs one entry per statement")
        if not self.agree.shape == self.seen.shape == (len(self.group_sizes), columns):
            raise ValueError("agree and seen need one row per group and one column per statement")
        if not len(self.group_sizes):
            raise ValueError("at least one group is needed; everybody together is one")

    def score(self, ranking: str) -> Floats:
        """(m,) what a ranking ranks by, the greatest first; NaN where it was not measured.

        Raises:
            RuleNotMeasured: the analysis has no such score.
        """
        known = {LOWER_BOUND: self.lower_bound, GEOMETRIC_MEAN: self.geometric_mean, **self.scores}
        if ranking not in known:
            raise RuleNotMeasured(f"the analysis did not measure what the rule {ranking!r} ranks by")
        return known[ranking]

    @property
    def rankings(self) -> tuple[str, ...]:
        """The rankings whose scores the analysis has."""
        known = {LOWER_BOUND, GEOMETRIC_MEAN, *self.scores}
        return tuple(ranking for ranking in RANKINGS if ranking in known)
