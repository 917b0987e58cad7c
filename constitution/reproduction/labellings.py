"""What a labelling of the same people makes of the same votes. PURE."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from constitution.reproduction.ccai_files import Floats, Integers
from constitution.reproduction.known_figures import THRESHOLD
from deliberation.analysis.consensus import group_aware_consensus, unsmoothed_consensus
from deliberation.analysis.representativeness import GroupVotes, count_group_votes
from deliberation.analysis.vote_matrix import VoteMatrix

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Labelling:
    """Two groups of people and how each votes; m statements.

    Attributes:
        groups: (n,) group of each person; counts: votes of each group on each statement.
        statements: (m,) their numbers.
    """

    groups: Integers
    counts: GroupVotes
    statements: Integers

    @classmethod
    def of(cls, votes: VoteMatrix, groups: Integers) -> Labelling:
        """Count the votes by group."""
        return cls(groups, count_group_votes(votes, groups, int(groups.max()) + 1), votes.statement_ids)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Members of each group."""
        return tuple(np.bincount(self.groups[self.groups >= 0]).tolist())

    @property
    def product(self) -> Floats:
        """(m,) group-aware consensus as Polis has it, smoothed."""
        return group_aware_consensus(self.counts)

    @property
    def unsmoothed(self) -> Floats:
        """(m,) the product of plain shares, as the publication has it; 0 where a group is silent."""
        return np.ma.filled(unsmoothed_consensus(self.counts), 0.0)

    def above(self, threshold: float = THRESHOLD) -> frozenset[int]:
        """Return the numbers of the statements whose smoothed product exceeds the threshold."""
        return frozenset(self.statements[self.product > threshold].tolist())

    def above_unsmoothed(self, threshold: float = THRESHOLD) -> frozenset[int]:
        """Return the numbers of the statements that exceed the threshold without smoothing."""
        return frozenset(self.statements[self.unsmoothed > threshold].tolist())

    def unsmoothed_by_statement(self) -> dict[int, float]:
        """Return the product of plain shares by statement number."""
        return dict(zip(self.statements.tolist(), self.unsmoothed.tolist(), strict=True))

    def shares(self, statement: int) -> tuple[float, ...]:
        """Return the share of each group that agrees with a statement."""
        column = int(np.searchsorted(self.statements, statement))
        agree, seen = self.counts.agree[:, column], self.counts.seen[:, column]
        return tuple((agree / np.maximum(seen, 1)).tolist())
