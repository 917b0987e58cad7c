"""How many rows of a vote matrix can be told apart by a few votes that somebody knows. PURE.

Whoever hands out votes row by row has to expect readers who know some votes of a person from elsewhere and
look for the row that fits. In sparse data very few are enough (Narayanan and Shmatikov, "Robust
De-anonymization of Large Sparse Datasets", IEEE Symposium on Security and Privacy 2008). Hiding names does
not help against that, so the share is told to whoever exports.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Bits = NDArray[np.uint8]

DRAWS = 5
"""Sets of known votes tried for each person."""
MOST_PEOPLE = 2_000
"""People tried; of more, so many are drawn. The share is then off by some two percentage points at most."""


def unique_given(
    participants: Integers,
    statements: Integers,
    values: Integers,
    known: Sequence[int],
    *,
    seed: int = 0,
    draws: int = DRAWS,
    most_people: int = MOST_PEOPLE,
) -> dict[int, float | None]:
    """Return, for each number k of known votes, the share of rows that are unique given any k of them.

    For everybody with at least k votes, sets of k of their votes are drawn at random; such a set singles them
    out if nobody else voted the same way on all k statements (a vote that somebody did not cast fits
    nothing). The share is that of the sets that do, each person counting alike. It is the attack of Narayanan
    and Shmatikov 2008 in its simplest form: exact votes, no times, no mistakes in what is known.

    Args:
        participants: (v,) whose vote it is, as any whole numbers; one vote per participant and statement.
        statements: (v,) on which statement.
        values: (v,) agree = 1, pass = 0, disagree = -1.
        known: the numbers of known votes.
        seed: of the draws.
        draws: sets for each person.
        most_people: people tried.

    Returns:
        k to a share from 0 to 1; None where nobody has k votes.
    """
    people, row = np.unique(participants, return_inverse=True)
    order = np.argsort(row, kind="stable")
    row = row[order].astype(np.int64)
    choice = _choices(statements[order], values[order])
    starts = np.searchsorted(row, np.arange(len(people) + 1))
    chosen_by = _bits_by_choice(row, choice, len(people))
    return {k: _share(starts, choice, chosen_by, k, seed, draws, most_people) for k in known}


def _choices(statements: Integers, values: Integers) -> Integers:
    """(v,) a number for each statement with a value, from 0."""
    _found, choice = np.unique(statements * 3 + (values + 1), return_inverse=True)
    numbered: Integers = choice.astype(np.int64)
    return numbered


def _bits_by_choice(row: Integers, choice: Integers, people: int) -> Bits:
    """(c, people / 8) for each choice one bit per person: whether they made it."""
    choices = int(choice.max()) + 1 if len(choice) else 0
    bits = np.zeros((choices, -(-people // 8)), dtype=np.uint8)
    order = np.argsort(choice, kind="stable")
    edges = np.searchsorted(choice[order], np.arange(choices + 1))
    for number in range(choices):
        made = np.zeros(people, dtype=bool)
        made[row[order[edges[number] : edges[number + 1]]]] = True
        bits[number] = np.packbits(made)
    return bits


def _share(
    starts: Integers, choice: Integers, chosen_by: Bits, k: int, seed: int, draws: int, most_people: int
) -> float | None:
    random = np.random.default_rng([seed, k])
    able = np.flatnonzero(np.diff(starts) >= k)
    if not len(able):
        return None
    if len(able) > most_people:
        able = np.sort(random.choice(able, most_people, replace=False))
    unique = 0
    for person in able.tolist():
        own = choice[starts[person] : starts[person + 1]]
        for _draw in range(draws):
            fitting = np.bitwise_and.reduce(chosen_by[random.choice(own, k, replace=False)], axis=0)
            unique += int(np.bitwise_count(fitting).sum()) == 1
    return unique / (len(able) * draws)
