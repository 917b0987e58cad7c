"""Phragmén's sequential rule: principles are bought as soon as those who want them can pay. PURE.

Everybody earns money at the same rate; as soon as the supporters of a statement have its price together, it
is bought and they start again from nothing. Source: Phragmén 1894; Brill, Freeman, Janson and Lackner 2017,
"Phragmén's voting methods and justified representation"; Lackner and Skowron 2023, "Multi-Winner Voting with
Approval Preferences", Rule 9.

Ballots from 0 to 1 are read as shares: of a voter who counts 0.7 for a statement, seven tenths approve. They
bring seven tenths of the voter's money and lose it. With approvals of 0 and 1 it is Phragmén's rule.
"""

from __future__ import annotations

import numpy as np

from constitution.selection.ballots import Ballots
from constitution.selection.candidates import Floats
from constitution.selection.slate import Slate, first_of_the_least


def phragmen(
    ballots: Ballots, size: int, *, money: Floats | None = None, chosen: tuple[int, ...] = ()
) -> Slate:
    """Choose up to `size` statements; ties go to the earlier column.

    `money` (n,) is what the voters have at the start, where the price of a statement is n / size, and
    `chosen` what is chosen already: so it completes another rule's slate.
    """
    slate = Slate(chosen)
    purse = np.zeros(ballots.shape[0]) if money is None else money.copy()
    price = ballots.shape[0] / size
    supporters = ballots.support(np.ones_like(purse))
    open_columns = supporters > 0
    open_columns[list(chosen)] = False
    while len(slate.columns) < size and open_columns.any():
        lacking = price - ballots.support(purse)
        wait = np.full(len(supporters), np.inf)
        np.divide(np.maximum(lacking, 0.0), supporters, out=wait, where=open_columns)
        column, tied = first_of_the_least(wait)
        purse = (purse + wait[column]) * (1.0 - ballots.of(column))
        open_columns[column] = False
        slate = slate.with_column(column, tied)
    return slate
