"""Proportional approval voting, one statement after the other. PURE.

The next statement is the one that adds most to the sum over the voters of 1 + 1/2 + 1/3 + … for each
principle they approve of: the second one counts half as much as the first. Source: Thiele 1895, as in
Lackner and Skowron 2023, "Multi-Winner Voting with Approval Preferences", Rule 6 (sequential).

A voter whose principles so far count s together adds u / (1 + s) for a statement that counts u for them;
with approvals of 0 and 1 that is 1 / (number of approved principles + 1).
"""

from __future__ import annotations

import numpy as np

from constitution.selection.ballots import Ballots
from constitution.selection.slate import Slate, first_of_the_least


def proportional_approval(ballots: Ballots, size: int) -> Slate:
    """Choose up to `size` statements; ties go to the earlier column."""
    slate = Slate()
    satisfaction = np.zeros(ballots.shape[0])
    taken = np.zeros(ballots.shape[1], dtype=bool)
    while len(slate.columns) < size and not taken.all():
        added = np.where(taken, -np.inf, ballots.support(1.0 / (1.0 + satisfaction)))
        column, tied = first_of_the_least(-added)
        satisfaction += ballots.of(column)
        taken[column] = True
        slate = slate.with_column(column, tied)
    return slate
