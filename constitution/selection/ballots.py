"""Who approves of which statement, also where most people saw few of them. PURE.

A slate is chosen by ballots: a participant approves of the statements they agreed with. Most people see few
statements, so a ballot would be mostly blank, and a statement that few were shown would lose for that alone.
So a ballot holds numbers from 0 to 1: 1 for a statement agreed with, 0 for one disagreed with or passed, and
for one not seen **the lower credible bound of the share of the participant's group that agrees** (Beta
posterior, `group_bounds` of the analysis). It is what can be counted on: it grows with the votes of the
group, so a statement is not lost because few saw it, nor does it win without evidence. People in no group
count with the least of the groups. Where everybody saw everything the ballots are plain approvals, and the
rules are those of the literature.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from constitution.selection.candidates import Flags, Floats, Integers

Positions = NDArray[np.int32]


@dataclass(frozen=True)
class Ballots:
    """The ballots of n voters on m statements, without a cell for what nobody voted on.

    Attributes:
        groups: (n,) the part of the public of each voter, 0..p-1.
        expected: (p, m) what a statement counts for those of a part who have not seen it, 0..1.
        starts: (m + 1,) the votes on column j are those from starts[j] up to starts[j + 1].
        voters: (v,) who cast each vote, ascending within a column.
        agrees: (v,) whether it agrees.
    """

    groups: Integers
    expected: Floats
    starts: Integers
    voters: Positions
    agrees: Flags

    @classmethod
    def from_votes(
        cls, voters: Integers, columns: Integers, agrees: Flags, *, groups: Integers, expected: Floats
    ) -> Ballots:
        """Build the ballots from votes in any order, at most one per voter and column.

        Raises:
            ValueError: voters, columns or groups that are not there; an expectation that is no share.
        """
        parts, statements = expected.shape
        for values, end in ((voters, len(groups)), (columns, statements), (groups, parts)):
            if len(values) and not 0 <= values.min() <= values.max() < end:
                raise ValueError("voters, columns and groups must be positions in groups and expected")
        if expected.size and not 0 <= expected.min() <= expected.max() <= 1:
            raise ValueError("expected must be shares from 0 to 1")
        rows = sparse.csr_array((agrees.astype(np.int8), (voters, columns)), shape=(len(groups), statements))
        by_column = rows.tocsc()
        return cls(
            groups=groups,
            expected=expected,
            starts=by_column.indptr.astype(np.int64),
            voters=by_column.indices.astype(np.int32),
            agrees=by_column.data > 0,
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Voters and statements: (n, m)."""
        return len(self.groups), self.expected.shape[1]

    @cached_property
    def columns(self) -> Positions:
        """(v,) the column of each vote."""
        return np.repeat(np.arange(self.shape[1], dtype=np.int32), np.diff(self.starts))

    @cached_property
    def corrections(self) -> Floats:
        """(v,) what each vote adds to what would be expected without it."""
        added: Floats = self.agrees - self.expected[self.groups[self.voters], self.columns]
        return added

    @cached_property
    def _corrections(self) -> sparse.csr_array:
        """(m, n) the same as a table."""
        return sparse.csr_array((self.corrections, self.voters, self.starts), shape=self.shape[::-1])

    def support(self, weights: Floats) -> Floats:
        """(m,) how much each statement counts with all voters together, each with a weight (n,)."""
        by_group = np.bincount(self.groups, weights=weights, minlength=len(self.expected))
        total: Floats = by_group @ self.expected + self._corrections @ weights
        return total

    def of(self, column: int) -> Floats:
        """(n,) how much a statement counts with each voter."""
        counted: Floats = self.expected[self.groups, column]
        votes = slice(self.starts[column], self.starts[column + 1])
        counted[self.voters[votes]] = self.agrees[votes]
        return counted

    def together(self, columns: Integers) -> Floats:
        """(n,) how much several statements count with each voter, added up."""
        counted: Floats = self.expected[:, columns].sum(axis=1)[self.groups]
        for column in columns.tolist():
            votes = slice(self.starts[column], self.starts[column + 1])
            counted[self.voters[votes]] += self.corrections[votes]
        return counted

    def only(self, columns: Integers) -> Ballots:
        """Return the ballots on some statements, in the given order."""
        lengths = np.diff(self.starts)[columns]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        votes = np.arange(starts[-1]) + np.repeat(self.starts[columns] - starts[:-1], lengths)
        return Ballots(
            groups=self.groups,
            expected=self.expected[:, columns],
            starts=starts,
            voters=self.voters[votes],
            agrees=self.agrees[votes],
        )
